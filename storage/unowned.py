"""Unowned: cases that nobody could be given, and when somebody is looked for again."""

from datetime import datetime, timedelta

from sqlalchemy import case
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select, update

from bot.vocabulary import Grade
from storage.tables import CaseRow, UnownedRow

_LATER = timedelta(minutes=5)


def wait(session: Session, case_id: int, until: datetime, besides: str | None) -> None:
    """Somebody is looked for at that moment, but for `besides`, who has given it back."""
    row = session.get(UnownedRow, case_id) or UnownedRow(case_id=case_id, try_at=until)
    row.try_at, row.besides = until, besides
    session.add(row)
    session.flush()


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The numbers of those whose moment has come, the gravest first."""
    rank = case({grade.value: grade.rank for grade in Grade}, value=col(CaseRow.grade))
    wanted = (
        sql_select(col(UnownedRow.case_id))
        .join(CaseRow, col(CaseRow.id) == col(UnownedRow.case_id))
        .where(col(UnownedRow.try_at) <= now)
        .order_by(rank.desc(), col(UnownedRow.case_id))
    )
    return list(session.execute(wanted.limit(limit)).scalars())


def next_due(session: Session) -> datetime | None:
    """When somebody is looked for next."""
    return session.exec(select(func.min(UnownedRow.try_at))).one()


def take(session: Session, case_id: int) -> tuple[bool, str | None]:
    """It waits no longer: whether it did, and for whom it is not. The case is locked already."""
    row = session.get(UnownedRow, case_id, populate_existing=True)
    if row is None:
        return False, None
    besides = row.besides
    session.delete(row)
    session.flush()
    return True, besides


def wake(session: Session, now: datetime) -> None:
    """Who is there has changed: all are looked at now."""
    session.exec(update(UnownedRow).where(col(UnownedRow.try_at) > now).values(try_at=now))


def put_off(session: Session, case_id: int, now: datetime) -> None:
    """It could not be looked at: it is tried again a little later."""
    session.exec(update(UnownedRow).where(col(UnownedRow.case_id) == case_id).values(try_at=now + _LATER))
