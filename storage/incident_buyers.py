"""Incident buyers: who bought what an incident is about, and has not complained.

Nobody keeps whose an order is, only a fingerprint: they are counted, and named as far as a review told their number.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from bot.incident_file import Buyers
from bot.rules.batches import Batch, bought_between
from bot.rules.incidents import Incident
from storage.recognising import BUYER
from storage.sealing import ring_of
from storage.tables import CaseRow, PurchaseRow, ReviewRow

_AT_A_TIME = 400  # SQLite takes 32,766 values in a statement
_MOST = 5000  # customers of reviews that are looked at, the newest


def buyers_of(session: Session, one: Incident, batch: Batch, zone: ZoneInfo) -> Buyers | None:
    """How many bought in the batch's days, and how many of them are silent; None where nobody told us of orders."""
    days = bought_between(batch, one.opened_at, zone)
    every = session.exec(
        select(func.count(func.distinct(PurchaseRow.customer_fingerprint))).where(_of_batch(one, days))
    ).one()
    if not every:
        return None
    complained = _among(session, one, days, _fingerprints(session, _complainers(session, one)))
    return Buyers(every, every - len(complained), *days)


def silent_by_day(session: Session, one: Incident, buyers: Buyers) -> list[tuple[date, int]]:
    """On which days they bought: a customer counts on the last of theirs."""
    days = (buyers.first, buyers.last)
    complained = set(_among(session, one, days, _fingerprints(session, _complainers(session, one))))
    rows = session.exec(
        select(PurchaseRow.customer_fingerprint, func.max(PurchaseRow.day))
        .where(_of_batch(one, days))
        .group_by(col(PurchaseRow.customer_fingerprint))
    )
    return sorted(Counter(day for customer, day in rows if customer not in complained).items())


def silent_by_name(session: Session, one: Incident, buyers: Buyers) -> list[str]:
    """The numbers of those whom another review told us of, in full: whoever shows them masks them."""
    days, loud = (buyers.first, buyers.last), _complainers(session, one)
    known = session.exec(
        select(ReviewRow.customer_id)
        .where(ReviewRow.store == one.store, col(ReviewRow.customer_id).is_not(None))
        .order_by(col(ReviewRow.id).desc())
        .limit(_MOST)
    )
    named = _fingerprints(session, {one for one in known if one} - loud)
    return sorted({named[found] for found in _among(session, one, days, named)})


def _of_batch(one: Incident, days: tuple[date, date]) -> ColumnElement[bool]:
    first, last = days
    return and_(
        col(PurchaseRow.sku) == one.sku,
        col(PurchaseRow.day) >= first,
        col(PurchaseRow.day) <= last,
        col(PurchaseRow.store) == one.store,
        col(PurchaseRow.customer_fingerprint).is_not(None),
    )


def _complainers(session: Session, one: Incident) -> set[str]:
    """The numbers of the customers who have a case about this product."""
    rows = session.exec(
        select(ReviewRow.customer_id)
        .join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .where(ReviewRow.store == one.store, ReviewRow.sku == one.sku, col(ReviewRow.customer_id).is_not(None))
        .order_by(col(ReviewRow.received_at).desc())
        .limit(_MOST)
    )
    return {customer for customer in rows if customer}


def _fingerprints(session: Session, customers: Iterable[str]) -> dict[str, str]:
    """By what each is known in the orders, under every key at hand."""
    ring = ring_of(session.get_bind().dialect)
    return {known: customer for customer in customers for known in ring.fingerprints(customer, BUYER)}


def _among(session: Session, one: Incident, days: tuple[date, date], known: Iterable[str]) -> list[str]:
    """Which of these bought of it."""
    asked, found = list(known), list[str]()
    for start in range(0, len(asked), _AT_A_TIME):
        some = col(PurchaseRow.customer_fingerprint).in_(asked[start : start + _AT_A_TIME])
        rows = session.exec(select(PurchaseRow.customer_fingerprint).where(_of_batch(one, days), some).distinct())
        found += [customer for customer in rows if customer]
    return found
