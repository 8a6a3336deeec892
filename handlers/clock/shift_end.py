"""Shift's end: a quarter of an hour before it, whoever holds unfinished cases may hand them to the next shift."""

from datetime import date, datetime

from sqlmodel import Session

from bot.cards.rota_card import shift_end_card
from bot.policy.rota import LOOK_AHEAD
from handlers.casework.desk import Desk
from handlers.casework.duty import rota_at
from storage import case_lists, occurrences, outbox


async def tell_due(desk: Desk) -> None:
    """Tell those whose shift is about to end, once for each end of a shift."""
    if not desk.policy.shifts:
        return
    for user, day, end in await desk.db.read(_untold, desk, desk.clock.now()):
        await desk.db.write(_tell, desk, user, day, end)
        desk.to_send.set()


def next_due(session: Session, desk: Desk) -> datetime | None:
    """The next moment at which somebody is to be told."""
    now = desk.clock.now()
    return rota_at(session, desk, now, LOOK_AHEAD).told_next(now) if desk.policy.shifts else None


def message_key(user_id: str, value: str) -> str:
    """The key of the message; its button's `value` names the day on which the shift began, and its end."""
    return f"shift_end:{user_id}:{value}"


def _untold(session: Session, desk: Desk, now: datetime) -> list[tuple[str, date, datetime]]:
    due = rota_at(session, desk, now).ends_soon(now).items()
    return [
        (user, day, end) for user, (day, end) in due if not occurrences.is_done(session, _job(user, desk, end), day)
    ]


def _tell(session: Session, desk: Desk, user: str, day: date, end: datetime) -> None:
    now = desk.clock.now()
    if not occurrences.win(session, _job(user, desk, end), day, now):
        return
    files = case_lists.unfinished_of(session, user)
    if files:
        value, local = f"{day.isoformat()}:{_at(desk, end)}", end.astimezone(desk.policy.zone)
        text = desk.look.say.md("rota.shift_end", count=len(files), end=f"{local:%H:%M}")
        drawn = shift_end_card(text, files, desk.look, desk.link, now, value)
        key = message_key(user, value)
        outbox.enqueue(session, key=key, channel=user, text=text, blocks=drawn, now=now, rank=1)


def _job(user_id: str, desk: Desk, end: datetime) -> str:
    """Somebody who is moved to a later shift on the same day is told at its end too."""
    return f"shift_end:{user_id}:{_at(desk, end)}"


def _at(desk: Desk, end: datetime) -> str:
    return f"{end.astimezone(desk.policy.zone):%H%M}"
