"""On its way: what the desk is sending at this moment is not sent, or said by hand, a second time."""

from sqlmodel import Session

from bot.case import Case, Order
from bot.rules.dispatch import DispatchStand
from bot.rules.refusals.sending import OnItsWay
from bot.vocabulary import Action, Outlet, Purpose
from storage import dispatches

_ONCE = {Action.INVITE: Purpose.AMEND, Action.PUBLIC_REPLY: Purpose.PUBLIC_REPLY}


def ensure_not_on_its_way(session: Session, case: Case, order: Order) -> None:
    """Raise `OnItsWay` while the same thing, or another text on the same channel, is going out for this case."""
    outlet = Outlet(order.channel) if order.channel else Outlet.PUBLIC
    for one in dispatches.on_their_way(session, [case.id]):
        is_same = one.purpose is _ONCE.get(order.action) or one.outlet is outlet
        if is_same and one.id != order.dispatch:
            is_unclear = one.stand is DispatchStand.UNCLEAR
            raise OnItsWay(case.id, one.outlet, one.asked_by, one.asked_at, is_unclear)
