"""Causes: the settled findings of a period, the most frequent first, and how many are open still."""

from sqlalchemy import select as sql_select
from sqlmodel import col, func

from bot.rules.causes import OPEN, SETTLED
from bot.rules.figures.period import CauseCount
from bot.vocabulary import Stage
from storage.period.span import Span
from storage.tables import CaseRow, CauseRow, ReviewRow


def causes(span: Span) -> tuple[tuple[CauseCount, ...], int]:
    """By cause and department, of those found then."""
    keys = (col(CauseRow.stage), col(CauseRow.department), col(CauseRow.name), col(CauseRow.stand))
    rows = span.session.execute(
        sql_select(*keys, func.count())
        .join(CaseRow, col(CaseRow.id) == col(CauseRow.case_id))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(CauseRow.found_at) >= span.begin, col(CauseRow.found_at) < span.end, *span.of_case())
        .group_by(*keys)
    ).all()
    settled: dict[tuple[str, str, str], int] = {}
    for stage, department, name, stand, count in rows:
        if stand in SETTLED:
            key = (stage, department, name)
            settled[key] = settled.get(key, 0) + count
    counted = [
        CauseCount(Stage(stage), department, name, count) for (stage, department, name), count in settled.items()
    ]
    still_open = sum(count for *_, stand, count in rows if stand in OPEN)
    return tuple(sorted(counted, key=lambda one: (-one.count, one.department, one.named))), still_open
