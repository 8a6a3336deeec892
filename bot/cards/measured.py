"""Measured: figures in people's words, the same on card, report, page and export: what they are made of beside them."""

from bot.cards.look import Look
from bot.rules import intervals
from bot.rules.figures import ENOUGH, Kept, Mean, Rate, Within
from bot.rules.figures.headlines import Headline, Measured, Result

_MINUTE, _HOUR = 60, 3600


def measured(value: Measured, look: Look) -> str:
    """Any of them, without its interval."""
    match value:
        case Kept():
            return share(value, look)
        case Rate():
            return rate(value, look)
        case Mean():
            return mean(value, look)
        case Within():
            return within(value, look)


def share(kept: Kept, look: Look) -> str:
    """93%(38/41); with fewer than 20 only 5/6; where nothing was to be kept, a word."""
    if not kept.of:
        return look.say("figures.nothing")
    key = "figures.share" if kept.of >= ENOUGH else "figures.few"
    return look.say(key, percent=kept.percent, kept=kept.kept, of=kept.of)


def rate(value: Rate, look: Look) -> str:
    """4.2(12/2857); says so where nobody told us of what there were."""
    if value.value is None:
        return look.say("figures.unknown")
    return look.say("figures.rate", value=number(value.value), events=value.events, of=value.exposure)


def mean(value: Mean, look: Look) -> str:
    """4.62(231 个)."""
    if value.value is None:
        return look.say("figures.nothing")
    return look.say("figures.mean", value=f"{value.value:.2f}", count=value.count)


def within(value: Within, look: Look) -> str:
    """95% 在 42 秒内."""
    if value.seconds is None:
        return look.say("figures.nothing")
    return look.say("figures.within", length=length(value.seconds, look), count=value.count)


def spread(value: Measured) -> tuple[float, float] | None:
    """How far it may be off, 95 %, in its own unit; None where that cannot be said. Shares are parts of 1."""
    match value:
        case Kept():
            return intervals.share(value.kept, value.of) if value.of else None
        case Rate():
            return value.interval
        case _:
            return None


def spread_words(value: Measured, look: Look) -> str:
    """80–98%, 2.1–7.3; empty where it cannot be said."""
    between = spread(value)
    if between is None:
        return ""
    low, high = between
    if isinstance(value, Kept):
        return look.say("figures.spread_share", low=round(100 * low), high=round(100 * high))
    return look.say("figures.spread", low=number(low), high=number(high))


def target_words(headline: Headline, look: Look) -> str:
    """What is aimed at, in the result's own unit; empty where there is nothing to compare with."""
    match headline.now:
        case Kept():
            return look.say("figures.target_share", percent=round(100 * headline.target))
        case Within():
            return look.say("figures.target_within", length=length(round(headline.target), look))
        case Rate() if headline.target or headline.result is Result.ERRORS:
            return look.say("figures.target_rate", value=number(headline.target))
        case Mean():
            return look.say("figures.target_mean", value=f"{headline.target:g}")
        case _:
            return ""


def result_name(result: Result, look: Look) -> str:
    """What is measured, with its unit."""
    return look.say(f"figures.result_{result}")


def mark(headline: Headline) -> str:
    """Met, not met, or nothing to say; state, not decoration."""
    if headline.is_met is None or not headline.is_sure:
        return "▫️"
    return "✅" if headline.is_met else "⚠️"


def number(value: float) -> str:
    """4.2, 0.35, 12: as many digits as mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def length(seconds: int, look: Look) -> str:
    """42 秒, 3 分 20 秒, 2 小时 5 分."""
    if seconds < _MINUTE:
        return look.say("figures.seconds", seconds=seconds)
    if seconds < _HOUR:
        return look.say("figures.minutes", minutes=seconds // _MINUTE, seconds=seconds % _MINUTE)
    return look.say("figures.hours", hours=seconds // _HOUR, minutes=seconds % _HOUR // _MINUTE)
