"""Clock: time that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
T0 = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI).astimezone(UTC)


def at(**later: float) -> datetime:
    """The moment so much after T0: `at(hours=2)`."""
    return T0 + timedelta(**later)


class FrozenClock:
    """`bot.clock.Clock`: `now` and `monotonic` move together, and only when told."""

    def __init__(self, start: datetime = T0) -> None:
        self._start = start.astimezone(UTC)  # a zone's own arithmetic is that of its wall clocks
        self._gone = timedelta()
        self._jumped = timedelta()

    def now(self) -> datetime:
        return self._start + self._gone + self._jumped

    def monotonic(self) -> float:
        return 1000.0 + self._gone.total_seconds()

    def advance(self, **gap: float) -> None:
        self._gone += timedelta(**gap)

    def move_to(self, moment: datetime) -> None:
        self._gone = max(self._gone, moment - self._start - self._jumped)

    def jump(self, **gap: float) -> None:
        """The wall clock is put forward or back; the steady one goes on."""
        self._jumped += timedelta(**gap)
