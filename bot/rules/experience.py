"""Experience: what came of what was tried in earlier cases, and whether one thing has done better than the others.

Like is held against like: cases of one category, as grave as they came in. One is called the best only where it beats
every other with enough cases behind it, the whole interval of the difference above zero, by one of the two measures,
and does worse than none of them by the other. The choices were not drawn by lot: it is a hint, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, field_validator

from bot.duration import Duration
from bot.rules.figures.measures import ENOUGH, Kept
from bot.rules.intervals import share_apart
from bot.vocabulary import Category, Grade, Solution, Status

STANDS = timedelta(days=7)
GIVEN_UP = timedelta(days=14)
CONTENT = 4
_CONFIRMED = 3
_SHORTEST, _LONGEST = timedelta(days=30), timedelta(days=730)


class ExperienceRules(BaseModel):
    """The policy's [experience]: over how long earlier cases are looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    look_back: Duration = timedelta(days=180)

    @field_validator("look_back")
    @classmethod
    def _neither_nothing_nor_for_ever(cls, length: timedelta) -> timedelta:
        if not _SHORTEST <= length <= _LONGEST:
            raise ValueError("a length from 30d to 730d")
        return length


class Kind(StrEnum):
    """What was tried: the first script, or the solution before the case was first resolved."""

    SCRIPT = "script"
    SOLUTION = "solution"


@dataclass(frozen=True)
class Handled:
    """A case as far as it teaches something: what was tried, and what came of it.

    `grade` is the one that it came in with: a case that goes wrong is graded higher afterwards. `worked` None: nobody
    can know yet. `satisfaction` is the first call-back's, 1–5. `cents`: what was paid out.
    """

    category: Category
    grade: Grade
    script: str
    solution: Solution | None
    worked: bool | None
    satisfaction: int | None
    cents: int


@dataclass(frozen=True)
class Tried:
    """What came of one thing: in how many of the cases that can be judged it worked, and how content customers were.

    `what` is a script's key and version, or a solution; `cents` is what all of its cases together were paid.
    """

    what: str
    worked: Kept
    content: Kept
    cents: int = 0


def has_worked(
    status: Status,
    opened_at: datetime,
    resolved_at: datetime | None,
    satisfaction: int | None,
    reopened: int,
    now: datetime,
) -> bool | None:
    """Whether the case was brought to a good end at the first go; None as long as nobody can know.

    Good: the customer confirmed it, or it has stood for a week. Not good: it was opened again, the call-back was bad,
    or it is not resolved after two weeks. What was no complaint tells nothing.
    """
    if status is Status.DISMISSED:
        return None
    if reopened:
        return False
    if status is Status.CLOSED and satisfaction is not None:
        return satisfaction >= _CONFIRMED
    if resolved_at is not None:
        return True if resolved_at <= now - STANDS else None
    return False if opened_at <= now - GIVEN_UP else None


def best(tried: Sequence[Tried]) -> Tried | None:
    """The one that has done better than each other of which enough is known, if there is one."""
    known = [one for one in tried if one.worked.of >= ENOUGH]
    if len(known) < 2:  # nothing to compare
        return None
    return next((one for one in known if all(_is_better(one, other) for other in known if other is not one)), None)


def _is_better(one: Tried, other: Tried) -> bool:
    worked, content = _apart(one.worked, other.worked), _apart(one.content, other.content)
    return max(worked, content) > 0 and min(worked, content) >= 0


def _apart(one: Kept, other: Kept) -> int:
    """1, -1, or 0 where the figures do not allow to say."""
    if min(one.of, other.of) < ENOUGH:
        return 0
    low, high = share_apart(one.kept, one.of, other.kept, other.of)
    return 1 if low > 0 else -1 if high < 0 else 0
