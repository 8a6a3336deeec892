"""Cause silence: a cause that its department did not dispute in time is settled."""

import structlog
from sqlmodel import Session

from handlers.casework.causes import fall_silent
from handlers.casework.desk import Desk
from storage import causes
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 50


async def settle_silent(desk: Desk) -> None:
    """Settle all whose time has run out. One that fails is logged and put off; it does not hold up the others."""
    while await desk.db.read(causes.silent_by, desk.clock.now(), 1):  # a look costs no write lock
        if not await desk.db.write(_settle_some, desk):
            return
        desk.to_send.set()


def _settle_some(session: Session, desk: Desk) -> int:
    now = desk.clock.now()
    numbers = causes.silent_by(session, now, _BATCH)
    for number in numbers:
        try:
            with session.begin_nested():
                fall_silent(session, desk, number, now)
        except Exception as failed:
            if is_the_databases(failed):
                raise  # its trouble is not this cause's
            log.exception("a cause could not be settled", cause=number)
            causes.put_off(session, number, now)
    return len(numbers)
