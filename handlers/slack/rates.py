"""Rates: targets as people type them."""

from decimal import Decimal, InvalidOperation

from bot.rules.improvement_rates import Metric
from bot.rules.refusals.improvements import RateUnclear


def rate_typed(typed: str, metric: Metric) -> float:
    """4, 0.5, 0.3% or 12%: per thousand, or percent where a sign says so or the metric is a share.

    Raises `RateUnclear`.
    """
    plain = typed.strip().replace("\uff05", "%")
    scale = 100 if plain.endswith("%") else metric.scale
    try:
        number = Decimal(plain.removesuffix("%").strip())
    except InvalidOperation:
        raise RateUnclear(typed) from None
    if not number.is_finite() or not 0 <= number <= scale:
        raise RateUnclear(typed)
    return float(number / scale)
