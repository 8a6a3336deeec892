"""Time of day: local times as people write them in the policy, `09:00`."""

from datetime import time
from typing import Annotated

from pydantic import BeforeValidator


def _read(value: object) -> object:
    try:
        at = time.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        at = None
    if not isinstance(at, time) or at.tzinfo is not None:
        raise ValueError(f"a local time such as 09:00, not {value!r}")
    return at


TimeOfDay = Annotated[time, BeforeValidator(_read)]
