"""Shift's end: a quarter of an hour before it, whoever holds unfinished cases may hand them to the next shift."""

from datetime import date, datetime

from sqlmodel import Session

from bot.cards.rota_card import shift_end_card
from bot.rules.shifts import ends_soon, told_next
from handlers.casework.desk import Desk
from handlers.casework.handing_on import unfinished_of
from storage import occurrences, outbox


async def tell_due(desk: Desk) -> None:
    """Tell those whose shift is about to end, once a shift."""
    due = _due(desk, desk.clock.now())
    for user, day in await desk.db.read(_untold, due) if due else []:
        await desk.db.write(_tell, desk, user, day)
        desk.to_send.set()


def next_due(desk: Desk) -> datetime | None:
    """The next moment at which somebody is to be told."""
    policy = desk.policy
    named = {who.shift for who in policy.people.values()}
    worked = {name: one for name, one in policy.shifts.items() if name in named}
    return told_next(worked, desk.clock.now(), policy.zone, policy.calendar.is_worked)


def message_key(user_id: str, day: str) -> str:
    """The key of the message about the shift that began on this day."""
    return f"{_job(user_id)}:{day}"


def _due(desk: Desk, now: datetime) -> list[tuple[str, date]]:
    policy = desk.policy
    ending = ends_soon(policy.shifts, now, policy.zone, policy.calendar.is_worked)
    people = ((user, who, ending[who.shift][0]) for user, who in policy.people.items() if who.shift in ending)
    return [(user, day) for user, who, day in people if not who.is_off(day)]


def _untold(session: Session, due: list[tuple[str, date]]) -> list[tuple[str, date]]:
    return [(user, day) for user, day in due if not occurrences.is_done(session, _job(user), day)]


def _tell(session: Session, desk: Desk, user: str, day: date) -> None:
    now = desk.clock.now()
    if not occurrences.win(session, _job(user), day, now):
        return
    files = unfinished_of(session, user)
    if files:
        drawn = shift_end_card(files, desk.look, desk.link, now, day.isoformat())
        text = desk.look.say.md("rota.shift_end", count=len(files))
        key = message_key(user, day.isoformat())
        outbox.enqueue(session, key=key, channel=user, text=text, blocks=drawn, now=now, rank=1)


def _job(user_id: str) -> str:
    return f"shift_end:{user_id}"
