"""Improvement card: one item in two lines, what its figures say, and the buttons to go on with it."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.blocks import one_line
from bot.cards.look import Look
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.improvement_rates import Measured, Metric, Verdict, interval_of
from bot.rules.improvements import MAY_BE_GIVEN_UP, TO_DO, Improvement, ItemStand, Scope, told
from scripts_library.wording import Token

_ORDER = (
    ItemStand.REOPENED,
    ItemStand.NOT_HELD,
    ItemStand.PLANNED,
    ItemStand.IN_EFFECT,
    ItemStand.HELD,
    ItemStand.CLOSED,
    ItemStand.GIVEN_UP,
)
_WHAT = 120
_NAME = 60


def item_name(item: Improvement, look: Look) -> Token:
    """改进 3 · 电热水壶 1.5L · 产品质量:把底座换成加厚款."""
    facts = {"category": look.category(item.category), "what": one_line(mask_text(told(item)), _WHAT)}
    return Token(look.say.md("improvements.name", number=item.id, where=scope_name(item, look), **facts))


def scope_name(item: Improvement, look: Look) -> str:
    """What it is about, as people call it."""
    return scope_words(item.scope, look)


def scope_words(scope: Scope, look: Look) -> str:
    """The same of a scope by itself."""
    if scope.sku or scope.line:
        return one_line(scope.product or scope.line or "", _NAME)
    return look.policy.store_name(scope.store) if scope.store else look.say("improvements.whole_shop")


def item_line(item: Improvement, look: Look, quoted: int = 0) -> Token:
    """The item, who has it, since when or until when, how it stands, and its figures."""
    return Token(
        look.say.md(
            "improvements.line",
            name=item_name(item, look),
            owner=one_line(look.name(item.owner), _NAME),
            start=day_of(item.start, look),
            stand=look.say(f"improvements.stand_{item.stand}"),
            verdict=look.say(f"improvements.why_{item.verdict}") if _tells_more(item) and item.verdict else "",
            figures=figures_line(item, look),
            quoted=quoted,
            reason=look.brief(item.reason),
        )
    )


def figures_line(item: Improvement, look: Look) -> str:
    """每千单差评 8.0(16/2000)→ 2.1(0.8–4.6),目标 4: what it was, what it is, and what it is to be."""
    say, metric = look.say, item.metric
    return say(
        "improvements.figures",
        metric=say(f"improvements.metric_{metric}"),
        before=_counted(item.before, metric, look),
        after=_estimated(item.after, metric, look),
        target=rate_told(item.target, metric),
        few=bool(item.before.of) and (item.before.is_few or (bool(item.after.of) and item.after.is_few)),
    )


def measured_line(one: Measured, metric: Metric, days: int, look: Look) -> str:
    """What the rate is now, for whoever sets a target."""
    return look.say.md(
        "improvements.now",
        metric=look.say(f"improvements.metric_{metric}"),
        rate=_counted(one, metric, look),
        days=days,
        few=bool(one.of) and one.is_few,
    )


def rate_told(rate: float, metric: Metric) -> str:
    """4.2, 0.3, 12%: per thousand, or in percent."""
    number = (
        f"{rate * metric.scale:.1f}".removesuffix(".0") if rate * metric.scale >= 1 else f"{rate * metric.scale:.2g}"
    )
    return f"{number}%" if metric is Metric.SHARE else number


def day_of(day: date, look: Look) -> str:
    """12 月 1 日."""
    return look.say("improvements.day", day=day.day, month=look.say(f"improvements.month.{day.month}"))


def item_blocks(line: str, item: Improvement, look: Look) -> list[Block]:
    """A sentence about an item, and what may be pressed as it stands."""
    row = item_buttons(item, look)
    return [blocks.section(line), *([blocks.actions(f"improvement:{item.id}", row)] if row else [])]


def answered_blocks(line: str) -> list[Block]:
    """Nothing is left to press."""
    return [blocks.section(line)]


def item_buttons(item: Improvement, look: Look) -> list[Block]:
    """It takes effect, it is given up, and the case that it came from."""
    say, number = look.say, str(item.id)
    row = []
    if item.stand in TO_DO:
        row.append(blocks.button(say("buttons.improvement_effect"), Press.IMPROVEMENT_EFFECT, number, primary=True))
    if item.stand in MAY_BE_GIVEN_UP:
        row.append(blocks.button(say("buttons.improvement_drop"), Press.IMPROVEMENT_DROP, number))
    if item.case_id:
        row.append(blocks.button(say("buttons.show"), Press.SHOW, str(item.case_id)))
    return row


def report_lines(items: Sequence[Improvement], quoted: Mapping[int, int], look: Look) -> list[Block]:
    """The items of a report; nothing where there are none."""
    if not items:
        return []
    lines = [item_line(one, look, quoted.get(one.id, 0)) for one in in_order(items)]
    return [blocks.section(f"*{look.say.md('improvements.title')}*"), *(blocks.section(line) for line in lines)]


def in_order(items: Sequence[Improvement]) -> list[Improvement]:
    """What waits for somebody's word first, then what runs by itself, then what is over."""
    return sorted(items, key=lambda one: _ORDER.index(one.stand))


def _tells_more(item: Improvement) -> bool:
    """What held says so by where it stands."""
    return item.stand in (ItemStand.IN_EFFECT, ItemStand.NOT_HELD) and item.verdict is not Verdict.HELD


def _counted(one: Measured, metric: Metric, look: Look) -> str:
    if one.rate is None:
        return look.say("improvements.not_known")
    return look.say("improvements.counted", rate=rate_told(one.rate, metric), part=one.complaints, whole=one.of)


def _estimated(one: Measured, metric: Metric, look: Look) -> str:
    span = interval_of(one, metric)
    if span is None or one.rate is None:
        return ""
    low, high = (rate_told(end, metric) for end in span)
    return look.say("improvements.estimated", rate=rate_told(one.rate, metric), low=low, high=high)
