"""Clock: the one door through which time comes in."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Two readings: the time of the shop, and a steady one for pacing what leaves the process."""

    def now(self) -> datetime:
        """The moment in UTC, with its zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; for pacing and measuring, never for people."""
        ...
