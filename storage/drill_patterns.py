"""Drill patterns: what the shop is complained to about, with everybody's words left out but those that rules know."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from bot.rules.grading import TROUBLES
from scripts_library.drills import Story
from storage.tables import CaseRow, ReviewRow

_NEWEST = 300
_CHINESE, _LATIN = re.compile(r"[\u3400-\u9fff]{2,8}"), re.compile(r"[a-z' -]{4,30}")
_LINE = 30
_BARE = ".word"


def recent(
    session: Session, category: str, since: datetime, *, safety: bool, latin: bool, untold: Collection[str] = ()
) -> list[Story]:
    """Product lines and evidence words of recent complaints of a category, each pair once.

    Nothing but the line's name and a phrase that a rule of ours found leaves the cases: no product, name, number,
    store or sentence. A phrase with a figure or a sign in it is left out, and so is another language's, a bare topic
    ("退款"), which says nothing of what happened, and what the rules `untold` found.
    """
    rows = session.execute(
        sql_select(col(ReviewRow.line), col(CaseRow.reasons))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(CaseRow.opened_at) >= since, col(CaseRow.category) == category, col(CaseRow.safety) == safety)
        .order_by(col(CaseRow.opened_at).desc())
        .limit(_NEWEST)
    ).all()
    wanted = _LATIN if latin else _CHINESE
    found = (
        Story(line, reason["evidence"])
        for line, reasons in rows
        for reason in reasons
        if line and len(line) <= _LINE and reason["rule"].split(".")[0] in TROUBLES
        if not reason["rule"].endswith(_BARE) and reason["rule"] not in untold
        if wanted.fullmatch(reason["evidence"]) and (line.isascii() or not latin)
    )
    return sorted(set(found), key=lambda one: (one.product, one.words))
