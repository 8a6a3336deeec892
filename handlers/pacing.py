"""Pacing: about one post a second in each channel, which is what Slack bears, with a short burst.

https://docs.slack.dev/apis/web-api/rate-limits
"""

from dataclasses import dataclass

from bot.clock import Clock

_GAP_SECONDS = 1.05
_BURST = 2


@dataclass
class _Bucket:
    """Turns left as of a moment; they come back one per gap. Until `held_until`, Slack wants nothing at all."""

    turns: float
    at: float
    held_until: float


class Pacing:
    """When each channel may be written to; kept in memory, as one process posts on SQLite."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take_turn(self, channel: str) -> None:
        """A post goes out now."""
        bucket = self._bucket(channel)
        bucket.turns -= 1

    def hold(self, channel: str, seconds: float) -> None:
        """Slack asked to wait with this channel, whatever is to be done there."""
        bucket = self._bucket(channel)
        bucket.turns = min(bucket.turns, 1 - seconds / _GAP_SECONDS)
        bucket.held_until = max(bucket.held_until, bucket.at + seconds)

    def held(self) -> list[str]:
        """Channels in which Slack asked to wait: not even updates go there. They are busy as well."""
        now = self._clock.monotonic()
        return [channel for channel, bucket in self._buckets.items() if bucket.held_until > now]

    def busy(self) -> list[str]:
        """Channels whose next turn is not due yet; full buckets are forgotten."""
        for channel in list(self._buckets):
            if self._bucket(channel).turns >= _BURST:
                del self._buckets[channel]
        return [channel for channel, bucket in self._buckets.items() if bucket.turns < 1]

    def next_turn(self) -> float | None:
        """Seconds until the first busy channel is free; None when none is busy."""
        waits = [(1 - self._buckets[channel].turns) * _GAP_SECONDS for channel in self.busy()]
        return min(waits) if waits else None

    def _bucket(self, channel: str) -> _Bucket:
        """The channel's bucket, refilled up to now."""
        now = self._clock.monotonic()
        bucket = self._buckets.setdefault(channel, _Bucket(_BURST, now, now))
        bucket.turns = min(_BURST, bucket.turns + (now - bucket.at) / _GAP_SECONDS)
        bucket.at = now
        return bucket
