"""Trend: daily counts with the limits within which chance alone would keep them.

Laney's u' chart: like a u chart, with limits as wide as the days differ anyhow, so that weekends alone are no alarm.
https://doi.org/10.1081/QEN-120006555
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.rules.figures.period import DayCount

_SIGMAS = 3
_MEAN_RANGE = 1.128  # of two normal numbers, in standard deviations
_FEWEST = 12  # days from which limits mean something


@dataclass(frozen=True)
class Trend:
    """One value a day, cases or cases per 1,000 orders; with their centre and limits, None where too little is known.

    `outside` are the places of the days beyond a limit.
    """

    days: tuple[DayCount, ...]
    values: tuple[float, ...]
    per_orders: bool
    centre: float | None = None
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    outside: tuple[int, ...] = ()


def trend_of(days: Sequence[DayCount], *, per: int = 1000) -> Trend:
    """By orders where those of every day are known, else as they are."""
    by_orders = bool(days) and all(day.orders for day in days)
    exposures = [(day.orders or 1) / per if by_orders else 1.0 for day in days]
    values = tuple(day.cases / exposure for day, exposure in zip(days, exposures, strict=True))
    plain = Trend(tuple(days), values, by_orders)
    if len(days) < _FEWEST or not any(day.cases for day in days):
        return plain
    centre = sum(day.cases for day in days) / sum(exposures)
    sigmas = [math.sqrt(centre / exposure) for exposure in exposures]
    wide = max(1.0, _spread([(value - centre) / sigma for value, sigma in zip(values, sigmas, strict=True)]))
    lower = tuple(max(0.0, centre - _SIGMAS * sigma * wide) for sigma in sigmas)
    upper = tuple(centre + _SIGMAS * sigma * wide for sigma in sigmas)
    outside = tuple(at for at, value in enumerate(values) if not lower[at] <= value <= upper[at])
    return Trend(tuple(days), values, by_orders, centre, lower, upper, outside)


def _spread(scores: Sequence[float]) -> float:
    """From one day to the next: a slow change does not widen it."""
    ranges = [abs(after - before) for before, after in pairwise(scores)]
    return sum(ranges) / len(ranges) / _MEAN_RANGE
