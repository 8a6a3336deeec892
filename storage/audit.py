"""Audit: the cases of a span of time in which money was offered or an invitation made, as the records tell them."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules.firewall import REFUSING, Audited, Invited
from bot.vocabulary import Action, Status
from storage import compensations, tasks
from storage.tables import CaseRow, CompensationRow, EventRow

_OVER = (Status.RESOLVED, Status.CLOSED, Status.DISMISSED)
_MONEY = ("compensation_asked", "compensation_granted")


def audited(session: Session, begin: datetime, end: datetime, is_neutral: Callable[[str], bool]) -> list[Audited]:
    """Each such case whole, whenever its other steps were; by number. `is_neutral` judges an invitation's words."""
    paid = select(CompensationRow.case_id).where(CompensationRow.asked_at >= begin, CompensationRow.asked_at < end)
    invited = select(CaseRow.id).where(col(CaseRow.invited_at) >= begin, col(CaseRow.invited_at) < end)
    numbers = {*session.exec(paid), *(one for one in session.exec(invited) if one is not None)}
    return [_case(session, number, is_neutral) for number in sorted(numbers)]


def _case(session: Session, number: int, is_neutral: Callable[[str], bool]) -> Audited:
    events = session.exec(select(EventRow).where(EventRow.case_id == number).order_by(col(EventRow.id))).all()
    return Audited(
        number=number,
        resolved=tuple(one.at for one in events if one.what == Action.RESOLVE),
        reopened=tuple(one.at for one in events if one.from_status in _OVER and one.to_status not in _OVER),
        refused=tuple(one.at for one in events if one.facts.get("outcome") in REFUSING),
        invitations=tuple(_invited(one, is_neutral) for one in events if one.what == Action.INVITE),
        compensations=tuple(compensations.all_of(session, number)),
        asked_cents=tuple(int(one.facts["amount_cents"]) for one in events if one.what in _MONEY),
        tasks=tasks.all_of(session, number),
    )


def _invited(event: EventRow, is_neutral: Callable[[str], bool]) -> Invited:
    words = str(event.facts.get("said", ""))
    return Invited(
        event.at,
        event.actor or "",
        str(event.facts.get("channel", "")),
        str(event.facts.get("script", "")),
        words,
        is_neutral(words),
    )
