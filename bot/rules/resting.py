"""Resting: how long a break that somebody takes lasts, from what they typed; no reason is asked for."""

import re
from datetime import datetime, timedelta

SHORT = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_LENGTH = re.compile(
    r"(?P<number>\d{1,3}(?:\.5)?|[半一两二三四五六七八九十]|an?|half\s+an|one|two|three|four)\s*"
    r"(?P<unit>m|mins?|minutes?|分|分钟|h|hours?|个?小时|个钟头)?"
)
_WORDS = {"半": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "两": 2}
_WORDS |= {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
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
    said, unit = " ".join(found["number"].split()), found["unit"] or "m"
    if said in _WORDS and not found["unit"]:
        raise NoBreak(words)
    number = _WORDS[said] if said in _WORDS else float(said)
    is_hours = unit.startswith("h") or unit.endswith(("小时", "钟头"))
    return timedelta(hours=number) if is_hours else timedelta(minutes=number)
