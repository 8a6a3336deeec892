"""Incident card: how bad, what, how many, since when; its newest cases; what is to be decided, and by when."""

from collections.abc import Callable

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.blocks import joined, one_line
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case_file import CaseFile
from bot.incident_file import IncidentFile
from bot.masking import mask_text
from bot.messenger import Block, Posted
from bot.rules.incidents import Incident, IncidentStand, StopSale
from scripts_library.wording import Token

_CHILDREN, _TOPICS, _BATCHES = 5, 3, 3
_WORDS, _NAME, _REASON = 28, 60, 200
LinkOf = Callable[[Posted | None], str | None]


def incident_card(file: IncidentFile, look: Look, link: LinkOf) -> tuple[str, list[Block]]:
    """Fallback text and blocks; once it is over only what it was and what came of it."""
    one = file.incident
    head = blocks.section(_head(file, look))
    if one.is_closed:
        outcome = look.say.md("incidents.outcome", outcome=one_line(mask_text(one.outcome), _REASON))
        return summary(file, look), [head, blocks.section(outcome), _actions(one, _lasting(one, look))]
    body = [
        head,
        *_safety(one, look),
        blocks.section("\n".join(_facts(file, look))),
        *_children(file, look, link),
        _actions(one, _buttons(file, look)),
    ]
    return summary(file, look), body


def summary(file: IncidentFile, look: Look) -> str:
    """One line for notifications, as escaped text."""
    return look.say.md("incidents.summary", **_counts(file, look))


def incident_name(file: IncidentFile, look: Look, link: LinkOf) -> Token:
    """The incident in a sentence, linked to its card once that stands."""
    label = look.say("incidents.name", **_counts(file, look))
    address = link(file.card)
    return blocks.link(address, label) if address else Token(look.say.md("lists.name", label=label))


def incident_line(file: CaseFile, look: Look) -> list[Block]:
    """On a case's card: that it is one of several, and the way to them."""
    one = file.incident
    if one is None:
        return []
    key = "incidents.card_line" if file.alike_24h > 1 else "incidents.card_line_plain"
    return [blocks.section(look.say.md(key, count=file.alike_24h), accessory=show_button(one.id, look))]


def show_button(number: int, look: Look) -> Block:
    """The way to an incident."""
    return blocks.button(look.say("buttons.incident"), Press.INCIDENT, str(number))


def notice(text: Token, number: int, look: Look) -> list[Block]:
    """A sentence about an incident, with the way to it."""
    return [blocks.section(text), blocks.actions(f"incident:{number}:notice", [show_button(number, look)])]


def _head(file: IncidentFile, look: Look) -> str:
    one, say, counts = file.incident, look.say, _counts(file, look)
    if one.closed_at:
        at = look.day_time(one.closed_at)
        return say.md("incidents.head_closed", **counts, by=look.name(one.closed_by or ""), at=at)
    counts["since"] = look.time(file.since, "{date_short_pretty}")
    if one.stand is IncidentStand.QUIET:
        return say.md("incidents.head_quiet", **counts)
    return say.md("incidents.head", **counts, unsafe=one.safety_at is not None)


def _counts(file: IncidentFile, look: Look) -> dict[str, object]:
    one = file.incident
    return {
        "number": one.id,
        "product": one_line(one.product or one.sku, _NAME),
        "category": look.category(one.category),
        "today": file.today,
        "total": file.total,
    }


def _facts(file: IncidentFile, look: Look) -> list[str]:
    one, say = file.incident, look.say
    topics = [say("incidents.topic", topic=look.reason(reason), count=count) for reason, count in file.topics[:_TOPICS]]
    owner = one_line(look.name(one.owner), _NAME) if one.owner else say("incidents.nobody")
    lines = [
        say.md("incidents.about", topics=" · ".join(topics)) if topics else "",
        _batch(file, look),
        _buyers(file, look),
        say.md("incidents.standing", unclaimed=file.unclaimed, unfinished=file.unfinished, owner=owner),
        say.md("incidents.script", version=one.script_version) if one.script else "",
    ]
    return [line for line in lines if line]


