"""Aftermath: what became of the cases resolved in a period, of their compensation, and how quickly alerts stood."""

from datetime import timedelta

from sqlalchemy import and_, case
from sqlalchemy import select as sql_select
from sqlmodel import col, func

from bot.rules.figures import Kept
from bot.rules.figures.measures import Within
from bot.rules.figures.period import Aftermath, LevelFigures
from bot.rules.ladder import Stand
from bot.vocabulary import Grade, ReviewChange, Status
from storage.choosing import CARD
from storage.period.span import Span
from storage.sql import epoch, many
from storage.tables import CaseRow, CompensationRow, MessageRow, ReviewRow, RevisionRow

_LIMIT_SECONDS = 300
_PERCENTILE = 0.95
_CONTENT = 4


def aftermath(span: Span, within: timedelta) -> Aftermath:
    """Of the cases resolved then: whose customer changed the review, more than by deleting it; who bought again."""
    anew = and_(col(ReviewRow.changed_at) > col(CaseRow.resolved_at), col(ReviewRow.change) != ReviewChange.DELETED)
    is_known = col(ReviewRow.customer_id).is_not(None)
    again, late = col(CaseRow.bought_again_at).is_not(None), col(CaseRow.resolved_at) <= span.now - within
    every, changed, known, bought, waiting = span.session.execute(
        sql_select(func.count(), many(anew), many(is_known), many(is_known, again), many(is_known, ~again, ~late))
        .select_from(CaseRow)
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(*span.resolved())
    ).one()
    return Aftermath(Kept(changed, every), Kept(bought, known), waiting)


def alert(span: Span) -> Within:
    """From the arrival of what opened a case to its own card in Slack, by whole seconds; of those whose card stands."""
    of_revision = (
        sql_select(func.max(RevisionRow.at))
        .where(col(RevisionRow.review_id) == col(ReviewRow.id), col(RevisionRow.at) <= col(CaseRow.opened_at))
        .scalar_subquery()
    )
    came = case((col(ReviewRow.revision) == 1, col(ReviewRow.received_at)), else_=of_revision)
    took = epoch(span.session, col(MessageRow.posted_at)) - epoch(span.session, came)
    seconds = func.max(took, 0) if span.session.get_bind().dialect.name == "sqlite" else func.greatest(took, 0)
    rows = span.session.execute(
        sql_select(seconds.label("seconds"), func.count())
        .select_from(CaseRow)
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .join(MessageRow, and_(col(MessageRow.case_id) == col(CaseRow.id), col(MessageRow.kind) == CARD))
        .where(*span.opened(), col(MessageRow.posted_at).is_not(None))
        .group_by("seconds")
        .order_by("seconds")
    ).all()
    return _percentile([(int(length), count) for length, count in rows])


def levels(span: Span) -> tuple[LevelFigures, ...]:
    """By level and grade: of the compensations carried out then."""
    is_over = col(CaseRow.status).in_((Status.RESOLVED, Status.CLOSED))
    keys = (col(CompensationRow.level), col(CaseRow.grade))
    rows = span.session.execute(
        sql_select(
            *keys,
            func.count(),
            func.sum(CompensationRow.amount_cents),
            many(is_over),
            many(col(CaseRow.satisfaction) >= _CONTENT),
            func.count(col(CaseRow.satisfaction)),
        )
        .select_from(CompensationRow)
        .join(CaseRow, col(CaseRow.id) == col(CompensationRow.case_id))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(
            col(CompensationRow.stand) == Stand.EXECUTED,
            col(CompensationRow.executed_at) >= span.begin,
            col(CompensationRow.executed_at) < span.end,
            *span.of_case(),
        )
        .group_by(*keys)
        .order_by(*keys)
    ).all()
    found = (
        LevelFigures(level, Grade(grade), count, int(cost or 0), Kept(over, count), Kept(content, answered))
        for level, grade, count, cost, over, content, answered in rows
    )
    return tuple(sorted(found, key=lambda one: (one.level, -one.grade.rank)))


def _percentile(counted: list[tuple[int, int]]) -> Within:
    """The nearest rank: of so many, the one below or at which 95 of 100 lie."""
    total = sum(count for _, count in counted)
    passed = 0
    for seconds, count in counted:
        passed += count
        if passed >= _PERCENTILE * total:
            return Within(seconds, total, _LIMIT_SECONDS)
    return Within(None, 0, _LIMIT_SECONDS)
