"""Orders: what reviews and faults are related to; None where nobody told us."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Denominators:
    """Orders and shipments of some days, what reviews and faults are related to; None where nobody told us."""

    orders: int | None
    shipments: int | None


@dataclass(frozen=True)
class PerOrders:
    """Negative reviews of the days whose orders are known, and those orders; `begun` days of the time have begun."""

    orders: int
    negative: int
    known_days: int
    begun: int

    @property
    def per_thousand(self) -> float | None:
        """None where there is nothing to divide by."""
        return 1000 * self.negative / self.orders if self.orders else None
