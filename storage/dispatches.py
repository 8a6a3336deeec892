"""Dispatches: texts that the desk sends by itself, taken under a lease by whoever hands them over."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, literal_column, or_
from sqlmodel import Session, col, func, select

from bot.outreach import Addressee
from bot.rules.dispatch import ON_ITS_WAY, Dispatch, DispatchStand
from bot.vocabulary import Outlet, Purpose
from storage.tables import CaseRow, DispatchRow, ReviewRow

LEASE = timedelta(seconds=60)  # longer than any gateway is waited for
_STANDS = sorted(ON_ITS_WAY)
_ON_THEIR_WAY = (
    select(DispatchRow)
    .where(
        col(DispatchRow.case_id).in_(bindparam("case_ids", expanding=True)),
        col(DispatchRow.stand).in_(_STANDS),
    )
    .order_by(col(DispatchRow.id))
)
# Written out: SQLite uses a partial index only where it can read that the rows are in it.
_IS_WAITING = col(DispatchRow.stand) == literal_column(f"'{DispatchStand.WAITING}'")


@dataclass(frozen=True)
class Taken:
    """A dispatch that is ours to hand over. `was_begun`: somebody had it before and never said what came of it."""

    dispatch: Dispatch
    lease: str
    was_begun: bool


def add(session: Session, one: Dispatch) -> Dispatch:
    """Keep a new one; it comes back with its number."""
    fields = {name: value for name, value in asdict(one).items() if name != "id"}
    row = DispatchRow(**fields | {"not_before": one.not_before or one.asked_at})
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(one, id=row.id)


def save(session: Session, one: Dispatch, lease: str | None = None) -> bool:
    """Write over its row and give the lease back; False when the lease was lost meanwhile."""
    row = session.exec(
        select(DispatchRow).where(DispatchRow.id == one.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if lease and row.lease != lease:
        return False
    for name, value in asdict(one).items():
        if value is not None or name != "not_before":
            setattr(row, name, value)
    row.lease, row.leased_until = None, None
    session.add(row)
    session.flush()
    return True


def find(session: Session, number: int) -> Dispatch | None:
    """By its number, as it is in the database now."""
    row = session.exec(
        select(DispatchRow).where(DispatchRow.id == number).execution_options(populate_existing=True)
    ).first()
    return _value(row) if row else None


def on_their_way(session: Session, case_ids: Collection[int]) -> list[Dispatch]:
    """Of these cases, what waits or is unclear, oldest first."""
    rows = session.exec(_ON_THEIR_WAY, params={"case_ids": list(case_ids)}).all()
    return [_value(row) for row in rows]


def any_due(session: Session, now: datetime) -> bool:
    """Whether something may be handed over now."""
    return session.exec(select(DispatchRow.id).where(*_due(now)).limit(1)).first() is not None


def take(session: Session, now: datetime, token: str) -> Taken | None:
    """Lease the one that is due longest; what another process has at this moment is left to it."""
    row = session.exec(
        select(DispatchRow)
        .where(*_due(now))
        .order_by(col(DispatchRow.not_before), col(DispatchRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    was_begun = row.leased_until is not None
    row.lease, row.leased_until = token, now + LEASE
    session.add(row)
    session.flush()
    return Taken(_value(row), token, was_begun)


def next_due(session: Session) -> datetime | None:
    """When the next one may be handed over."""
    waiting = select(DispatchRow.not_before, DispatchRow.leased_until).where(_IS_WAITING)
    moments = [max(at, until) if until else at for at, until in session.exec(waiting)]
    return min(moments, default=None)


def count_on_their_way(session: Session) -> tuple[int, int]:
    """How many wait, and how many nobody knows of."""
    rows = session.exec(
        select(DispatchRow.stand, func.count(col(DispatchRow.id)))
        .where(col(DispatchRow.stand).in_(_STANDS))
        .group_by(col(DispatchRow.stand))
    ).all()
    counted = dict(rows)
    return counted.get(DispatchStand.WAITING, 0), counted.get(DispatchStand.UNCLEAR, 0)


def addressee(session: Session, case_id: int) -> Addressee:
    """Whom a text about this case is for, in full."""
    review = session.exec(
        select(ReviewRow).join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id)).where(CaseRow.id == case_id)
    ).one()
    return Addressee(
        source=review.source,
        review_id=review.external_id,
        store=review.store,
        platform=review.platform,
        customer_id=review.customer_id or "",
        name="" if review.forgotten_at else review.customer_name,
        phone=review.customer_phone,
        order_id="" if review.forgotten_at else review.order_id or "",
    )


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _IS_WAITING,
        col(DispatchRow.not_before) <= now,
        or_(col(DispatchRow.leased_until).is_(None), col(DispatchRow.leased_until) <= now),
    )


def _value(row: DispatchRow) -> Dispatch:
    known = {name: getattr(row, name) for name in Dispatch.__dataclass_fields__}
    kinds = {"outlet": Outlet(row.outlet), "purpose": Purpose(row.purpose), "stand": DispatchStand(row.stand)}
    return Dispatch(**known | kinds)
