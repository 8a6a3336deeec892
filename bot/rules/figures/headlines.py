"""Headlines: the nine results that the trade asks for, each with what it was made of, before, and what is aimed at."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.duration import Duration
from bot.rules.figures.measures import ENOUGH, Kept, Mean, Rate, Within
from bot.rules.figures.period import PeriodFigures

_Share = Annotated[float, Field(gt=0, le=1)]
Measured = Kept | Rate | Mean | Within


class Targets(BaseModel):
    """The policy's [targets]: what a month is held against. `quality_down`: how much fewer than in the month before."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    alert_within: Duration = timedelta(minutes=5)
    urgent_started: _Share = 1.0
    attempted: _Share = 0.95
    reached: _Share = 0.80
    resolved: _Share = 0.70
    changed: _Share = 0.40
    bought_again: _Share = 0.30
    quality_down: _Share = 0.60
    errors: Annotated[float, Field(ge=0, le=1)] = 0.003
    rating: Annotated[float, Field(ge=1, le=5)] = 4.9


class Result(StrEnum):
    """What is measured."""

    ALERT = "alert"
    URGENT = "urgent"
    ATTEMPTED = "attempted"
    REACHED = "reached"
    RESOLVED = "resolved"
    CHANGED = "changed"
    BOUGHT_AGAIN = "bought_again"
    QUALITY = "quality"
    ERRORS = "errors"
    RATING = "rating"


@dataclass(frozen=True)
class Headline:
    """One result. `is_met` is None where nothing was measured, or too little to say."""

    result: Result
    now: Measured
    before: Measured
    target: float
    is_met: bool | None
    is_sure: bool


def headlines(now: PeriodFigures, before: PeriodFigures, targets: Targets) -> list[Headline]:
    """In the trade's order. A result of fewer than 20 is told, and called an estimate."""
    quality_goal = (before.quality.value or 0.0) * (1 - targets.quality_down)
    return [
        _within(Result.ALERT, now.alert, before.alert, targets.alert_within.total_seconds()),
        _share(Result.URGENT, now.clocks.urgent_started, before.clocks.urgent_started, targets.urgent_started),
        _share(Result.ATTEMPTED, now.clocks.attempted, before.clocks.attempted, targets.attempted),
        _share(Result.REACHED, now.clocks.reached, before.clocks.reached, targets.reached),
        _share(Result.RESOLVED, now.ending.resolved, before.ending.resolved, targets.resolved),
        _share(Result.CHANGED, now.aftermath.changed, before.aftermath.changed, targets.changed),
        _share(Result.BOUGHT_AGAIN, now.aftermath.bought_again, before.aftermath.bought_again, targets.bought_again),
        _rate(Result.QUALITY, now.quality, before.quality, quality_goal, known=bool(before.quality.value)),
        _rate(Result.ERRORS, now.errors, before.errors, targets.errors * now.errors.per, known=True),
        _mean(Result.RATING, now.reviews.rating, before.reviews.rating, targets.rating),
    ]


def _share(result: Result, now: Kept, before: Kept, target: float) -> Headline:
    met = now.kept >= target * now.of if now.of else None
    return Headline(result, now, before, target, met, now.of >= ENOUGH)


def _rate(result: Result, now: Rate, before: Rate, target: float, *, known: bool) -> Headline:
    met = now.value <= target if known and now.value is not None else None
    return Headline(result, now, before, target, met, (now.exposure or 0) >= ENOUGH)


def _mean(result: Result, now: Mean, before: Mean, target: float) -> Headline:
    met = now.value >= target if now.value is not None else None
    return Headline(result, now, before, target, met, now.count >= ENOUGH)


def _within(result: Result, now: Within, before: Within, target: float) -> Headline:
    met = now.seconds <= target if now.seconds is not None else None
    return Headline(result, now, before, target, met, now.count >= ENOUGH)
