"""Headlines: what is met, what is not, and what cannot be said."""

from dataclasses import replace
from datetime import date

import pytest

from bot.rules.figures import Kept, Mean, Rate, Within
from bot.rules.figures.headlines import Headline, Result, Targets, headlines
from bot.rules.figures.period import Aftermath, Clocks, Ending, Period, PeriodFigures, Reviews, Scope

_NOTHING = Kept(0, 0)
QUIET = PeriodFigures(
    period=Period.month(date(2026, 11, 1)), scope=Scope(), reviews=Reviews(0, 0, 0, Mean(0, 0)), cases=0,
    by_grade={}, by_category={}, clocks=Clocks(*[_NOTHING] * 6), alert=Within(None, 0, 300),
    ending=Ending(_NOTHING, 0, 0), aftermath=Aftermath(_NOTHING, _NOTHING, 0), quality=Rate(0, None),
    errors=Rate(0, None), daily=(), products=(), lines=(), causes=(), causes_open=0, levels=(),
)  # fmt: skip


def _headline(result: Result, now: PeriodFigures, before: PeriodFigures = QUIET) -> Headline:
    return next(one for one in headlines(now, before, Targets()) if one.result is result)


@pytest.mark.parametrize("result", Result)
def test_where_nothing_was_measured_nothing_is_met_or_missed(result: Result) -> None:
    assert _headline(result, QUIET).is_met is None


@pytest.mark.parametrize(("events", "is_met"), [(4, True), (5, False)])
def test_quality_is_held_against_the_period_before(events: int, is_met: bool) -> None:
    before, now = replace(QUIET, quality=Rate(10, 1000)), replace(QUIET, quality=Rate(events, 1000))

    assert _headline(Result.QUALITY, now, before).is_met is is_met


def test_fewer_than_none_before_cannot_be_asked_for() -> None:
    before, now = replace(QUIET, quality=Rate(0, 1000)), replace(QUIET, quality=Rate(1, 1000))

    assert _headline(Result.QUALITY, now, before).is_met is None
