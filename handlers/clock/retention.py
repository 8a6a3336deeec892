"""Retention: once a day, what tells of customers and nobody needs any more is forgotten, a few rows at a time."""

from datetime import date

import structlog
from sqlmodel import Session

from handlers.casework.desk import Desk
from storage import occurrences, purchases, retention

log = structlog.get_logger()
_NAME = "retention"
_BATCH = 100  # a short transaction: a press waits for no more than this


async def forget_old(desk: Desk, today: date) -> int:
    """Unless today's was done; how many reviews were masked. A break in the middle goes on at the next tick."""
    kept_for = desk.policy.privacy.contact_details
    if await desk.db.read(occurrences.is_done, _NAME, today):
        return 0
    forgotten = 0
    while some := await desk.db.write(retention.forget, desk.clock.now() - kept_for, desk.clock.now(), _BATCH):
        forgotten += some
    while await desk.db.write(purchases.forget_customers, desk.clock.now() - kept_for, _BATCH):
        pass
    await desk.db.write(_done, desk, today)
    if forgotten:
        log.info("contact details were forgotten", reviews=forgotten)
    return forgotten


def _done(session: Session, desk: Desk, today: date) -> None:
    occurrences.win(session, _NAME, today, desk.clock.now())
