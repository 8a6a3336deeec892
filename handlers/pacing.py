"""Pacing: about one post a second in each channel, which is what Slack bears. https://docs.slack.dev/apis/web-api/rate-limits"""

from bot.clock import Clock

_GAP_SECONDS = 1.05


class Pacing:
    """When each channel may be posted to again; kept in memory, as one process posts on SQLite."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free_at: dict[str, float] = {}

    def take_turn(self, channel: str) -> None:
        """A post goes out now."""
        self._free_at[channel] = self._clock.monotonic() + _GAP_SECONDS

    def hold(self, channel: str, seconds: float) -> None:
        """Slack asked to wait with this channel."""
        self._free_at[channel] = max(self._free_at.get(channel, 0.0), self._clock.monotonic() + seconds)

    def busy(self) -> list[str]:
        """Channels whose turn is not due yet."""
        now = self._clock.monotonic()
        self._free_at = {channel: at for channel, at in self._free_at.items() if at > now}
        return list(self._free_at)

    def next_turn(self) -> float | None:
        """Seconds until the first busy channel is free."""
        now = self._clock.monotonic()
        waits = [at - now for at in self._free_at.values() if at > now]
        return min(waits) if waits else None
