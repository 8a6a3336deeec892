"""Measures: counts, shares, rates and means that keep what they were made of, and say how far they may be off."""

from dataclasses import dataclass

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
