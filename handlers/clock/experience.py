"""Experience by night: once a day, what was tried in the cases of the last months is counted anew."""

from datetime import date

import structlog
from sqlmodel import Session

from handlers.casework.desk import Desk
from storage import experience, occurrences
from storage.experience import Counts, Mark

log = structlog.get_logger()
_NAME = "experience"
_BATCH = 500


async def count_anew(desk: Desk, today: date) -> None:
    """Unless today's was done. Read some cases at a time, so that nobody waits; written at once."""
    if await desk.db.read(occurrences.is_done, _NAME, today):
        return
    counts: Counts = {}
    now = desk.clock.now()
    mark: Mark | None = Mark(now - desk.policy.experience.look_back)
    while mark:
        cases, mark = await desk.db.read(experience.handled, mark, now, _BATCH)
        experience.count(cases, counts)
    if await desk.db.write(_keep, desk, today, counts) and counts:
        log.info("what was tried was counted anew", cases=sum(one.judged for one in counts.values()))


def _keep(session: Session, desk: Desk, today: date, counts: Counts) -> bool:
    if not occurrences.win(session, _NAME, today, desk.clock.now()):
        return False
    experience.replace_all(session, counts)
    return True
