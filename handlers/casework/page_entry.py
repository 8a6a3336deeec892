"""Page entry: who may see the managers' page: a link for one person, its exchange for a session, and its end."""

import secrets
from dataclasses import dataclass

from sqlmodel import Session

from bot.case import Actor
from bot.rules.page_pass import Pass, PassKind, read_pass, write_pass
from bot.vocabulary import Role
from handlers.casework.desk import Desk
from storage import page_passes
from storage.shelves import Stamp, stamp, stores_with_reviews

_NUMBER_BYTES = 18


class Closed(Exception):
    """The link or the session opens nothing: unreadable, not ours, over, used, or left."""


class NotTheirs(Exception):
    """The policy does not give them the authority, now."""


@dataclass(frozen=True)
class Entered:
    """Somebody with a session; of the moment they asked: the stores there are, and how far the records have come."""

    user_id: str
    stores: list[str]
    stamp: Stamp


def may_see(by: Actor) -> bool:
    """Leads, supervisors and managers."""
    return by.is_at_least(Role.LEAD)


def link_for(desk: Desk, user_id: str) -> str:
    """The words of a fresh link."""
    return _written(desk, PassKind.LINK, user_id)


async def exchange(desk: Desk, words: str) -> str:
    """A session for a link, once. Raises `Closed` or `NotTheirs`; a link that is not theirs is not used up by it."""
    found = _read(desk, words, PassKind.LINK)
    if not await desk.db.write(page_passes.use_link, found.number, desk.clock.now()):
        raise Closed
    return _written(desk, PassKind.SESSION, found.user_id)


async def enter(desk: Desk, words: str) -> Entered:
    """Asked at every request. Raises `Closed` or `NotTheirs`."""
    found = _read(desk, words, PassKind.SESSION)
    is_ended, stores, how_far = await desk.db.read(_looked_up, found.number)
    if is_ended:
        raise Closed
    return Entered(found.user_id, stores, how_far)


async def leave(desk: Desk, words: str) -> None:
    """The session is over, also for whoever kept its words; one that is none is left alone."""
    keys, now = _keys(desk), desk.clock.now()
    if found := read_pass(words, PassKind.SESSION, keys, now):
        await desk.db.write(page_passes.end_session, found.number, now)


def _written(desk: Desk, kind: PassKind, user_id: str) -> str:
    rules = desk.policy.page
    length = rules.link if kind is PassKind.LINK else rules.session
    one = Pass(kind, user_id, desk.clock.now() + length, secrets.token_urlsafe(_NUMBER_BYTES))
    return write_pass(one, _keys(desk)[0])


def _read(desk: Desk, words: str, kind: PassKind) -> Pass:
    found = read_pass(words, kind, _keys(desk), desk.clock.now())
    if found is None:
        raise Closed
    if not may_see(desk.policy.actor(found.user_id)):
        raise NotTheirs
    return found


def _keys(desk: Desk) -> list[bytes]:
    """The first signs; the others still open what was signed before the keys were changed."""
    assert desk.db.keys, "a desk that serves has its keys"
    return [one.page for one in desk.db.keys.keys]


def _looked_up(session: Session, number: str) -> tuple[bool, list[str], Stamp]:
    return page_passes.is_ended(session, number), stores_with_reviews(session), stamp(session)
