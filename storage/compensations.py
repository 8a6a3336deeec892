"""Compensations: what was offered, granted and carried out, and what it adds up to."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from bot.rules.ladder import LIVE, Compensation, Spent, Stand
from bot.vocabulary import Role, Solution
from storage.tables import CompensationRow

_COUNTS = (Stand.ASKED, Stand.APPROVED, Stand.EXECUTED)
_LAST_OF = (
    select(CompensationRow)
    .where(CompensationRow.case_id == bindparam("case_id"), CompensationRow.stand != Stand.REPLACED)
    .order_by(col(CompensationRow.id).desc())
    .limit(1)
)


def add(session: Session, one: Compensation) -> Compensation:
    """Keep a new one; it comes back with its number."""
    row = CompensationRow(**{name: value for name, value in asdict(one).items() if name != "id"})
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(one, id=row.id)


def save(session: Session, one: Compensation) -> None:
    """Write over its row. Its case is locked meanwhile, so nobody else does."""
    row = session.exec(select(CompensationRow).where(CompensationRow.id == one.id)).one()
    for name, value in asdict(one).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def find(session: Session, number: int) -> Compensation | None:
    """By its number, as it is in the database now."""
    row = session.exec(
        select(CompensationRow).where(CompensationRow.id == number).execution_options(populate_existing=True)
    ).first()
    return _value(row) if row else None


def all_of(session: Session, case_id: int) -> list[Compensation]:
    """Every one of a case, oldest first, whatever became of it."""
    rows = session.exec(
        select(CompensationRow).where(CompensationRow.case_id == case_id).order_by(col(CompensationRow.id))
    ).all()
    return [_value(row) for row in rows]


def last_of(session: Session, case_id: int) -> Compensation | None:
    """The newest of a case, unless it was replaced."""
    row = session.exec(_LAST_OF, params={"case_id": case_id}).first()
    return _value(row) if row else None


def live_of(session: Session, case_id: int) -> Compensation | None:
    """The one that waits to be decided or carried out."""
    last = last_of(session, case_id)
    return last if last and last.stand in LIVE else None


def waiting(session: Session, limit: int) -> list[Compensation]:
    """Those that wait for somebody to decide, oldest first."""
    rows = session.exec(
        select(CompensationRow)
        .where(CompensationRow.stand == Stand.ASKED)
        .order_by(col(CompensationRow.asked_at))
        .limit(limit)
    ).all()
    return [_value(row) for row in rows]


def spent(session: Session, *, agent: str, case_id: int, today: datetime, month: datetime) -> Spent:
    """What counts already. Alone granted today by the agent; asked for or granted in the month; had by the case."""
    alone = (CompensationRow.asked_by == agent, CompensationRow.decided_by == agent)
    return Spent(
        agent_today=_sum(session, *alone, col(CompensationRow.asked_at) >= today),
        shop_month=_sum(session, col(CompensationRow.asked_at) >= month),
        case=_sum(session, CompensationRow.case_id == case_id, CompensationRow.stand == Stand.EXECUTED),
    )


def granted(session: Session, begin: datetime, end: datetime) -> int:
    """In cents: what was asked for in a span of time and is asked for, granted or carried out now."""
    return _sum(session, col(CompensationRow.asked_at) >= begin, col(CompensationRow.asked_at) < end)


def paid_in(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """In cents: what was carried out in each of these cases; those without anything are left out."""
    if not case_ids:
        return {}
    found = session.exec(
        select(CompensationRow.case_id, func.sum(CompensationRow.amount_cents))
        .where(col(CompensationRow.case_id).in_(case_ids), CompensationRow.stand == Stand.EXECUTED)
        .group_by(col(CompensationRow.case_id))
    ).all()
    return {case_id: int(cents) for case_id, cents in found}


def between(session: Session, begin: datetime, end: datetime) -> Sequence[Compensation]:
    """All that were asked for in a span of time, oldest first, whatever became of them."""
    rows = session.exec(
        select(CompensationRow)
        .where(col(CompensationRow.asked_at) >= begin, col(CompensationRow.asked_at) < end)
        .order_by(col(CompensationRow.id))
    ).all()
    return [_value(row) for row in rows]


def _sum(session: Session, *where: object) -> int:
    wanted = select(func.sum(CompensationRow.amount_cents)).where(col(CompensationRow.stand).in_(_COUNTS), *where)  # type: ignore[arg-type]  # clauses
    return int(session.exec(wanted).one() or 0)


def _value(row: CompensationRow) -> Compensation:
    known = {name: getattr(row, name) for name in Compensation.__dataclass_fields__}
    return Compensation(
        **known | {"stand": Stand(row.stand), "solution": Solution(row.solution), "needs": Role(row.needs)}
    )