def _batch(file: IncidentFile, look: Look) -> str:
    say, known = look.say, file.batch
    told = [say("incidents.batch_number", number=number, count=count) for number, count in known.numbers[:_BATCHES]]
    if known.days:
        first, last = (day.strftime("%m-%d") for day in known.days)
        told.append(say("incidents.batch_days", first=first, last=last))
    return say.md("incidents.batch", batches=" · ".join(told)) if told else ""


def _buyers(file: IncidentFile, look: Look) -> str:
    """Who bought it and is silent, or that somebody spoke to them."""
    one, known = file.incident, file.buyers
    if known is None or not known.silent:
        return ""
    if one.reached_out_at:
        told = {"by": look.name(one.reached_out_by or ""), "at": look.day_time(one.reached_out_at)}
        return look.say.md("incidents.buyers_done", silent=known.silent, **told)
    first, last = (day.strftime("%m-%d") for day in (known.first, known.last))
    return look.say.md("incidents.buyers", first=first, last=last, every=known.every, silent=known.silent)


def _safety(one: Incident, look: Look) -> list[Block]:
    """What is to be done about the sale, and the law's time."""
    if one.safety_at is None or one.legal_due_at is None:
        return []
    say = look.say
    told = {
        "by": look.name(one.legal_by or ""),
        "at": look.day_time(one.legal_ended_at or one.legal_due_at),
        "end": say(f"incidents.end_{one.legal_end}") if one.legal_end else "",
        "reason": one_line(mask_text(one.legal_reason), _REASON),
    }
    lines = [say.md(f"incidents.stop_{one.stop_sale}", **told)]
    if one.legal_runs:
        missed = one.legal_told_at is not None and one.legal_told_at >= one.legal_due_at
        key = "incidents.legal_missed" if missed else "incidents.legal_runs"
        lines.append(say.md(key, due=look.day_time(one.legal_due_at)))
    return [blocks.section("\n".join(lines))]


def _children(file: IncidentFile, look: Look, link: LinkOf) -> list[Block]:
    lines = [_child(child, look, link) for child in file.children[:_CHILDREN]]
    over = file.total - len(lines)
    return [blocks.section("\n".join(lines or ["–"]))] + (
        [blocks.context(look.say.md("incidents.more", count=over))] if over > 0 else []
    )


def _child(file: CaseFile, look: Look, link: LinkOf) -> str:
    """The mark of its grade is in its name already."""
    return joined(
        (
            case_name(file, look, link(file.card)),
            look.stars(file.review.rating),
            look.say.md("incidents.child", status=_status(file, look), words=_words(file, look)),
        )
    )


def _status(file: CaseFile, look: Look) -> str:
    return look.say(f"words.status.{file.case.status}")


def _words(file: CaseFile, look: Look) -> str:
    return one_line(mask_text(file.review.text), _WORDS) or look.say("card.no_text")


def _buttons(file: IncidentFile, look: Look) -> list[Block]:
    """What there is to do; authority is checked at the press."""
    one, number = file.incident, str(file.incident.id)
    row = []
    if file.unclaimed:
        row.append(_step(Press.INCIDENT_CLAIM, number, look, primary=True))
    row.append(_step(Press.INCIDENT_SCRIPT, number, look))
    if one.legal_runs:
        ask = [] if one.stop_sale is StopSale.ASKED else [Press.INCIDENT_STOP]
        row += [_step(step, number, look) for step in (*ask, Press.INCIDENT_STOPPED, Press.INCIDENT_DECLINE)]
    if file.buyers and file.buyers.silent:
        row.append(_step(Press.INCIDENT_BUYERS, number, look))
    return [*row, *_lasting(one, look), _step(Press.INCIDENT_CLOSE, number, look)]


def _lasting(one: Incident, look: Look) -> list[Block]:
    """What there is to do even when it is over: keep it, and see that it does not come again."""
    return [_step(step, str(one.id), look) for step in (Press.INCIDENT_EVIDENCE, Press.INCIDENT_IMPROVE)]


def _step(press: Press, number: str, look: Look, *, primary: bool = False) -> Block:
    return blocks.button(look.say(f"buttons.{press}"), press, number, primary=primary)


def _actions(one: Incident, row: list[Block]) -> Block:
    return blocks.actions(f"incident:{one.id}", row)
