"""Sweep: work through rows whose moment has come, some together in a transaction; one that fails holds up no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from handlers.casework.desk import Desk
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 50


@dataclass(frozen=True)
class Sweep:
    """`due` finds the numbers of rows whose moment has come, `work` does one, `put_off` has it tried again later."""

    what: str
    due: Callable[[Session, datetime, int], list[int]]
    work: Callable[[Session, Desk, int, datetime], None]
    put_off: Callable[[Session, int, datetime], None]


async def work_through(desk: Desk, sweep: Sweep) -> None:
    """All that is due now."""
    while await desk.db.read(sweep.due, desk.clock.now(), 1):  # a look costs no write lock
        if not await desk.db.write(_some, desk, sweep):
            return  # another process has them
        desk.to_send.set()


def _some(session: Session, desk: Desk, sweep: Sweep) -> int:
    now = desk.clock.now()
    numbers = sweep.due(session, now, _BATCH)
    for number in numbers:
        try:
            with session.begin_nested():
                sweep.work(session, desk, number, now)
        except Exception as failed:
            if is_the_databases(failed):
                raise  # its trouble is not this row's
            log.exception("a row that fell due failed and is put off", what=sweep.what, number=number)
            sweep.put_off(session, number, now)
    return len(numbers)
