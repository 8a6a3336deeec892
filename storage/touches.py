"""Touches: the attempts to contact one customer, over all their cases, and whether they asked to be left alone."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.rules.outreach import Touch
from bot.vocabulary import Action, Channel, Outcome, Outlet
from storage import dispatches
from storage.tables import CaseRow, EventRow, ReviewRow

_CONTACTS = (
    Action.CONTACT_REACHED,
    Action.CONTACT_MISSED,
    Action.INVITE,
    Action.FOLLOW_UP_GOOD,
    Action.FOLLOW_UP_BAD,
    Action.FOLLOW_UP_MISSED,
    "texted",  # it went out when the case had moved on
)


def touches_of(session: Session, case_id: int, since: datetime, *, besides: int = 0) -> list[Touch]:
    """Attempts since then at the customer of this case, and all attempts of the case itself, oldest first.

    What is on its way to them counts too; `besides` is the dispatch that asks.
    """
    cases = [case_id, *others_of_customer(session, case_id)]
    rows = session.exec(
        select(EventRow)
        .where(col(EventRow.case_id).in_(cases), col(EventRow.what).in_(_CONTACTS))
        .order_by(col(EventRow.id))
    ).all()
    made = [
        Touch(row.at, Channel(row.facts["channel"]), Outcome(row.facts.get("outcome", Outcome.REACHED)), row.case_id)
        for row in rows
        if (row.at >= since or row.case_id == case_id) and "channel" in row.facts
    ]
    coming = [
        Touch(one.asked_at, Channel(one.outlet), Outcome.SENT, one.case_id)
        for one in dispatches.on_their_way(session, cases)
        if one.outlet is not Outlet.PUBLIC and one.id != besides
    ]
    return made + coming


def others_of_customer(session: Session, case_id: int) -> list[int]:
    """The other cases of the same customer at the same source; none where nobody knows who the customer is."""
    own = session.exec(
        select(ReviewRow.source, ReviewRow.customer_id)
        .join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .where(col(CaseRow.id) == case_id)
    ).first()
    if own is None or own[1] is None:
        return []
    found = session.exec(
        select(CaseRow.id)
        .join(ReviewRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .where(col(ReviewRow.customer_id) == own[1], ReviewRow.source == own[0], col(CaseRow.id) != case_id)
    ).all()
    return [one for one in found if one is not None]


def asked_to_be_left_alone(session: Session, case_id: int) -> bool:
    """Whether the customer of this case said so in any of their cases."""
    others = others_of_customer(session, case_id)
    if not others:
        return False
    said = select(CaseRow.id).where(col(CaseRow.id).in_(others), col(CaseRow.no_contact).is_(True)).limit(1)
    return session.exec(said).first() is not None
