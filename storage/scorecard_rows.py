"""Scorecard rows: for each part one query that says whose a case is, what it weighs and what it is worth.

Nothing here reads what became of a review, drills, check-ins or load.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, func, literal, or_, union_all
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.policy.model import Policy
from bot.rules.scorecard import Part
from bot.vocabulary import Action, Status
from storage.sql import epoch
from storage.tables import CaseRow, EventRow, ReviewRow, ScorecardWaitingRow

_CONFIRMED = 3
_STANDS = timedelta(days=7)
_IS_OVER = col(CaseRow.status).in_((Status.RESOLVED, Status.CLOSED))
_WHOSE: Any = func.coalesce(col(CaseRow.resolved_by), col(CaseRow.owner))
Rows = Select[Any] | CompoundSelect[Any]


@dataclass(frozen=True)
class Window:
    """The month, as moments; when it is counted; and between which freezings a quality check belongs to it.

    `after` is the month whose undecided cases wait for this one.
    """

    begin: datetime
    end: datetime
    now: datetime
    checks_from: datetime
    checks_until: datetime
    after: date


@dataclass(frozen=True)
class Asked:
    """What is counted, and by which policy."""

    session: Session
    window: Window
    policy: Policy


def _resolution(asked: Asked) -> Rows:
    """As the reports count it: confirmed, or not reopened for a week; dismissed left out.

    It is the case of whoever resolved it, or has held it for a week. One that came back counts against whoever resolved
    it before, at once; whoever took it over then has their week as well. Where it is too early to say, it waits for the
    next month, which counts it beside its own.
    """
    opened, waited = _opened(asked), _waited(asked)
    # Who resolved it before the freezing, and saw it come back by then, has been charged on that card.
    since = or_(col(EventRow.actor) == col(ScorecardWaitingRow.agent), col(EventRow.at) > asked.window.checks_from)
    by_resolver = _came_back(asked).where(*opened)
    by_later_resolver = _of_waiting(_came_back(asked)).where(*waited, since)
    return union_all(
        _decided(asked).where(*opened), _of_waiting(_decided(asked)).where(*waited), by_resolver, by_later_resolver
    )


def undecided(asked: Asked) -> CompoundSelect[Any]:
    """Case and whose it is, of which nobody's card of this month can say yet what became of it."""
    rows: Select[Any] = sql_select(col(CaseRow.id).label("case_id"), _WHOSE.label("agent")).where(
        col(CaseRow.status) != Status.DISMISSED, or_(~_is_decided(asked), _WHOSE.is_(None))
    )
    return union_all(rows.where(*_opened(asked)), _of_waiting(rows).where(*_waited(asked)))


def _decided(asked: Asked) -> Select[Any]:
    return sql_select(
        _WHOSE.label("agent"),
        col(CaseRow.id).label("case_id"),
        _difficulty(asked).label("weight"),
        case((_is_good(asked), 1), else_=0).label("value"),
    ).where(col(CaseRow.status) != Status.DISMISSED, _is_decided(asked), _WHOSE.is_not(None))


def _is_decided(asked: Asked) -> ColumnElement[bool]:
    began = func.coalesce(col(CaseRow.claimed_at), _changed_hands(), col(CaseRow.opened_at))
    held = or_(and_(col(CaseRow.reopened) > 0, _resolved_by_its_owner()), began <= asked.window.now - _STANDS)
    return or_(and_(~_IS_OVER, held), _is_good(asked))


def _is_good(asked: Asked) -> ColumnElement[bool]:
    confirmed = and_(col(CaseRow.status) == Status.CLOSED, func.coalesce(col(CaseRow.satisfaction), 0) >= _CONFIRMED)
    return or_(confirmed, and_(_IS_OVER, col(CaseRow.resolved_at) <= asked.window.now - _STANDS))


def _came_back(asked: Asked) -> Select[Any]:
    return (
        sql_select(
            col(EventRow.actor).label("agent"),
            col(CaseRow.id).label("case_id"),
            _difficulty(asked).label("weight"),
            literal(0).label("value"),
        )
        .join(CaseRow, col(CaseRow.id) == col(EventRow.case_id))
        .where(
            col(CaseRow.status) != Status.DISMISSED,
            col(CaseRow.reopened) > 0,
            col(EventRow.what) == Action.RESOLVE,
            col(EventRow.actor).is_not(None),
            or_(_WHOSE.is_(None), col(EventRow.actor) != _WHOSE),
        )
        .distinct()
    )


def _of_waiting(rows: Select[Any]) -> Select[Any]:
    return rows.join(ScorecardWaitingRow, col(ScorecardWaitingRow.case_id) == col(CaseRow.id))


def _waited(asked: Asked) -> tuple[Any, ...]:
    return (col(ScorecardWaitingRow.month) == asked.window.after,)


