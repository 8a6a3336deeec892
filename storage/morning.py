"""Morning: what the digest tells besides the day's figures, counted in the days around it and no others."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, literal_column
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.rules.figures import Kept, Mean
from bot.rules.figures.morning import Load, Money, Mood
from bot.rules.ladder import Stand
from bot.rules.unusual import Kind, Often, days_known
from bot.vocabulary import Action, Category, Grade
from storage import compensations
from storage.case_lists import IS_AT_WORK
from storage.figures import bounds
from storage.sql import epoch, many, quotient
from storage.tables import CaseRow, CompensationRow, EventRow, ReviewRow

_DAY = timedelta(days=1)
_SLICE = 900  # seconds: every zone's days begin at a multiple of a quarter of an hour
_WEEK = 7
_CONTENT = 4
# Written out: SQLite uses a partial index only where it can read that the rows are in it.
_IS_CALL_BACK: ColumnElement[bool] = literal_column(
    f"event.what IN ('{Action.FOLLOW_UP_GOOD}', '{Action.FOLLOW_UP_BAD}')"
)


def fortnight(session: Session, day: date, days: int, zone: ZoneInfo) -> dict[date, Counter[Grade]]:
    """Cases opened on each of the `days` dates up to `day`, by the grade they have now; dates with none too."""
    dates = [day - back * _DAY for back in range(days - 1, -1, -1)]
    begin, end = bounds(dates[0], zone)[0], bounds(day, zone)[1]
    piece = quotient(epoch(session, col(CaseRow.opened_at)), _SLICE)
    counted: dict[date, Counter[Grade]] = {one: Counter() for one in dates}
    rows = session.execute(
        sql_select(piece, col(CaseRow.grade), func.count())
        .where(col(CaseRow.opened_at) >= begin, col(CaseRow.opened_at) < end)
        .group_by(piece, col(CaseRow.grade))
    )
    for number, grade, count in rows:
        local = datetime.fromtimestamp(number * _SLICE, zone).date()
        counted[local][Grade(grade)] += count
    return counted


def known_days(session: Session, day: date, zone: ZoneInfo) -> int:
    """How many days before this one the shop can compare it with: since its first review, four weeks at most."""
    first = session.exec(select(func.min(ReviewRow.received_at))).one()
    begin, _ = bounds(day, zone)
    return days_known(begin - first) if first else 0


def often(session: Session, day: date, known: int, zone: ZoneInfo) -> list[Often]:
    """Cases opened that day and on the `known` days before: of the shop, of each category, of each product."""
    if not known:
        return []
    begin, end = bounds(day, zone)
    past, _ = bounds(day - known * _DAY, zone)
    product = func.coalesce(col(ReviewRow.sku), col(ReviewRow.product_name)).label("product")
    keys = (col(CaseRow.category), col(ReviewRow.store), product)
    is_now = col(CaseRow.opened_at) >= begin
    name = func.min(col(ReviewRow.product_name)).label("name")
    rows = session.execute(
        sql_select(*keys, name, many(is_now).label("now"), many(~is_now).label("before"))
        .select_from(CaseRow)
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(CaseRow.opened_at) >= past, col(CaseRow.opened_at) < end)
        .group_by(*keys)
    ).all()
    return _often(rows, known)


def money(session: Session, day: date, zone: ZoneInfo) -> Money:
    """What was carried out that day, as `storage.period` counts it; and the month's budget, as approvals count it."""
    begin, end = bounds(day, zone)
    month, _ = bounds(day.replace(day=1), zone)
    row = CompensationRow
    is_executed = col(row.stand) == Stand.EXECUTED  # as a condition it would lead SQLite to all that ever were
    paid, count = session.execute(
        sql_select(func.sum(case((is_executed, row.amount_cents))), many(is_executed)).where(
            col(row.executed_at) >= begin, col(row.executed_at) < end
        )
    ).one()
    return Money(int(paid or 0), count, compensations.granted(session, month, end))


def mood(session: Session, day: date, zone: ZoneInfo) -> Mood:
    """How strongly customers felt, and how content those were that were called back."""
    begin, end = bounds(day, zone)
    week, _ = bounds(day - _WEEK * _DAY, zone)
    return Mood(_intensity(session, begin, end), _intensity(session, week, begin), _content(session, begin, end))


def load(session: Session, off: set[str]) -> Load:
    """Who has how many cases at work; `off` are those who do not work today."""
    rows = session.execute(
        sql_select(col(CaseRow.owner), func.count()).where(IS_AT_WORK).group_by(col(CaseRow.owner))
    ).all()
    held: dict[str | None, int] = dict(rows)
    return Load(held, frozenset(off))


def _often(rows: Any, days: int) -> list[Often]:
    categories: dict[Category | None, Counter[str]] = defaultdict(Counter)
    products: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names: dict[tuple[str, str], str] = {}
    whole: Counter[str] = Counter()
    for row in rows:
        counted = Counter(now=row.now, before=row.before)
        whole += counted
        if row.category:
            categories[Category(row.category)] += counted
        if row.product:
            products[row.store, row.product] += counted
            names[row.store, row.product] = row.name or row.product
    shop = Often(Kind.SHOP, whole["now"], whole["before"], days)
    by_category = [Often(Kind.CATEGORY, *_two(counted), days, category=one) for one, counted in categories.items()]
    by_product = [Often(Kind.PRODUCT, *_two(counted), days, name=names[one]) for one, counted in products.items()]
    return [shop, *by_category, *by_product]


def _two(counted: Mapping[str, int]) -> tuple[int, int]:
    return counted["now"], counted["before"]


def _intensity(session: Session, begin: datetime, end: datetime) -> Mean:
    total, count = session.execute(
        sql_select(func.sum(CaseRow.intensity), func.count()).where(
            col(CaseRow.opened_at) >= begin, col(CaseRow.opened_at) < end
        )
    ).one()
    return Mean(int(total or 0), count)


def _content(session: Session, begin: datetime, end: datetime) -> Kept:
    """From the timeline: a case that came back has lost its call-back, and would be missing among the unhappy."""
    answers = session.exec(
        select(EventRow.facts).where(_IS_CALL_BACK, col(EventRow.at) >= begin, col(EventRow.at) < end)
    ).all()
    scores = [facts["satisfaction"] for facts in answers if facts.get("satisfaction")]
    return Kept(sum(score >= _CONTENT for score in scores), len(scores))
