"""Rate: one post a second in a channel, with a short burst (https://docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

from collections.abc import Callable

from slack_rules.limits import POSTS_PER_SECOND


class PostLimiter:
    """A token bucket for each channel, filled at one post a second up to `burst`."""

    def __init__(self, monotonic: Callable[[], float], burst: int) -> None:
        self._monotonic = monotonic
        self._burst = float(burst)
        self._buckets: dict[str, tuple[float, float]] = {}

    def admits(self, channel: str) -> bool:
        """Take one post from the channel's bucket; False when it is empty."""
        now = self._monotonic()
        level, since = self._buckets.get(channel, (self._burst, now))
        level = min(self._burst, level + (now - since) * POSTS_PER_SECOND)
        admitted = level >= 1
        self._buckets[channel] = (level - 1 if admitted else level, now)
        return admitted
