"""Clocks: the system's, and one that the demo moves forward."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The time as the machine has it."""

    def now(self) -> datetime:
        """The moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


class AdjustableClock(SystemClock):
    """The system's time, moved forward by what the demo was asked for; it never goes back."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead
        self._not_waited = 0.0

    def now(self) -> datetime:
        """The moment in UTC, as far ahead as it was moved."""
        return super().now() + self._ahead

    def monotonic(self) -> float:
        """The system's, and the seconds of pacing that a journey did not wait for."""
        return super().monotonic() + self._not_waited

    def skip_waiting(self, seconds: float) -> None:
        """Let paced senders and the workspace believe that so many seconds went by."""
        self._not_waited += seconds

    def move_to(self, moment: datetime) -> None:
        """Make it that late, unless it is later already."""
        self._ahead = max(self._ahead, moment - super().now())
