"""Resting: how long a break that somebody takes lasts, from what they typed; no reason is asked for."""

import re
from datetime import datetime, timedelta

SHORT = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_LENGTH = re.compile(r"(\d{1,3})\s*(?P<unit>m|min|minutes?|分|分钟|h|hours?|小时|个小时)?")
_TODAY, _BACK = ("today", "今天"), ("back", "回来", "回岗")


class NoBreak(ValueError):
    """What was typed is no length of a break, or a longer one than there is."""


def break_ends(typed: str, now: datetime, midnight: datetime) -> datetime | None:
    """When it is over; None to be back at once. `midnight` is the end of the shop's day. Raises `NoBreak`.

    Nothing typed is half an hour, a bare number is minutes.
    """
    words = typed.strip().lower()
    if words in _BACK:
        return None
    if words in _TODAY:
        return midnight
    length = _length(words) if words else SHORT
    if not timedelta() < length <= LONGEST:
        raise NoBreak(typed)
    return now + length


def _length(words: str) -> timedelta:
    found = _LENGTH.fullmatch(words)
    if not found:
        raise NoBreak(words)
    number, unit = int(found[1]), found["unit"] or "m"
    return timedelta(hours=number) if unit.startswith("h") or unit.endswith("小时") else timedelta(minutes=number)
