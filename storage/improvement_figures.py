"""Improvement figures: how many complained of what an item is against, and of how many orders, shipments or reviews."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.rules.improvement_rates import Measured, Metric
from bot.rules.improvements import Scope
from bot.vocabulary import Category
from storage import denominators
from storage.figures import bounds
from storage.tables import CaseRow, CauseRow, ReviewRow

_SEEN = 500


def measured(
    session: Session, scope: Scope, category: Category, metric: Metric, begin: date, end: date, zone: ZoneInfo
) -> Measured:
    """Complaints that arrived on the local days from `begin` on and before `end`, and what they are of.

    A day of which nobody told us orders or shipments counts on neither side.
    """
    arrived = _arrived(session, scope, begin, end, zone, _is_complaint(category))
    if metric is Metric.SHARE:
        return Measured(len(arrived), _reviews(session, scope, begin, end, zone))
    known = _known_days(session, scope, metric, begin, end)
    complaints = sum(at.astimezone(zone).date() in known for at in arrived)
    return Measured(complaints, sum(known.values()) if known else None)


def seen_with(
    session: Session, cause: str, begin: date, end: date, zone: ZoneInfo
) -> list[tuple[Scope, Category | None, str]]:
    """What was sold, of what was complained, and whose it was, in the newest cases found to have this cause."""
    since, until = bounds(begin, zone)[0], bounds(end, zone)[0]
    rows = session.execute(
        sql_select(
            col(ReviewRow.sku),
            col(ReviewRow.line),
            col(ReviewRow.store),
            col(ReviewRow.product_name),
            col(CaseRow.category),
            col(CauseRow.department),
        )
        .join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .join(CauseRow, col(CauseRow.case_id) == col(CaseRow.id))
        .where(col(CauseRow.name) == cause, col(CauseRow.found_at) >= since, col(CauseRow.found_at) < until)
        .order_by(col(CauseRow.found_at).desc())
        .limit(_SEEN)
    ).all()
    return [
        (Scope(sku, line or None, store, name), Category(category) if category else None, department)
        for sku, line, store, name, category, department in rows
    ]


def product_name(session: Session, sku: str) -> str:
    """What a product was called last; its number where nobody ever named it."""
    name = session.exec(
        select(ReviewRow.product_name).where(ReviewRow.sku == sku).order_by(col(ReviewRow.id).desc()).limit(1)
    ).first()
    return name or sku


def _is_complaint(category: Category) -> ColumnElement[bool]:
    return and_(col(ReviewRow.is_negative).is_(True), col(ReviewRow.category) == category)


def _known_days(session: Session, scope: Scope, metric: Metric, begin: date, end: date) -> dict[date, int]:
    days: dict[date, int] = {}
    for day in (begin + timedelta(days=gone) for gone in range((end - begin).days)):
        told = denominators.counted(
            session, day, day + timedelta(days=1), store=scope.store, sku=scope.sku, line=scope.line
        )
        count = told.shipments if metric is Metric.ERRORS else told.orders
        if count is not None:
            days[day] = count
    return days


def _reviews(session: Session, scope: Scope, begin: date, end: date, zone: ZoneInfo) -> int:
    wanted = select(func.count(col(ReviewRow.id))).where(_within(begin, end, zone), _sold_in(scope))
    return session.exec(wanted).one()


def _arrived(
    session: Session, scope: Scope, begin: date, end: date, zone: ZoneInfo, such: ColumnElement[bool]
) -> Sequence[datetime]:
    return session.exec(select(ReviewRow.received_at).where(_within(begin, end, zone), _sold_in(scope), such)).all()


def _within(begin: date, end: date, zone: ZoneInfo) -> ColumnElement[bool]:
    received_at = col(ReviewRow.received_at)
    return and_(received_at >= bounds(begin, zone)[0], received_at < bounds(end, zone)[0])


def _sold_in(scope: Scope) -> ColumnElement[bool]:
    if scope.sku:
        return col(ReviewRow.sku) == scope.sku
    if scope.line:
        return col(ReviewRow.line) == scope.line
    return col(ReviewRow.store) == scope.store if scope.store else true()
