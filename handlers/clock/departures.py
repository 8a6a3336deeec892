"""Departures: every morning the open cases and tasks of those who left are offered to the supervisors."""

from datetime import date

from sqlmodel import Session

from bot.cards.rota_card import departed_card
from handlers.casework.desk import Desk
from handlers.clock import digest
from storage import case_lists, occurrences, outbox, tasks

NAME = "departures"
_SHOWN = 1000


async def look_around(desk: Desk) -> None:
    """Once a day, at the digest's time: who holds cases or tasks and is deactivated, or has no role any more."""
    today = digest.local_date(desk)
    if digest.due_at(desk, today) > desk.clock.now():
        return
    if desk.directory.looked_on != today:  # each process for itself: none of them gives the gone a new case
        holders = await desk.db.read(_holders)
        if not await desk.directory.look_who_left({*holders, *desk.policy.team()}):
            return
        desk.directory.looked_on = today
    if not await desk.db.read(occurrences.is_done, NAME, today):
        await desk.db.write(_offer, desk, today)
        desk.to_send.set()


def message_key(value: str) -> str:
    """The key of a day's message about somebody: `value` is of its button."""
    return f"departed:{value}"


def _holders(session: Session) -> list[str]:
    """Everybody who answers for a case, or has something to do by name."""
    return sorted({*case_lists.holders(session), *tasks.holders(session)})


def _offer(session: Session, desk: Desk, today: date) -> None:
    now = desk.clock.now()
    if not occurrences.win(session, NAME, today, now):
        return
    for user in _holders(session):
        is_gone = user in desk.directory.gone
        if not is_gone and desk.policy.actor(user).role is not None:
            continue
        files, named = case_lists.cases_of(session, user, _SHOWN), tasks.by_name(session, user, _SHOWN)
        if not files and not named:
            continue
        key = "rota.departed_gone" if is_gone else "rota.departed_left"
        title = desk.look.say.md(key, who=desk.directory.name(user), count=len(files), tasks=len(named))
        value = f"{user}:{today.isoformat()}"
        outbox.enqueue(
            session,
            key=message_key(value),
            channel=desk.policy.shop.supervisors_channel,
            text=title,
            blocks=departed_card(title, files, desk.look, desk.link, now, value),
            now=now,
            rank=max((file.case.grade.rank for file in files), default=0),
        )
