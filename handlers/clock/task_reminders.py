"""Task reminders: what is to be done by a date is reminded of before its end, and told upwards after it."""

import structlog
from sqlmodel import Session

from handlers.casework.desk import Desk
from handlers.casework.tasks import remind
from storage import tasks
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 50


async def remind_due(desk: Desk) -> None:
    """Say what is to be said now. One that fails is logged and put off; it does not hold up the others."""
    while await desk.db.read(tasks.due, desk.clock.now(), 1):  # a look costs no write lock
        if not await desk.db.write(_remind_some, desk):
            return
        desk.to_send.set()


def _remind_some(session: Session, desk: Desk) -> int:
    now = desk.clock.now()
    numbers = tasks.due(session, now, _BATCH)
    for number in numbers:
        try:
            with session.begin_nested():
                remind(session, desk, number, now)
        except Exception as failed:
            if is_the_databases(failed):
                raise  # its trouble is not this task's
            log.exception("a task's reminder failed", task=number)
            tasks.put_off(session, number, now)
    return len(numbers)
