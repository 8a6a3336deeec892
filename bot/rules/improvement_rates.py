"""Improvement rates: how often customers complain of what an item is against, before it and after, and what that tells.

What "held" means is ADR 0022: the rate is at or below the target, and lower than before by more than chance.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.rules import intervals
from bot.rules.figures import ENOUGH
from bot.vocabulary import Category


class Metric(StrEnum):
    """By what an item is measured; all count negative reviews of its category, of its product."""

    REVIEWS = "reviews"  # per 1,000 orders
    ERRORS = "errors"  # wrong or missing, per 1,000 shipments
    SHARE = "share"  # of all reviews of the product, in percent: where no orders are known

    @property
    def scale(self) -> int:
        """What a rate is multiplied by when people read or write it."""
        return 100 if self is Metric.SHARE else 1000


@dataclass(frozen=True)
class Measured:
    """Complaints in a span of days, of so many orders, shipments or reviews; None where those are not known."""

    complaints: int
    of: int | None

    @property
    def rate(self) -> float | None:
        """Complaints for each one; None where there is nothing to divide by."""
        return self.complaints / self.of if self.of else None

    @property
    def is_few(self) -> bool:
        """An estimate from so few says so."""
        return (self.of or 0) < ENOUGH


NOT_MEASURED = Measured(0, None)


class Verdict(StrEnum):
    """What may be said of an item once its time has come."""

    HELD = "held"
    SHORT = "short"
    SAME = "same"
    WORSE = "worse"
    TOO_FEW = "too_few"
    UNKNOWN = "unknown"


def suggested_metric(category: Category, orders: int | None, shipments: int | None) -> Metric:
    """By what there is to divide by."""
    if category is Category.WRONG_OR_MISSING and shipments:
        return Metric.ERRORS
    return Metric.REVIEWS if orders else Metric.SHARE


def interval_of(one: Measured, metric: Metric) -> tuple[float, float] | None:
    """Between what the rate may well lie; None where there is nothing to divide by."""
    if not one.of:
        return None
    if metric is Metric.SHARE:
        return intervals.share(one.complaints, one.of)
    return intervals.rate(one.complaints, one.of)


def verdict(before: Measured, after: Measured, metric: Metric, target: float) -> Verdict:
    """Whether it held."""
    if not before.of or not after.of or after.rate is None:
        return Verdict.UNKNOWN
    if before.is_few or after.is_few:
        return Verdict.TOO_FEW
    fewer, more = _differ(before.complaints, before.of, after.complaints, after.of, metric)
    if more:
        return Verdict.WORSE
    if not fewer:
        return Verdict.SAME
    return Verdict.HELD if after.rate <= target else Verdict.SHORT


def has_regressed(now: Measured, metric: Metric, target: float) -> bool:
    """Whether the target is missed for certain: even the lower end lies above it."""
    span = interval_of(now, metric)
    return span is not None and not now.is_few and span[0] > target


def _differ(part: int, whole: int, new_part: int, new_whole: int, metric: Metric) -> tuple[bool, bool]:
    """Whether there are fewer than before, and whether there are more, beyond chance."""
    if metric is Metric.SHARE:
        low, high = intervals.share_apart(new_part, new_whole, part, whole)
        return high < 0, low > 0
    if not part and not new_part:
        return False, False
    low, high = intervals.rate_ratio(new_part, new_whole, part, whole)
    return high < 1, low > 1
