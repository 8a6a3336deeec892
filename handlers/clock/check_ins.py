"""Check-ins by the week: on the policy's day, from its hour on, every agent who is at work is asked once."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.rules.shifts import WEEKDAYS
from handlers.casework.desk import Desk
from handlers.clock import digest
from storage import occurrences, wellbeing

NAME = "check_ins"


async def plan_due(desk: Desk) -> None:
    """Note for each agent that they are to be asked, where it is the day and the hour. Missed days are not made up."""
    today = digest.local_date(desk)
    if not _is_the_day(desk, today) or desk.clock.now() < _at(desk, today):
        return
    if not await desk.db.read(occurrences.is_done, NAME, today):
        await desk.db.write(_plan, desk, today)


def next_plan(desk: Desk) -> datetime | None:
    """When that is next."""
    today = digest.local_date(desk)
    days = (today + timedelta(days=ahead) for ahead in range(8))
    moments = (_at(desk, day) for day in days if _is_the_day(desk, day))
    return next((at for at in moments if at > desk.clock.now()), None)


def _plan(session: Session, desk: Desk, today: date) -> None:
    now = desk.clock.now()
    if occurrences.win(session, NAME, today, now) and desk.policy.roles.agents:
        wellbeing.ask_at(session, desk.policy.roles.agents, now)


def _is_the_day(desk: Desk, day: date) -> bool:
    return WEEKDAYS[day.weekday()] == desk.policy.wellbeing.checkin_day


def _at(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, desk.policy.wellbeing.checkin_at, desk.policy.zone)
