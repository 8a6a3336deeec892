"""Alert card: what customers ask more than usual about a product, in their words, and what the page could say."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.product_alerts import Alert, AlertStand
from scripts_library.wording import Token
from slack_rules.text import clip

_NAME, _QUOTED, _REASON = 60, 200, 120


def alert_line(one: Alert, product: str, look: Look) -> Token:
    """What rises, since when, and whose it is; how it stands."""
    say = look.say
    facts = {
        "product": product_name(one, product),
        "topic": say(f"signals.topic.{one.topic}"),
        "customers": one.customers,
        "usual": count(one.usual),
        "since": look.day_time(one.began_at),
        "owner": blocks.mention(one.owner) if one.owner else "",
        "store": blocks.one_line(look.policy.store_name(one.store), _NAME),
    }
    if one.ended_at:
        return Token(f"{say.md('signals.over', **facts)}\n{_stand(one, look)}")
    return Token("\n".join(part for part in (say.md("signals.rises", **facts), _stand(one, look)) if part))


def alert_blocks(
    one: Alert, product: str, line: Token, examples: Sequence[str], look: Look, *, is_alarm: bool
) -> list[Block]:
    """The line, the customers' words, what they may have misread, and who sees to it; folded once it is over."""
    if one.ended_at:
        return [blocks.section(line)]
    say = look.say
    facts = {"product": product_name(one, product)}
    advice = [
        say.md("signals.misread_is", text=Token(say.md(f"signals.misread.{one.topic}", **facts))),
        say.md("signals.change_is", text=Token(say.md(f"signals.change.{one.topic}", **facts))),
    ]
    if is_alarm:
        advice.append(say.md("signals.alarm"))
    return [
        blocks.section(line),
        *(blocks.quote(clip(text, _QUOTED)) for text in examples),
        blocks.section("\n".join(advice)),
        blocks.actions(f"alert:{one.id}", _buttons(one, look)),
    ]


def product_name(one: Alert, product: str) -> str:
    """The product as people call it."""
    return blocks.one_line(product, _NAME) or blocks.one_line(one.sku, _NAME)


def count(usual: float) -> str:
    """3, 0.4: whole numbers where that says enough."""
    return f"{usual:.0f}" if usual >= 2 else f"{max(usual, 0.1):.1f}"


def alerts_line(alerts: Sequence[Alert], names: Sequence[str], count: int, look: Look) -> str:
    """The first of `count` that last, in one line; nothing without any."""
    if not alerts:
        return ""
    say = look.say
    told = [
        say("signals.status_one", product=product_name(one, name), topic=say(f"signals.topic.{one.topic}"))
        for one, name in zip(alerts, names, strict=True)
    ]
    return say.md("signals.status", count=count, which=" · ".join(told))


def _buttons(one: Alert, look: Look) -> list[Block]:
    number, say = str(one.id), look.say
    row = [blocks.button(say("buttons.alert_dismiss"), Press.ALERT_DISMISS, number)]
    if one.improvement is None:
        row.insert(0, blocks.button(say("buttons.alert_improve"), Press.ALERT_IMPROVE, number))
    if one.stand is AlertStand.OPEN:
        row.insert(0, blocks.button(say("buttons.alert_take"), Press.ALERT_TAKE, number, primary=True))
    return row


def _stand(one: Alert, look: Look) -> str:
    became = look.say.md("signals.became", number=one.improvement) if one.improvement else ""
    return "\n".join(part for part in (_decided(one, look), became) if part)


def _decided(one: Alert, look: Look) -> str:
    say = look.say
    who = {"by": blocks.one_line(look.name(one.decided_by), _NAME) if one.decided_by else ""}
    match one.stand:
        case AlertStand.DISMISSED:
            until = look.day_time(one.quiet_until) if one.quiet_until else ""
            reason = blocks.one_line(look.brief(one.reason), _REASON)
            return say.md("signals.stand_dismissed", **who, reason=reason, until=until)
        case AlertStand.TAKEN:
            at = look.day_time(one.decided_at) if one.decided_at else ""
            return say.md("signals.stand_taken", **who, at=at)
        case _:
            return say.md("signals.stand_over") if one.ended_at else ""
