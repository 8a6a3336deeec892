"""Reports: last week's on Mondays and last month's on the first, in the managers' channel, once per date.

What was missed is made up for, three days back, as with the digest.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session

from bot.rules.figures.period import Period
from handlers.casework.desk import Desk
from handlers.clock import digest
from handlers.reports.sending import Drawn, drawn, put_in_the_outbox
from storage import figures, occurrences

_DAY = timedelta(days=1)
_WEEK, _MONTH = "report:week", "report:month"


async def publish_due(desk: Desk) -> int:
    """Put in the outbox whatever is due and was not dealt with; how many."""
    published = 0
    for name, today, period in _due(desk):
        if today in await desk.db.read(occurrences.done_since, name, today):
            continue
        one = await desk.db.read(_drawn, desk, period)  # nobody's write waits for the counting
        published += await desk.db.write(_publish, desk, name, today, one)
        desk.to_send.set()
    return published


def _due(desk: Desk) -> Iterator[tuple[str, date, Period]]:
    wanted = desk.policy.reports
    for today in digest.due_dates(desk, desk.clock.now()):
        yesterday = today - _DAY
        if wanted.weekly and Period.week(today).begin == today:
            yield _WEEK, today, Period.week(yesterday)
        if wanted.monthly and today.day == 1:
            yield _MONTH, today, Period.month(yesterday)


def _drawn(session: Session, desk: Desk, period: Period) -> Drawn | None:
    """None before the shop's first review: there is nothing to report."""
    return drawn(session, desk, period) if figures.anything_before(session, period.end, desk.policy.zone) else None


def _publish(session: Session, desk: Desk, name: str, today: date, one: Drawn | None) -> bool:
    if not occurrences.win(session, name, today, desk.clock.now()) or one is None:
        return False
    put_in_the_outbox(session, desk, f"{name}:{today.isoformat()}", one)
    return True
