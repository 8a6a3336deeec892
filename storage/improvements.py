"""Improvements: the items, who has them, and which of them public replies quoted."""

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from bot.rules.improvement_rates import Measured, Metric, Verdict
from bot.rules.improvements import DONE, LIVE, Improvement, ItemStand, Scope
from bot.vocabulary import Category
from storage.tables import ImprovementRow, PublicReplyRow

_LATER = timedelta(minutes=5)
_APART = ("id", "scope", "before", "after")
_MAY_BE_TOLD = DONE | {ItemStand.PLANNED}


def add(session: Session, item: Improvement) -> Improvement:
    """Keep a new one; it comes back with its number."""
    row = ImprovementRow(**_columns(item))
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(item, id=row.id)


def save(session: Session, item: Improvement) -> None:
    """Write over its row, which `load` has locked."""
    row = session.exec(select(ImprovementRow).where(ImprovementRow.id == item.id)).one()
    for name, value in _columns(item).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def load(session: Session, number: int) -> Improvement | None:
    """By its number, to be changed: nobody else changes it meanwhile."""
    wanted = select(ImprovementRow).where(ImprovementRow.id == number).with_for_update()
    row = session.exec(wanted.execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def find(session: Session, number: int) -> Improvement | None:
    """By its number, only to be looked at."""
    row = session.get(ImprovementRow, number)
    return _value(row) if row else None


def live(session: Session, limit: int) -> list[Improvement]:
    """Those that are not over, the newest first."""
    return _newest(session, col(ImprovementRow.stand).in_(LIVE), limit)


def of_person(session: Session, user_id: str, limit: int) -> list[Improvement]:
    """Those of them that this person has to see to."""
    theirs = col(ImprovementRow.owner) == user_id
    return _newest(session, theirs & col(ImprovementRow.stand).in_(LIVE), limit)


def over_within(session: Session, begin: datetime, end: datetime, limit: int) -> list[Improvement]:
    """Those closed or given up in this time, the newest first."""
    over = col(ImprovementRow.stand).in_((ItemStand.CLOSED, ItemStand.GIVEN_UP))
    moved = (col(ImprovementRow.moved_at) >= begin) & (col(ImprovementRow.moved_at) < end)
    return _newest(session, over & moved, limit)


def that_may_be_told(session: Session, sold: Scope, limit: int = 100) -> list[Improvement]:
    """Those whose change is made or planned, for what is sold there; the newest first."""
    told = col(ImprovementRow.stand).in_(_MAY_BE_TOLD)
    here = or_(
        col(ImprovementRow.sku) == (sold.sku or ""),
        col(ImprovementRow.sku).is_(None)
        & or_(col(ImprovementRow.line) == sold.line, col(ImprovementRow.line).is_(None)),
    )
    return _newest(session, told & here, limit)


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The numbers of those that are to be looked at, the longest due first."""
    wanted = (
        select(ImprovementRow.id)
        .where(col(ImprovementRow.remind_at) <= now)
        .order_by(col(ImprovementRow.remind_at))
        .limit(limit)
    )
    return [number for number in session.exec(wanted) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When one is to be looked at next."""
    return session.exec(
        select(func.min(ImprovementRow.remind_at)).where(col(ImprovementRow.remind_at).is_not(None))
    ).one()


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be looked at: it is tried again a little later."""
    row = session.exec(select(ImprovementRow).where(ImprovementRow.id == number)).one()
    row.remind_at = now + _LATER
    session.add(row)
    session.flush()


def quoted(session: Session, numbers: Collection[int]) -> dict[int, int]:
    """How many public replies quoted each of them."""
    rows = session.exec(
        select(PublicReplyRow.improvement_id, func.count(col(PublicReplyRow.id)))
        .where(col(PublicReplyRow.improvement_id).in_(numbers))
        .group_by(col(PublicReplyRow.improvement_id))
    ).all()
    return {number: count for number, count in rows if number is not None}


def _newest(session: Session, such: Any, limit: int) -> list[Improvement]:
    rows = session.exec(select(ImprovementRow).where(such).order_by(col(ImprovementRow.id).desc()).limit(limit)).all()
    return [_value(row) for row in rows]


def _columns(item: Improvement) -> dict[str, Any]:
    own = {f.name: getattr(item, f.name) for f in fields(Improvement) if f.name not in _APART}
    scope = item.scope
    return own | {
        "sku": scope.sku,
        "line": scope.line,
        "store": scope.store,
        "product": scope.product,
        "before_complaints": item.before.complaints,
        "before_of": item.before.of,
        "after_complaints": item.after.complaints,
        "after_of": item.after.of,
    }


def _value(row: ImprovementRow) -> Improvement:
    own = {f.name: getattr(row, f.name) for f in fields(Improvement) if f.name not in _APART}
    assert row.id is not None
    return Improvement(
        id=row.id,
        scope=Scope(row.sku, row.line, row.store, row.product),
        before=Measured(row.before_complaints, row.before_of),
        after=Measured(row.after_complaints, row.after_of),
        **own
        | {
            "category": Category(row.category),
            "metric": Metric(row.metric),
            "stand": ItemStand(row.stand),
            "verdict": Verdict(row.verdict) if row.verdict else None,
        },
    )
