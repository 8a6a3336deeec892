"""Rates: complaints per order or shipment, of the days whose orders or shipments anybody told us of, and no others."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from bot.rules.figures import Rate
from bot.vocabulary import Category
from storage import denominators
from storage.denominators import Part
from storage.figures import bounds
from storage.period.span import Span
from storage.tables import ReviewRow

_DAY = timedelta(days=1)


def rate(span: Span, part: Part, counted: int, category: Category | None = None, *, shipments: bool = False) -> Rate:
    """`counted` are the complaints of all days; they are counted anew where not every day is known."""
    begin, end = span.period.begin, span.period.end
    days = denominators.days(span.session, begin, end, part, shipments=shipments)
    if not days:
        return Rate(counted, None)
    begun = min(end, span.now.astimezone(span.zone).date() + _DAY)
    is_whole = len(days) >= (begun - begin).days
    return Rate(counted if is_whole else _of_known_days(span, part, days, category), sum(days.values()))


def _of_known_days(span: Span, part: Part, days: dict[date, int], category: Category | None) -> int:
    such: list[ColumnElement[bool]] = [col(ReviewRow.is_negative).is_(True)]
    for column, value in ((ReviewRow.store, part.store), (ReviewRow.sku, part.sku), (ReviewRow.line, part.line)):
        such += [col(column) == value] if value is not None else []
    such += [col(ReviewRow.category) == category] if category else []
    total = 0
    for first, last in denominators.runs(days):
        begin, end = bounds(first, span.zone)[0], bounds(last, span.zone)[1]
        within = (col(ReviewRow.received_at) >= begin, col(ReviewRow.received_at) < end)
        total += span.session.exec(select(func.count(col(ReviewRow.id))).where(*within, *such)).one()
    return total
