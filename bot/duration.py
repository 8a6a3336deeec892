"""Duration: lengths of time as people write them in the policy, `30s`, `30m`, `2h`, `7d`."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_PATTERN = re.compile(r"(\d{1,6})([smhd])")


def parse_duration(text: object) -> timedelta:
    """`2h` → two hours. Anything else, a bare number too, is a ValueError that says how durations are written."""
    match = _PATTERN.fullmatch(text.strip()) if isinstance(text, str) else None
    if not match or int(match[1]) == 0:
        raise ValueError(f"a duration such as 30s, 30m, 2h or 7d, not {text!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def write_duration(length: timedelta) -> str:
    """The largest unit that says it exactly."""
    seconds = int(length.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _read(value: object) -> object:
    return value if isinstance(value, timedelta) else parse_duration(value)


Duration = Annotated[timedelta, BeforeValidator(_read), PlainSerializer(write_duration)]
