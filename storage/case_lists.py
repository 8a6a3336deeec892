"""Case lists: cases by who has them, by what is due, by words; and how many there are of each."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.case_file import CaseFile
from bot.rules.figures import Standing
from bot.rules.searching import Wanted
from bot.vocabulary import Grade, Status
from storage import escalations
from storage.case_files import Files, file_of, files
from storage.reviews import NAME, ORDER
from storage.sealing import KeyRing, ring_of
from storage.tables import CaseRow, ReviewRow

_OPEN = (Status.OPEN, Status.CLAIMED, Status.CONTACTED, Status.SOLVING, Status.WAITING)
_BEFORE_CONTACT = (Status.OPEN, Status.CLAIMED, Status.SOLVING)
# Written out in the statement, not bound: only so does the database see that the index of such cases holds them all.
_IN_HAND: BindParameter[list[str]] = bindparam(
    "in_hand", [str(one) for one in (*_OPEN, Status.RESOLVED)], expanding=True, literal_execute=True
)
IS_IN_HAND = col(CaseRow.status).in_(_IN_HAND)
IS_AT_WORK = and_(IS_IN_HAND, col(CaseRow.status).in_(_OPEN))
_IS_TO_CALL_BACK = and_(col(CaseRow.status) == Status.RESOLVED, col(CaseRow.no_contact).is_(False))
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_MOST = 1000


def cases_of(session: Session, user_id: str, limit: int) -> list[CaseFile]:
    """What this person answers for and has not finished, and follow-ups that are due, by due time."""
    nothing_left = and_(col(CaseRow.status) == Status.RESOLVED, col(CaseRow.no_contact).is_(True))
    mine = files().where(IS_IN_HAND, col(CaseRow.owner) == user_id, ~nothing_left)
    return _many(session, mine.order_by(_next_due(), col(CaseRow.id)), limit)


def unfinished_of(session: Session, user_id: str, limit: int = _MOST) -> list[CaseFile]:
    """What this person still works on, by due time; a call-back to come is no work of today."""
    at_work = files().where(IS_AT_WORK, col(CaseRow.owner) == user_id)
    return _many(session, at_work.order_by(_next_due(), col(CaseRow.id)), limit)


def holders(session: Session) -> list[str]:
    """Everybody who answers for a case in hand."""
    rows = session.exec(select(CaseRow.owner).where(IS_IN_HAND, col(CaseRow.owner).is_not(None)).distinct()).all()
    return sorted(user for user in rows if user)


def overdue(session: Session, now: datetime, grace: timedelta, limit: int) -> list[CaseFile]:
    """Cases with a clock that has run out, longest overdue first; `grace` is what a follow-up is given."""
    return _many(
        session, files().where(IS_IN_HAND, is_overdue(now, grace)).order_by(_next_due(), col(CaseRow.id)), limit
    )


def search(session: Session, wanted: Wanted, zone: ZoneInfo, limit: int) -> list[CaseFile]:
    """Cases that are as wanted, newest first: whose review or product contains every word, or whose order or customer
    is called so.

    Order numbers and names lie sealed: they are found whole, not by a part.
    """
    found = files().where(*_such(wanted, zone))
    if wanted.words:
        ring = ring_of(session.get_bind().dialect)
        words = wanted.words.split()
        every_word = and_(*(or_(_contains(word), _belongs_to(word, ring)) for word in words))
        found = found.where(or_(every_word, _belongs_to(wanted.words, ring)))
    return _many(session, found.order_by(col(CaseRow.id).desc()), limit)


def _such(wanted: Wanted, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """What is named beside the words."""
    named: dict[Any, object] = {
        CaseRow.grade: wanted.grade,
        CaseRow.status: wanted.status,
        CaseRow.category: wanted.category,
        CaseRow.owner: wanted.owner,
        ReviewRow.store: wanted.store,
    }
    such = [col(column) == value for column, value in named.items() if value is not None]
    if wanted.since and wanted.until:
        begin, end = (datetime.combine(day, time(), zone) for day in (wanted.since, wanted.until))
        such += [col(CaseRow.opened_at) >= begin, col(CaseRow.opened_at) < end]
    return such


def unclaimed(session: Session, limit: int) -> list[CaseFile]:
    """Cases that wait for someone to begin, the gravest and then the oldest first."""
    grave = case({grade.value: grade.rank for grade in Grade}, value=col(CaseRow.grade))
    waiting = files().where(col(CaseRow.status) == Status.OPEN)
    return _many(session, waiting.order_by(grave.desc(), col(CaseRow.intensity).desc(), col(CaseRow.id)), limit)


def chosen(session: Session, case_ids: Collection[int]) -> list[CaseFile]:
    """These cases, by number."""
    return _many(session, files().where(col(CaseRow.id).in_(case_ids)).order_by(col(CaseRow.id)), len(case_ids))


def standing(session: Session, now: datetime, today: datetime, grace: timedelta) -> Standing:
    """Counts for the status screen; `today` is the local midnight."""
    row = session.execute(
        sql_select(
            func.count(case((col(CaseRow.status) == Status.OPEN, 1))),
            func.count(case((and_(col(CaseRow.status) == Status.OPEN, col(CaseRow.grade) == Grade.URGENT), 1))),
            func.min(case((col(CaseRow.status) == Status.OPEN, col(CaseRow.opened_at)))),
            func.count(case((col(CaseRow.status).in_((Status.CLAIMED, Status.CONTACTED, Status.SOLVING)), 1))),
            func.count(case((is_overdue(now, grace), 1))),
            func.count(case((col(CaseRow.status) == Status.WAITING, 1))),
        ).where(IS_IN_HAND)
    ).one()
    resolved = session.exec(select(func.count(col(CaseRow.id))).where(col(CaseRow.resolved_at) >= today)).one()
    opened, urgent, oldest, in_hand, late, waiting = row
    return Standing(opened, urgent, oldest, in_hand, late, waiting, resolved)


def is_overdue(now: datetime, grace: timedelta) -> ColumnElement[bool]:
    """SQL for: a clock of this case has run out. `grace` is what a follow-up is given."""
    return or_(
        and_(col(CaseRow.status) == Status.OPEN, col(CaseRow.start_due_at) < now),
        and_(
            col(CaseRow.status).in_(_BEFORE_CONTACT),
            col(CaseRow.attempted_at).is_(None),
            col(CaseRow.no_contact).is_(False),
            col(CaseRow.contact_due_at) < now,
        ),
        and_(_IS_TO_CALL_BACK, col(CaseRow.follow_up_due_at) < now - grace),
    )


def _next_due() -> ColumnElement[datetime]:
    """The clock that runs now: start, then first contact, then follow-up; cases without one come last."""
    start = case(
        (
            and_(col(CaseRow.status) == Status.OPEN, col(CaseRow.start_due_at).is_not(None)),
            col(CaseRow.start_due_at),
        ),
    )
    contact = case(
        (
            and_(
                col(CaseRow.status).in_(_BEFORE_CONTACT),
                col(CaseRow.attempted_at).is_(None),
                col(CaseRow.no_contact).is_(False),
            ),
            col(CaseRow.contact_due_at),
        ),
    )
    follow_up = case((_IS_TO_CALL_BACK, col(CaseRow.follow_up_due_at)))
    return func.coalesce(start, contact, follow_up, _NEVER)


def _contains(word: str) -> ColumnElement[bool]:
    like = f"%{_literal(word)}%"
    readable = (ReviewRow.text, ReviewRow.product_name, ReviewRow.sku, ReviewRow.external_id)
    return or_(*(col(column).ilike(like, escape="\\") for column in readable))


def _belongs_to(words: str, ring: KeyRing) -> ColumnElement[bool]:
    return or_(
        col(ReviewRow.order_fingerprint).in_(ring.fingerprints(words, ORDER)),
        col(ReviewRow.name_fingerprint).in_(ring.fingerprints(words, NAME)),
    )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _many(session: Session, query: Files, limit: int) -> list[CaseFile]:
    found = [file_of(session, one, around=False) for one in session.execute(query.limit(limit)).all()]
    reached = escalations.reached(session, [file.case for file in found])
    return [replace(file, escalated=reached.get(file.case.id)) for file in found]
