"""Check-ins: how somebody says they are, asked in private; nobody else learns the answer, or that there was one."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

KEPT = timedelta(days=90)
SHOWN = timedelta(weeks=4)


class Mood(StrEnum):
    """The three answers."""

    FINE = "fine"
    TIRED = "tired"
    HEAVY = "heavy"


@dataclass(frozen=True)
class CheckIn:
    """One answer, on which day."""

    day: date
    mood: Mood
