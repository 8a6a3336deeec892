"""Buddies: somebody wants five minutes with a colleague; one after the other is asked, and nobody else hears of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot.cards.wellbeing_card import Drawn, buddy_card, nobody_card, told_card
from bot.rules.refusals.cases import AlreadyDone
from bot.rules.strain import HALVINGS
from bot.rules.strain import strain as strain_of
from handlers.casework.desk import Desk
from handlers.casework.duty import off_duty
from storage import buddies, outbox, strain, wellbeing
from storage.buddies import Ask
from storage.cases import count_once
from storage.private import message_key

_PATIENCE = timedelta(minutes=10)
_CROSSING = timedelta(minutes=1)  # who presses again so soon has not read that somebody comes


class Stand(StrEnum):
    """A colleague has been asked now; or before, and has not answered yet; or is coming, as nobody could know yet."""

    IS_ASKED = "is_asked"
    WAITS = "waits"
    COMES = "comes"


@dataclass(frozen=True)
class Asked:
    """Who is to come, and how it stands with them. None: nobody is left."""

    buddy: str | None
    stand: Stand = Stand.IS_ASKED


async def ask(desk: Desk, user_id: str, *, once: str) -> Asked:
    """Ask a colleague to come. Whoever was asked ten minutes ago and says nothing is not waited for."""
    asked = await desk.db.write(_ask, desk, user_id, once)
    desk.to_send.set()
    return asked


async def comes(desk: Desk, number: int, user_id: str, *, once: str) -> bool:
    """The colleague is on the way; False where another one was asked meanwhile, or it is over."""
    is_theirs = await desk.db.write(_comes, desk, number, user_id, once)
    desk.to_send.set()
    return is_theirs


async def cannot(desk: Desk, number: int, user_id: str, *, once: str) -> None:
    """The colleague cannot now: the next one is asked; when nobody is left, the asker hears it."""
    await desk.db.write(_cannot, desk, number, user_id, once)
    desk.to_send.set()


def _ask(session: Session, desk: Desk, user_id: str, once: str) -> Asked:
    """Their row is locked first: of two presses at once the second finds what the first has begun."""
    wellbeing.lock(session, user_id)
    now = desk.clock.now()
    count_once(session, once, now)
    before = buddies.newest(session, user_id, now - timedelta(days=1))
    if before and before.is_over:
        if outbox.is_newer(session, message_key(user_id, f"buddy:{before.id}:comes"), now - _CROSSING):
            return Asked(before.buddy, Stand.COMES)
    elif before:
        if before.asked_at > now - _PATIENCE:
            return Asked(before.buddy, Stand.WAITS)
        _settle_message(session, before, told_card("wellbeing.buddy_too_late", desk.look))
        return Asked(_pass_on(session, desk, before, now))
    buddy = _next(session, desk, user_id, (), now)
    if buddy:
        _tell_buddy(session, desk, buddies.add(session, user_id, buddy, now), now)
    return Asked(buddy)


def _comes(session: Session, desk: Desk, number: int, user_id: str, once: str) -> bool:
    now = desk.clock.now()
    count_once(session, once, now)
    one = buddies.load(session, number)
    if one is None or one.is_over or one.buddy != user_id:
        return False
    buddies.end(session, one)
    _settle_message(session, one, told_card("wellbeing.buddy_on_the_way", desk.look))
    told = told_card("wellbeing.buddy_comes", desk.look, name=desk.directory.name(user_id))
    _tell(session, one.user_id, f"buddy:{number}:comes", told, now)
    return True


def _cannot(session: Session, desk: Desk, number: int, user_id: str, once: str) -> None:
    now = desk.clock.now()
    count_once(session, once, now)
    one = buddies.load(session, number)
    if one is None or one.is_over or one.buddy != user_id:
        raise AlreadyDone(once)
    _settle_message(session, one, told_card("wellbeing.buddy_other", desk.look))
    following = _pass_on(session, desk, one, now)
    if following is None:
        _tell(session, one.user_id, f"buddy:{number}:nobody", nobody_card(desk.look), now)
        return
    names = {"name": desk.directory.name(user_id), "following": desk.directory.name(following)}
    told = told_card("wellbeing.buddy_next", desk.look, **names)
    _tell(session, one.user_id, f"buddy:{number}:next:{following}", told, now)


def _pass_on(session: Session, desk: Desk, one: Ask, now: datetime) -> str | None:
    following = _next(session, desk, one.user_id, (*one.tried, one.buddy), now)
    if following is None:
        buddies.end(session, one)
        return None
    _tell_buddy(session, desk, buddies.pass_on(session, one, following, now), now)
    return following


def _next(session: Session, desk: Desk, user_id: str, tried: Collection[str], now: datetime) -> str | None:
    """Their own buddy, else of those on duty whoever has the least strain; nobody who is spared intense cases."""
    policy = desk.policy
    not_now = {user_id, *tried} | off_duty(session, desk, now) | strain.paused(session, now)
    who = policy.people.get(user_id)
    if who and who.buddy and who.buddy not in not_now and policy.actor(who.buddy).role:
        return who.buddy
    free = [one for one in policy.roles.agents if one not in not_now]
    rules, weights = policy.wellbeing, policy.assignment.weights
    felt = strain.felt_since(session, now - HALVINGS * rules.halves_every, free)
    burden = {one: strain_of(felt.get(one, ()), now, weights, rules.halves_every) for one in free}
    return min(free, key=lambda one: (burden[one], desk.directory.name(one), one), default=None)


def _tell_buddy(session: Session, desk: Desk, one: Ask, now: datetime) -> None:
    drawn = buddy_card(desk.directory.name(one.user_id), one.id, desk.look)
    _tell(session, one.buddy, f"buddy:{one.id}", drawn, now)


def _settle_message(session: Session, one: Ask, drawn: Drawn) -> None:
    """The message to whoever was asked loses its buttons."""
    outbox.rewrite(session, message_key(one.buddy, f"buddy:{one.id}"), text=drawn[0], blocks=drawn[1])


def _tell(session: Session, user_id: str, what: str, drawn: Drawn, now: datetime) -> None:
    text, blocks = drawn
    outbox.enqueue(session, key=message_key(user_id, what), channel=user_id, text=text, blocks=blocks, now=now, rank=1)
