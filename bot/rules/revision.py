"""Revision: what a change of the review does to its case; what a person decided is not undone by it."""

from dataclasses import replace
from datetime import datetime

from bot.case import Case
from bot.rules.deadlines import Deadlines, start_due
from bot.rules.effects import afresh
from bot.rules.lifecycle import ACTIVE
from bot.vocabulary import Grade, Status


def revised(
    case: Case, *, graded: Grade, graded_before: Grade, safety: bool, at: datetime, deadlines: Deadlines
) -> Case:
    """The case after its review changed, one version on.

    It is raised only when the new words are graver than the earlier ones were judged (`graded_before`), and graver
    than where it stands. A finished case that turns urgent is opened again: somebody may be hurt.
    """
    seen = replace(case, version=case.version + 1, safety=case.safety or safety)
    if graded.rank <= max(graded_before.rank, case.grade.rank):
        return seen
    if case.status in ACTIVE:
        return _raised(seen, graded, at, deadlines)
    return _opened_again(_raised(seen, graded, at, deadlines), at, deadlines) if graded is Grade.URGENT else seen


def _raised(case: Case, grade: Grade, at: datetime, deadlines: Deadlines) -> Case:
    return replace(
        case,
        grade=grade,
        start_due_at=start_due(grade, at, deadlines),
        start_missed_at=None,
        generation=case.generation + 1,
    )


def _opened_again(case: Case, at: datetime, deadlines: Deadlines) -> Case:
    return replace(afresh(case, at, deadlines), status=Status.OPEN, claimed_by=None, claimed_at=None)
