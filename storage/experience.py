"""Experience: handled cases, read from their timelines, and the counts that are kept of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, tuple_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from bot.rules.experience import CONTENT, Handled, Kind, Tried, has_worked
from bot.rules.figures.measures import Kept
from bot.vocabulary import Action, Category, Grade, Solution, Status
from storage.compensations import paid_in
from storage.tables import CaseRow, EventRow, ExperienceRow

_CONTACTS = (Action.CONTACT_REACHED, Action.CONTACT_MISSED)
_CALL_BACKS = (Action.FOLLOW_UP_GOOD, Action.FOLLOW_UP_BAD)
_OPENED = "opened"
_TELLING = (_OPENED, *_CONTACTS, Action.SOLUTION, Action.RESOLVE, *_CALL_BACKS)


@dataclass
class _Course:
    """The first go of a case: what is done after it was resolved or called back belongs to the next."""

    grade: Grade | None = None
    script: str = ""
    solution: Solution | None = None
    satisfaction: int | None = None
    is_resolved: bool = False

    def goes_on(self, what: str, facts: dict[str, object]) -> None:
        """One more event. The grade is the one that the case was opened with: a revision may raise it."""
        if what == _OPENED and facts.get("grade_after"):  # the first cases did not tell it
            self.grade = Grade(str(facts["grade_after"]))
        if what in _CALL_BACKS and self.satisfaction is None and facts.get("satisfaction"):
            self.satisfaction = int(str(facts["satisfaction"]))
        if self.is_resolved:
            return
        if what in _CONTACTS:
            self.script = self.script or str(facts.get("script", ""))
        if what == Action.SOLUTION and facts.get("solution"):
            self.solution = Solution(str(facts["solution"]))
        self.is_resolved = what == Action.RESOLVE


@dataclass
class Tally:
    """Counts that grow."""

    judged: int = 0
    worked: int = 0
    asked: int = 0
    content: int = 0
    cents: int = 0

    def add(self, one: Handled) -> None:
        """A case that can be judged."""
        self.judged += 1
        self.worked += bool(one.worked)
        self.asked += one.satisfaction is not None
        self.content += (one.satisfaction or 0) >= CONTENT
        self.cents += one.cents


Counts = dict[tuple[Kind, Category, Grade, str], Tally]


@dataclass(frozen=True)
class Mark:
    """How far the cases were read: up to this one, by when they were opened and then by number."""

    opened_at: datetime
    case_id: int = 0


def handled(session: Session, after: Mark, now: datetime, limit: int) -> tuple[list[Handled], Mark | None]:
    """The next cases that teach something, and how far that is; None once there are no more.

    Not those of safety, where nothing is weighed against anything.
    """
    columns = (CaseRow.id, CaseRow.category, CaseRow.graded, CaseRow.status, CaseRow.opened_at, CaseRow.resolved_at)
    cases = session.execute(
        sql_select(*(col(one) for one in columns), col(CaseRow.satisfaction), col(CaseRow.reopened))
        .where(
            tuple_(col(CaseRow.opened_at), col(CaseRow.id)) > (after.opened_at, after.case_id),
            col(CaseRow.safety).is_(False),
            col(CaseRow.category).is_not(None),
        )
        .order_by(col(CaseRow.opened_at), col(CaseRow.id))
        .limit(limit)
    ).all()
    if not cases:
        return [], None
    numbers = [case.id for case in cases]
    courses, paid = _courses(session, numbers), paid_in(session, numbers)
    found = [
        Handled(
            Category(case.category),
            courses[case.id].grade or Grade(case.graded),
            courses[case.id].script,
            courses[case.id].solution,
            has_worked(Status(case.status), case.opened_at, case.resolved_at, case.satisfaction, case.reopened, now),
            courses[case.id].satisfaction,
            paid.get(case.id, 0),
        )
        for case in cases
    ]
    return found, Mark(cases[-1].opened_at, cases[-1].id)


def _courses(session: Session, case_ids: list[int]) -> dict[int, _Course]:
    found: dict[int, _Course] = defaultdict(_Course)
    happened = session.execute(
        sql_select(col(EventRow.case_id), col(EventRow.what), col(EventRow.facts))
        .where(col(EventRow.case_id).in_(case_ids), col(EventRow.what).in_(_TELLING))
        .order_by(col(EventRow.case_id), col(EventRow.id))
    )
    for case_id, what, facts in happened:
        found[case_id].goes_on(what, facts)
    return found


def came_in_as(session: Session, case_id: int) -> Grade | None:
    """The grade that a case was opened with."""
    asked = select(EventRow.facts).where(EventRow.case_id == case_id, EventRow.what == _OPENED)
    facts = session.exec(asked.order_by(col(EventRow.id)).limit(1)).first()
    return Grade(str(facts["grade_after"])) if facts and facts.get("grade_after") else None


def kept(session: Session, kind: Kind, category: Category | None, grade: Grade) -> list[Tried]:
    """What is known of cases of this category and grade, the most often judged first."""
    rows = session.exec(
        select(ExperienceRow)
        .where(ExperienceRow.kind == kind, ExperienceRow.category == (category or ""), ExperienceRow.grade == grade)
        .order_by(col(ExperienceRow.judged).desc(), col(ExperienceRow.what))
    ).all()
    return [Tried(row.what, Kept(row.worked, row.judged), Kept(row.content, row.asked), row.cents) for row in rows]


def replace_all(session: Session, counts: Counts) -> None:
    """What was counted tonight takes the place of what was known."""
    session.execute(delete(ExperienceRow))
    session.add_all(
        ExperienceRow(kind=kind, category=category, grade=grade, what=what, **vars(tally))
        for (kind, category, grade, what), tally in counts.items()
    )
    session.flush()


def count(cases: Iterable[Handled], counts: Counts) -> None:
    """Add these to what is counted."""
    for one in cases:
        if one.worked is None:
            continue
        for kind, what in ((Kind.SCRIPT, one.script), (Kind.SOLUTION, one.solution or "")):
            if what and not what.startswith("incident."):  # the text of one incident says nothing of another
                counts.setdefault((kind, one.category, one.grade, what), Tally()).add(one)
