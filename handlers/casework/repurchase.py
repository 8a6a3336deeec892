"""Repurchase: a customer whose case is settled bought again; it is written down once a case, and nobody is called."""

from datetime import datetime

from sqlmodel import Session

from bot.case import Case
from bot.rules.repurchase import Bought, bought_again
from handlers.casework.desk import Desk
from handlers.casework.settling import redraw
from storage import purchases, repurchases
from storage.cases import append_event, load_case

_WHAT = "bought_again"


def note_orders(session: Session, desk: Desk, source: str, bought: dict[str, list[Bought]], at: datetime) -> None:
    """These orders came: the cases that they mean something for are told so, in the order of their numbers."""
    found = repurchases.again_by_case(session, source, bought, desk.policy.repurchase)
    for case_id in sorted(found):
        case = load_case(session, case_id)  # locks: whoever reopens it waits
        if case.resolved_at and case.resolved_at < found[case_id] and _noted(session, case, found[case_id], at):
            redraw(session, desk, case, at)


def look_back(session: Session, desk: Desk, case: Case, at: datetime) -> None:
    """A case was resolved, or its customer became known: an order that counts may have come before.

    The caller draws the card anew.
    """
    waiting = repurchases.waiting_of(session, case.id) if case.resolved_at else None
    if waiting is None:
        return
    bought = purchases.bought_after(session, waiting.source, waiting.customer_id, waiting.resolved_at)
    again = bought_again(waiting.resolved_at, waiting.own_order, bought, desk.policy.repurchase)
    if again:
        _noted(session, case, again, at)


def _noted(session: Session, case: Case, again: datetime, at: datetime) -> bool:
    if not repurchases.note(session, case.id, again):
        return False
    append_event(session, case, _WHAT, at=at, actor=None, came_from=case.status, facts={"placed_at": again.isoformat()})
    return True
