"""Figures: the day's numbers, counted where the rows are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from bot.rules.figures import Counted, DayFigures, Kept, WorstProduct
from bot.vocabulary import Category, Grade
from storage import escalations
from storage.case_lists import IS_AT_WORK, IS_IN_HAND, is_overdue
from storage.tables import CaseRow, ReviewRow

_SHOWN = 8
_WORST = 3


def day_figures(session: Session, day: date, zone: ZoneInfo, now: datetime, grace: timedelta) -> DayFigures:
    """The figures of one local date, as things stand `now`; its length is 23 or 25 hours where clocks change."""
    begin, end = bounds(day, zone)
    opened = session.exec(
        select(CaseRow, ReviewRow.product_name, ReviewRow.sku)
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(CaseRow.opened_at >= begin, CaseRow.opened_at < end)
        .order_by(col(CaseRow.id))
    ).all()
    cases = [row for row, _, _ in opened]
    negative, neutral, positive = _reviews(session, begin, end)
    return DayFigures(
        day=day,
        reviews=negative + neutral + positive,
        negative=negative,
        neutral=neutral,
        positive=positive,
        cases=_counted(_ids(cases)),
        by_grade={grade: _counted(_ids(c for c in cases if c.grade == grade)) for grade in reversed(Grade)},
        by_category=_by_category(cases),
        urgent_started=_kept(c.start_kept for c in cases if c.grade == Grade.URGENT),
        important_started=_kept(c.start_kept for c in cases if c.grade == Grade.IMPORTANT),
        attempted=_kept(c.contact_kept for c in cases),
        reached=_kept(c.reached_kept for c in cases),
        followed_up=_followed_up(session, begin, end),
        resolved=_counted(_when(session, CaseRow.resolved_at >= begin, CaseRow.resolved_at < end)),  # type: ignore[operator]  # a nullable column compares in SQL
        still_open=_counted(_when(session, IS_AT_WORK)),
        overdue=_counted(_when(session, IS_IN_HAND, is_overdue(now, grace))),
        worst=_worst((name or sku or "", row.id) for row, name, sku in opened),
        cases_week_before=_opened_between(session, *bounds(day - timedelta(days=7), zone)),
        risen={level: _counted(ids) for level, ids in escalations.risen(session, begin, end).items()},
    )


def anything_before(session: Session, day: date, zone: ZoneInfo) -> bool:
    """Whether the shop had any review before this local date."""
    begin, _ = bounds(day, zone)
    return session.exec(select(ReviewRow.id).where(ReviewRow.received_at < begin).limit(1)).first() is not None


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From its first moment to the first of the next day; where midnight is skipped, from the moment after the gap."""
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def negative_between(session: Session, begin: datetime, end: datetime) -> int:
    """How many of the reviews that came in this time complain."""
    return _reviews(session, begin, end)[0]


def _reviews(session: Session, begin: datetime, end: datetime) -> tuple[int, int, int]:
    never_read = and_(
        col(ReviewRow.deleted_at).is_not(None), col(ReviewRow.revision) == 1
    )  # deleted before it reached us
    that_day = (ReviewRow.received_at >= begin, ReviewRow.received_at < end, ~never_read)
    total = session.exec(select(func.count(col(ReviewRow.id))).where(*that_day)).one()
    negative = session.exec(select(func.count(col(ReviewRow.id))).where(*that_day, col(ReviewRow.is_negative))).one()
    neutral = session.exec(
        select(func.count(col(ReviewRow.id))).where(*that_day, ~col(ReviewRow.is_negative), ReviewRow.rating == 3)
    ).one()
    return negative, neutral, total - negative - neutral


def _followed_up(session: Session, begin: datetime, end: datetime) -> Kept:
    rows = session.exec(
        select(CaseRow.follow_up_kept).where(
            col(CaseRow.follow_up_due_at) >= begin, col(CaseRow.follow_up_due_at) < end
        )
    ).all()
    return _kept(rows)


def _when(session: Session, *conditions: object) -> tuple[int, ...]:
    query = select(CaseRow.id).where(*conditions).order_by(col(CaseRow.id))  # type: ignore[arg-type]  # SQL expressions
    return tuple(found for found in session.exec(query).all() if found is not None)


def _opened_between(session: Session, begin: datetime, end: datetime) -> int:
    return session.exec(
        select(func.count(col(CaseRow.id))).where(CaseRow.opened_at >= begin, CaseRow.opened_at < end)
    ).one()


def _by_category(cases: Iterable[CaseRow]) -> dict[Category | None, Counted]:
    found: dict[Category | None, list[int]] = defaultdict(list)
    for row in cases:
        found[Category(row.category) if row.category else None].append(row.id or 0)
    most_first = sorted(found.items(), key=lambda entry: -len(entry[1]))
    return {category: _counted(tuple(ids)) for category, ids in most_first}


def _worst(named: Iterable[tuple[str, int | None]]) -> tuple[WorstProduct, ...]:
    found: dict[str, list[int]] = defaultdict(list)
    for name, case_id in named:
        if name and case_id is not None:
            found[name].append(case_id)
    most_first = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(WorstProduct(name, len(ids), tuple(ids[:_SHOWN])) for name, ids in most_first[:_WORST])


def _kept(outcomes: Iterable[bool | None]) -> Kept:
    decided = [outcome for outcome in outcomes if outcome is not None]
    return Kept(sum(decided), len(decided))


def _ids(cases: Iterable[CaseRow]) -> tuple[int, ...]:
    return tuple(row.id for row in cases if row.id is not None)


def _counted(ids: tuple[int, ...]) -> Counted:
    return Counted(len(ids), ids[:_SHOWN])