def _contact(asked: Asked) -> Rows:
    """Of whoever tried first, or holds it. A miss counts for nobody who took the case over when it was late already.

    A case that was given back untried, or opened again, does not say any more who was to make its first contact.
    """
    whose = func.coalesce(col(CaseRow.attempted_by), col(CaseRow.owner))
    claimed = case((whose == col(CaseRow.claimed_by), col(CaseRow.claimed_at)), else_=col(CaseRow.first_claimed_at))
    had_it = func.coalesce(claimed, _changed_hands())
    in_time = or_(had_it.is_(None), had_it <= col(CaseRow.contact_due_at))
    given_back = and_(
        col(CaseRow.attempted_by).is_(None),
        col(CaseRow.claimed_by).is_(None),
        col(CaseRow.first_claimed_at).is_not(None),
    )
    kept = col(CaseRow.contact_kept)
    return sql_select(
        whose.label("agent"),
        col(CaseRow.id).label("case_id"),
        literal(1).label("weight"),
        case((kept.is_(True), 1), else_=0).label("value"),
    ).where(
        *_opened(asked),
        col(CaseRow.status) != Status.DISMISSED,
        col(CaseRow.reopened) == 0,
        kept.is_not(None),
        whose.is_not(None),
        or_(kept.is_(True), and_(in_time, ~given_back)),
    )


def repurchases(asked: Asked) -> Select[Any]:
    """Of the cases whose time to buy again ended in this month: only then is it decided for all of them alike."""
    within = asked.policy.repurchase.within
    return (
        sql_select(
            col(CaseRow.resolved_by).label("agent"),
            col(CaseRow.id).label("case_id"),
            col(CaseRow.grade).label("grade"),
            col(ReviewRow.tier).label("tier"),
            case((col(CaseRow.bought_again_at).is_not(None), 1), else_=0).label("value"),
        )
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(
            *_resolved(asked.window.begin - within, asked.window.end - within), col(ReviewRow.customer_id).is_not(None)
        )
    )


def _repeat(asked: Asked) -> Rows:
    """1 where the customer had no other case opened within the time that ended in this month."""
    within = asked.policy.scorecard.repeat_within
    later, of_later = aliased(CaseRow), aliased(ReviewRow)
    after = epoch(asked.session, col(later.opened_at)) - epoch(asked.session, col(CaseRow.resolved_at))
    again = (
        sql_select(literal(1))
        .select_from(of_later)
        .join(later, col(later.review_id) == col(of_later.id))
        .where(
            col(of_later.customer_id) == col(ReviewRow.customer_id),
            col(of_later.source) == col(ReviewRow.source),
            col(later.id) != col(CaseRow.id),
            col(later.status) != Status.DISMISSED,
            after > 0,
            after <= int(within.total_seconds()),
        )
        .correlate(CaseRow, ReviewRow)
        .exists()
    )
    return (
        sql_select(
            col(CaseRow.resolved_by).label("agent"),
            col(CaseRow.id).label("case_id"),
            literal(1).label("weight"),
            case((again, 0), else_=1).label("value"),
        )
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(
            *_resolved(asked.window.begin - within, asked.window.end - within), col(ReviewRow.customer_id).is_not(None)
        )
    )


def _changed_hands() -> Any:
    """When the case last went to somebody who has not claimed it: handed over, given back, or open again.

    It is looked up only where nobody has claimed it: a claim says so itself.
    """
    over = (Status.RESOLVED, Status.CLOSED, Status.DISMISSED)
    came_back = and_(col(EventRow.from_status).in_(over), col(EventRow.to_status).not_in(over))
    return (
        sql_select(func.max(col(EventRow.at)))
        .where(
            col(EventRow.case_id) == col(CaseRow.id),
            or_(col(EventRow.what).in_((Action.HAND_OVER, Action.RELEASE, "appointed")), came_back),
        )
        .correlate(CaseRow)
        .scalar_subquery()
    )


def _resolved_by_its_owner() -> Any:
    return (
        sql_select(literal(1))
        .where(
            col(EventRow.case_id) == col(CaseRow.id),
            col(EventRow.what) == Action.RESOLVE,
            col(EventRow.actor) == col(CaseRow.owner),
        )
        .correlate(CaseRow)
        .exists()
    )


def _opened(asked: Asked) -> tuple[Any, ...]:
    return col(CaseRow.opened_at) >= asked.window.begin, col(CaseRow.opened_at) < asked.window.end


def _resolved(begin: datetime, end: datetime) -> tuple[Any, ...]:
    """Resolved then, and still. Asked for their status too, SQLite would read all cases that ever were resolved."""
    return (
        col(CaseRow.resolved_at) >= begin,
        col(CaseRow.resolved_at) < end,
        col(CaseRow.resolved_by).is_not(None),
    )


def _difficulty(asked: Asked) -> Any:
    """What the grade weighs, times the emotion in it: the load that the rota shares out by."""
    weights = [(col(CaseRow.grade) == grade, weight) for grade, weight in asked.policy.assignment.weights.items()]
    return case(*weights, else_=1) * col(CaseRow.intensity)


ROWS: dict[Part, Callable[[Asked], Rows]] = {
    Part.RESOLUTION: _resolution,
    Part.CONTACT: _contact,
    Part.REPEAT: _repeat,
}
