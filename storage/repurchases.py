"""Repurchases: which resolved cases are those of customers who bought again, and how many there were."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, update
from sqlmodel import Session, col, select

from bot.rules.repurchase import Bought, BoughtAgain, RepurchaseRules, bought_again
from bot.vocabulary import Status
from storage.tables import CaseRow, ReviewRow

_AT_A_TIME = 400
_SETTLED = (Status.RESOLVED, Status.CLOSED)


@dataclass(frozen=True)
class Waiting:
    """A settled case whose customer has not bought again yet, as far as we know."""

    case_id: int
    resolved_at: datetime
    source: str
    customer_id: str
    own_order: str | None


def again_by_case(
    session: Session, source: str, bought: Mapping[str, Sequence[Bought]], rules: RepurchaseRules
) -> dict[int, datetime]:
    """Of the customers who bought this: the cases in which that is bought again, and when. One query for many."""
    found: dict[int, datetime] = {}
    customers = sorted(bought)
    for start in range(0, len(customers), _AT_A_TIME):
        for one in _waiting(session, source, customers[start : start + _AT_A_TIME]):
            again = bought_again(one.resolved_at, one.own_order, bought[one.customer_id], rules)
            if again:
                found[one.case_id] = again
    return found


def waiting_of(session: Session, case_id: int) -> Waiting | None:
    """The case, if it is settled, its customer known, and nobody knows yet that they bought again."""
    return next(iter(_found(session, CaseRow.id == case_id)), None)


def note(session: Session, case_id: int, at: datetime) -> bool:
    """The customer bought again: noted once a case; False when it was before."""
    changed = session.execute(
        update(CaseRow)
        .where(col(CaseRow.id) == case_id, col(CaseRow.bought_again_at).is_(None))
        .values(bought_again_at=at)
        .returning(col(CaseRow.id))
    )
    return changed.first() is not None


def counted(session: Session, begin: datetime, end: datetime, now: datetime, within: timedelta) -> BoughtAgain:
    """Of the cases resolved in this time whose customer is known."""
    over = col(CaseRow.resolved_at) <= now - within
    again = col(CaseRow.bought_again_at).is_not(None)
    row = session.execute(
        select(
            func.count(col(CaseRow.id)),
            func.sum(case((again, 1), else_=0)),
            func.sum(case((over, 1), else_=0)),
            func.sum(case((and_(over, again), 1), else_=0)),
        )
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(CaseRow.resolved_at) >= begin, col(CaseRow.resolved_at) < end)
        .where(col(CaseRow.status).in_(_SETTLED), col(ReviewRow.customer_id).is_not(None))
    ).one()
    return BoughtAgain(*(int(number or 0) for number in row))


def _waiting(session: Session, source: str, customers: Collection[str]) -> list[Waiting]:
    return [one for one in _found(session, col(ReviewRow.customer_id).in_(customers)) if one.source == source]


def _found(session: Session, condition: object) -> list[Waiting]:
    """By customer or case alone: asked for more, SQLite would rather read all cases of a status, or all of a source."""
    rows = session.execute(
        select(  # type: ignore[call-overload]  # six columns
            CaseRow.id,
            CaseRow.resolved_at,
            ReviewRow.source,
            ReviewRow.customer_id,
            ReviewRow.order_fingerprint,
            CaseRow.status,
        )
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(condition, col(CaseRow.bought_again_at).is_(None))
    )
    return [
        Waiting(case_id, resolved_at, of, customer_id, own_order)
        for case_id, resolved_at, of, customer_id, own_order, status in rows
        if status in _SETTLED and resolved_at and customer_id
    ]
