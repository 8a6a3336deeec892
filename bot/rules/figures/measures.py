"""Measures: counts, shares, rates and means that keep what they were made of, and say how far they may be off."""

from dataclasses import dataclass

from bot.rules import intervals

ENOUGH = 20  # of so many on, an estimate goes without saying that it is one


@dataclass(frozen=True)
class Kept:
    """How many of those that had a clock and are decided kept it."""

    kept: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded to whole percent, 0 and 100 only for none and all; None where nothing was to be kept."""
        if not self.of:
            return None
        percent = round(100 * self.kept / self.of)
        return percent if self.kept in (0, self.of) else min(99, max(1, percent))


@dataclass(frozen=True)
class Counted:
    """A number and the cases behind it, the first few."""

    count: int
    case_ids: tuple[int, ...]


@dataclass(frozen=True)
class Rate:
    """So many events per so many of what they could have happened to; `exposure` None where nobody told us."""

    events: int
    exposure: int | None
    per: int = 1000

    @property
    def value(self) -> float | None:
        """Events per `per`; None without a denominator."""
        return self.events * self.per / self.exposure if self.exposure else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, in the same unit."""
        if not self.exposure:
            return None
        low, high = intervals.rate(self.events, self.exposure)
        return low * self.per, high * self.per


@dataclass(frozen=True)
class Mean:
    """Of so many numbers that add up to `total`."""

    total: int
    count: int

    @property
    def value(self) -> float | None:
        """None of nothing."""
        return self.total / self.count if self.count else None


@dataclass(frozen=True)
class Within:
    """How long it took in 95 of 100 cases, in seconds; None where there was none. `limit`: what it should not pass."""

    seconds: int | None
    count: int
    limit: int
