"""Results: the trade's headline results as cards: now, before, what is aimed at, and how far it may be off."""

from dataclasses import dataclass

from bot.cards.look import Look
from bot.cards.measured import measured, result_name, spread, spread_words, target_words
from bot.page.table import Whisker
from bot.rules.figures import Kept, Mean, Rate, Within
from bot.rules.figures.headlines import Headline, Measured

_WORST, _BEST = 1.0, 5.0  # stars


@dataclass(frozen=True)
class Gauge:
    """Where a result, the one before and the target stand, as percent of the width there is."""

    at: float
    whisker: Whisker | None
    before: float | None
    target: float | None


@dataclass(frozen=True)
class Card:
    """One result in words: `value` and what it was made of, `made_of`; `tone` is good, bad or calm."""

    key: str
    name: str
    value: str
    made_of: str
    before: str
    verdict: str
    target: str
    interval: str
    how: str
    tone: str
    gauge: Gauge | None


def result_cards(found: list[Headline], look: Look) -> list[Card]:
    """In the trade's order."""
    return [_card(one, look) for one in found]


def _card(one: Headline, look: Look) -> Card:
    say, tone = look.say, _tone(one)
    value, made_of = _parted(measured(one.now, look))
    off = spread_words(one.now, look)
    return Card(
        key=one.result.value,
        name=result_name(one.result, look),
        value=value,
        made_of=made_of,
        before=say("page.before", value=measured(one.before, look)),
        verdict=say(f"page.verdict_{tone}"),
        target=target_words(one, look),
        interval=say("page.interval", interval=off) if off else "",
        how=say(f"page.how_{one.result}"),
        tone=tone,
        gauge=_gauge(one),
    )


def _tone(one: Headline) -> str:
    if one.is_met is None or not one.is_sure:
        return "calm"
    return "good" if one.is_met else "bad"


def _parted(said: str) -> tuple[str, str]:
    """The figure, and what it was made of: the same words, in two sizes."""
    value, bracket, rest = said.partition("(")
    return value.strip(), bracket + rest


def _gauge(one: Headline) -> Gauge | None:
    now, before, off = _number(one.now), _number(one.before), spread(one.now)
    if now is None:
        return None
    known = [value for value in (now, before, one.target, *(off or ())) if value is not None]
    low, high = (_WORST, _BEST) if isinstance(one.now, Mean) else (0.0, max(known) * 1.05)
    if isinstance(one.now, Kept):
        high = 1.0

    def at(value: float) -> float:
        return round(100 * (max(low, min(value, high)) - low) / (high - low), 1) if high > low else 0.0

    whisker = Whisker(at(off[0]), at(now), at(off[1])) if off else None
    has_target = bool(one.target) or isinstance(one.now, Rate)
    return Gauge(at(now), whisker, None if before is None else at(before), at(one.target) if has_target else None)


def _number(value: Measured) -> float | None:
    match value:
        case Kept():
            return value.kept / value.of if value.of else None
        case Within():
            return value.seconds
        case _:
            return value.value
