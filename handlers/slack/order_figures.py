"""Order figures: a month's repurchase and reviews per orders, counted and put into two lines."""

from datetime import date, timedelta

from sqlmodel import Session

from bot.cards.order_report import order_report
from bot.rules.figures import PerOrders
from bot.rules.repurchase import BoughtAgain
from handlers.casework.desk import Desk
from scripts_library.wording import Token
from storage import denominators, purchases, repurchases
from storage.denominators import Part
from storage.figures import bounds, negative_between


async def order_figures(desk: Desk, begin: date, end: date) -> Token:
    """Of the local dates from `begin` to the one before `end`; days to come are not waited for."""
    again, rate, any_singly = await desk.db.read(_counted, desk, begin, end)
    return order_report(again, rate, desk.policy.repurchase.within, desk.look, any_singly=any_singly)


def _counted(session: Session, desk: Desk, begin: date, end: date) -> tuple[BoughtAgain, PerOrders, bool]:
    now, zone = desk.clock.now(), desk.policy.zone
    first, last = bounds(begin, zone)[0], bounds(end, zone)[0]
    again = repurchases.counted(session, first, last, now, desk.policy.repurchase.within)
    begun = min(end, now.astimezone(zone).date() + timedelta(days=1))
    return again, _per_orders(session, desk, begin, max(begin, begun)), purchases.any_yet(session)


def _per_orders(session: Session, desk: Desk, begin: date, end: date) -> PerOrders:
    """Reviews of days whose orders nobody told us of are left out: they would make the rate of the others worse."""
    known = denominators.days(session, begin, end, Part())
    spans = [
        (bounds(first, desk.policy.zone)[0], bounds(last, desk.policy.zone)[1])
        for first, last in denominators.runs(known)
    ]
    negative = sum(negative_between(session, *span) for span in spans)
    return PerOrders(sum(known.values()), negative, len(known), (end - begin).days)
