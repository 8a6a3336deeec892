"""Opening: which reviews become a case, and what the case is at its first moment."""

from datetime import datetime

from bot.analysis import Analysis
from bot.case import Case
from bot.rules.assignment import Assignment
from bot.rules.deadlines import Deadlines, contact_due, start_due
from bot.rules.grading import Graded
from bot.vocabulary import Status

_NEUTRAL = 3


def needs_case(analysis: Analysis, rating: int | None) -> bool:
    """中差评: negative by stars or words, neutral by stars, and whatever touches safety."""
    return analysis.is_negative or analysis.safety or rating == _NEUTRAL


def first_state(
    analysis: Analysis, graded: Graded, assignment: Assignment, *, at: datetime, deadlines: Deadlines
) -> Case:
    """The case as it is opened; its number is given when it is stored."""
    return Case(
        id=0,
        version=1,
        status=Status.OPEN,
        grade=graded.grade,
        safety=analysis.safety,
        opened_at=at,
        contact_due_at=contact_due(at, deadlines),
        start_due_at=start_due(graded.grade, at, deadlines),
        owner=assignment.owner,
        category=analysis.category,
    )
