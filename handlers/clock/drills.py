"""Drills by the month: who had none is offered one, an hour after the digest; reminded once after a week."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.cards.drill_card import offer_card
from bot.rules.drills import REMIND_AFTER
from bot.vocabulary import Role
from handlers.casework.desk import Desk
from handlers.casework.drills import offer_key
from handlers.clock import digest
from storage import drill_offers, drills, occurrences, outbox
from storage.figures import bounds

NAME = "drills"
_AFTER_DIGEST = timedelta(hours=1)
_BACK_DAYS = 3


async def offer_due(desk: Desk) -> int:
    """Offer the month's drill where it is due and was not; to how many. What was missed is made up three days back."""
    month = _due(desk)
    if month is None or await desk.db.read(occurrences.is_done, NAME, month):
        return 0
    offered = await desk.db.write(_offer, desk, month)
    desk.to_send.set()
    return offered


def next_offer(desk: Desk) -> datetime | None:
    """When the next month's, or this month's, is due."""
    if not desk.policy.drills.monthly:
        return None
    this = digest.local_date(desk).replace(day=1)
    following = (this + timedelta(days=31)).replace(day=1)
    return min(at for month in (this, following) if (at := _due_at(desk, month)) > desk.clock.now())


def remind(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Once: whoever began one meanwhile hears nothing."""
    user_id, month = drill_offers.remind(session, number)
    if not _wants(desk, user_id) or drills.had_since(session, [user_id], bounds(month, desk.policy.zone)[0]):
        return
    _tell(session, desk, user_id, month, now, again=True)


def _due(desk: Desk) -> date | None:
    if not desk.policy.drills.monthly:
        return None
    now, month = desk.clock.now(), digest.local_date(desk).replace(day=1)
    due = _due_at(desk, month)
    return month if due <= now < due + timedelta(days=_BACK_DAYS) else None


def _due_at(desk: Desk, month: date) -> datetime:
    return digest.due_at(desk, month.replace(day=desk.policy.drills.day)) + _AFTER_DIGEST


def _offer(session: Session, desk: Desk, month: date) -> int:
    now = desk.clock.now()
    if not occurrences.win(session, NAME, month, now):
        return 0
    agents = [user for user in desk.policy.roles.agents if _wants(desk, user)]
    had = drills.had_since(session, agents, bounds(month, desk.policy.zone)[0])
    wanting = [user for user in agents if user not in had]
    for user in wanting:
        if drill_offers.add(session, user, month, now, now + REMIND_AFTER):
            _tell(session, desk, user, month, now, again=False)
    return len(wanting)


def _wants(desk: Desk, user_id: str) -> bool:
    """Agents, and only as long as they are that."""
    return desk.policy.drills.monthly and desk.policy.actor(user_id).role is Role.AGENT


def _tell(session: Session, desk: Desk, user_id: str, month: date, now: datetime, *, again: bool) -> None:
    text, blocks = offer_card(desk.look, again=again)
    key = offer_key(user_id, month, again=again)
    outbox.enqueue(session, key=key, channel=user_id, text=text, blocks=blocks, now=now)
