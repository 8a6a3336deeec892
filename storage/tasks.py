"""Tasks: what is to be done by a date besides the cases' own steps."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_
from sqlmodel import Session, col, func, select

from bot.rules.care import CareSpent
from bot.rules.promises import Deed
from bot.rules.tasks import Task, TaskStand
from bot.vocabulary import Kindness, Occasion, TaskKind
from storage.tables import CaseRow, TaskRow

_LATER = timedelta(minutes=5)
_ALL_OF = select(TaskRow).where(TaskRow.case_id == bindparam("case_id")).order_by(col(TaskRow.id))
_ENUMS = {"kind": TaskKind, "deed": Deed, "occasion": Occasion, "kindness": Kindness, "stand": TaskStand}


def add(session: Session, task: Task) -> Task:
    """Keep a new one; it comes back with its number."""
    row = TaskRow(**{name: value for name, value in asdict(task).items() if name != "id"})
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(task, id=row.id)


def save(session: Session, task: Task) -> None:
    """Write over its row. Its case is locked meanwhile, so nobody else does."""
    row = session.exec(select(TaskRow).where(TaskRow.id == task.id)).one()
    for name, value in asdict(task).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def find(session: Session, number: int) -> Task | None:
    """By its number, as it is in the database now."""
    row = session.exec(select(TaskRow).where(TaskRow.id == number).execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def all_of(session: Session, case_id: int) -> tuple[Task, ...]:
    """Every task of a case, the earliest first."""
    rows = session.exec(_ALL_OF, params={"case_id": case_id}).all()
    return tuple(_value(row) for row in rows)


def open_of(session: Session, case_id: int, kind: TaskKind) -> list[Task]:
    """The open ones of a kind."""
    return [one for one in all_of(session, case_id) if one.kind is kind and one.stand is TaskStand.OPEN]


def of_person(session: Session, user_id: str, limit: int) -> Sequence[Task]:
    """What this person has to do: by name, or as the owner of the case; what is due first comes first."""
    held = and_(col(TaskRow.owner).is_(None), col(CaseRow.owner) == user_id, col(TaskRow.kind) != TaskKind.APOLOGY)
    rows = session.exec(
        select(TaskRow)
        .join(CaseRow, col(CaseRow.id) == col(TaskRow.case_id))
        .where(TaskRow.stand == TaskStand.OPEN, or_(col(TaskRow.owner) == user_id, held))
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
        .limit(limit)
    ).all()
    return [_value(row) for row in rows]


def by_name(session: Session, user_id: str, limit: int) -> list[Task]:
    """What this person has to do by name, whoever's case it is; what is due first comes first."""
    named = select(TaskRow).where(TaskRow.owner == user_id, TaskRow.stand == TaskStand.OPEN)
    return [_value(row) for row in session.exec(named.order_by(col(TaskRow.due_at), col(TaskRow.id)).limit(limit))]


def holders(session: Session) -> list[str]:
    """Everybody who has something to do by name."""
    named = select(TaskRow.owner).where(col(TaskRow.owner).is_not(None), TaskRow.stand == TaskStand.OPEN).distinct()
    return sorted(user for user in session.exec(named) if user)


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The numbers of those about which something is to be said, the longest due first."""
    wanted = select(TaskRow.id).where(col(TaskRow.remind_at) <= now).order_by(col(TaskRow.remind_at)).limit(limit)
    return [number for number in session.exec(wanted) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When something is to be said about a task next."""
    return session.exec(select(func.min(TaskRow.remind_at)).where(col(TaskRow.remind_at).is_not(None))).one()


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be told: it is tried again a little later."""
    row = session.exec(select(TaskRow).where(TaskRow.id == number)).one()
    row.remind_at = now + _LATER
    session.add(row)
    session.flush()


def apologies_of(session: Session, users: Collection[str]) -> dict[str, int]:
    """How many apologies each of them has still to make."""
    rows = session.exec(
        select(TaskRow.owner, func.count(col(TaskRow.id)))
        .where(col(TaskRow.owner).in_(users), TaskRow.kind == TaskKind.APOLOGY, TaskRow.stand == TaskStand.OPEN)
        .group_by(col(TaskRow.owner))
    ).all()
    return {owner: count for owner, count in rows if owner}


def care_spent(session: Session, case_id: int, month: datetime) -> CareSpent:
    """What care costs, done or still to be done: this case's, and all since the month began."""
    counts = (TaskRow.kind == TaskKind.CARE, TaskRow.stand != TaskStand.DROPPED)
    total = select(func.sum(TaskRow.cost_cents))
    of_case = session.exec(total.where(*counts, TaskRow.case_id == case_id)).one()
    of_month = session.exec(total.where(*counts, col(TaskRow.made_at) >= month)).one()
    return CareSpent(int(of_case or 0), int(of_month or 0))


def _value(row: TaskRow) -> Task:
    known = {name: getattr(row, name) for name in Task.__dataclass_fields__}
    for name, kind in _ENUMS.items():
        known[name] = None if known[name] is None else kind(known[name])
    return Task(**known)
