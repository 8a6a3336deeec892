"""Intervals: how far a share or a rate may be off, 95 %, and whether two of them differ."""

import math

_Z = 1.96  # 95 %


def share(part: float, whole: float) -> tuple[float, float]:
    """Wilson's score interval of a share; 0 to 1 where nothing was counted. Weighted counts need not be whole.

    https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval
    """
    if not whole:
        return 0.0, 1.0
    found, squared = part / whole, _Z * _Z
    centre = (found + squared / (2 * whole)) / (1 + squared / whole)
    reach = _Z * math.sqrt(found * (1 - found) / whole + squared / (4 * whole * whole)) / (1 + squared / whole)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def share_apart(part: int, whole: int, other_part: int, other_whole: int) -> tuple[float, float]:
    """Newcombe's interval of a difference of two shares, from Wilson's; without 0 in it they differ.

    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    one, other = part / whole, other_part / other_whole
    (low, high), (other_low, other_high) = share(part, whole), share(other_part, other_whole)
    apart = one - other
    return (
        apart - math.hypot(one - low, other_high - other),
        apart + math.hypot(high - one, other - other_low),
    )


def rate(events: int, exposure: int) -> tuple[float, float]:
    """Byar's approximation of the exact Poisson interval of events per unit of exposure, which is not 0.

    Breslow & Day 1987, Statistical Methods in Cancer Research II, p. 69. From 5 events on it is off by less than 1 %;
    with fewer its lower end is a little too low.
    """
    above = events + 1
    low = events * (1 - 1 / (9 * events) - _Z / (3 * math.sqrt(events))) ** 3 if events else 0.0
    high = above * (1 - 1 / (9 * above) + _Z / (3 * math.sqrt(above))) ** 3
    return low / exposure, high / exposure


def rate_ratio(events: int, exposure: int, other_events: int, other_exposure: int) -> tuple[float, float]:
    """The interval of how many times one rate is the other; without 1 in it they differ. Exposures are not 0.

    Of all events of both, those of the one are a share that depends on the ratio alone, and a share has Wilson's
    interval. Przyborowski & Wilenski 1940, https://doi.org/10.1093/biomet/31.3-4.313
    """
    low, high = share(events, events + other_events)
    scale = other_exposure / exposure
    return scale * _odds(low), scale * _odds(high)


def _odds(probability: float) -> float:
    return probability / (1 - probability) if probability < 1 else math.inf
