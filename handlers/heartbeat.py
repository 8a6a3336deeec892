"""Heartbeat: when the timetable last ticked."""

from bot.clock import Clock

_LATE_SECONDS = 30.0


class Heartbeat:
    """Beaten by every tick; late when none came for half a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = clock.monotonic()

    def beat(self) -> None:
        """A tick went through."""
        self._last = self._clock.monotonic()

    def age(self) -> float:
        """Seconds since the last tick."""
        return self._clock.monotonic() - self._last

    def is_late(self) -> bool:
        """Whether ticks have stopped."""
        return self.age() > _LATE_SECONDS
