"""Scorecard windows: when a month is frozen, and which quality checks are its: each is on one card, and on none twice.

Where the checks of a month end is kept when it is frozen. The policy says only where those of the next end: its day may
change, and a month may be left out.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.rules.scorecard import freezes_at, month_after, month_before
from handlers.casework.desk import Desk
from storage import scorecard_months
from storage.figures import bounds
from storage.scorecard_rows import Window

LATEST = timedelta(days=10)  # a desk that was down makes up for cards so long


def freezing_at(desk: Desk, month: date) -> datetime:
    """When this month's cards are frozen."""
    return freezes_at(month, desk.policy.scorecard, desk.policy.digest.at, desk.policy.zone)


def window_of(session: Session, desk: Desk, month: date, now: datetime) -> Window:
    """The month, and the checks since the last one that was frozen: none falls between two."""
    zone = desk.policy.zone
    begin, end = bounds(month, zone)[0], bounds(month_after(month), zone)[0]
    before = month_before(month)
    after, checks_from = _last(session, desk, before, now) or (before, freezing_at(desk, before))
    return Window(begin, min(end, now), now, checks_from, freezing_at(desk, month), after)


def settled_until(session: Session, desk: Desk, now: datetime) -> datetime | None:
    """Checks before this are on a card that is frozen, or will be any moment."""
    last = month_before(now.astimezone(desk.policy.zone).date().replace(day=1))
    is_frozen = scorecard_months.newest(session, last)
    if now < freezing_at(desk, last) and not (is_frozen and is_frozen[0] == last):
        last = month_before(last)
    found = _last(session, desk, last, now)
    return found[1] if found else None


def _last(session: Session, desk: Desk, month: date, now: datetime) -> tuple[date, datetime] | None:
    """This month and the end of its checks; the last one before it that was frozen, where this one never will be."""
    kept, planned = scorecard_months.newest(session, month), freezing_at(desk, month)
    still_to_come = desk.policy.scorecard.monthly and now < planned + LATEST
    if kept and (kept[0] == month or not still_to_come):
        return kept
    return (month, planned) if still_to_come else None
