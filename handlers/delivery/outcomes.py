"""Outcomes: what became of an errand, written down with all that follows from it, each in one transaction."""

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.messenger import Posted, RateLimited, Rejected, Unreachable
from handlers.casework.desk import Desk
from handlers.delivery import outages
from handlers.delivery.outages import is_the_places_fault
from handlers.delivery.pictures import NotYet
from storage import errands, gathering, places
from storage.choosing import SUMMARY
from storage.errands import Errand
from storage.failpoints import reached
from storage.private import is_private, told_as

__all__ = [
    "backoff",
    "doubt",
    "drop",
    "hold",
    "is_the_places_fault",
    "put_back",
    "refused",
    "sent",
    "unreachable",
    "wait",
]

log = structlog.get_logger()
_SETTLE = timedelta(seconds=10)
_LONGEST_RETRY = timedelta(minutes=2)
_ANEW = 3
_GONE = frozenset({"message_not_found", "thread_not_found"})


async def sent(desk: Desk, errand: Errand, posted: Posted, version: int) -> bool:
    """It stands there."""
    await desk.db.write(_sent, desk, errand, posted, version)
    reached("courier/after_record")
    return True


async def drop(desk: Desk, errand: Errand) -> bool:
    """It waited so long that nobody needs to hear it."""
    log.info("it became moot on its way", key=told_as(errand.key))
    await desk.db.write(errands.drop, errand, desk.clock.now())
    return False


async def hold(desk: Desk, errand: Errand, told: RateLimited) -> bool:
    """Slack asked to wait."""
    await desk.db.write(_hold, errand, timedelta(seconds=told.retry_after), desk.clock.now())
    return False


async def unreachable(desk: Desk, errand: Errand, why: Unreachable) -> bool:
    """It never left: nothing can stand there."""
    log.warning("slack is unreachable", key=told_as(errand.key), because=str(why))
    await desk.db.write(_unreachable, errand, str(why), desk.clock.now(), is_certain=why.is_certain)
    return False


async def wait(desk: Desk, errand: Errand, why: NotYet) -> bool:
    """A picture in it is not there yet; that is no failed attempt."""
    log.info("a message waits for its picture", key=told_as(errand.key), because=str(why))
    await desk.db.write(errands.wait, errand, desk.clock.now() + why.gap)
    return False


async def doubt(desk: Desk, errand: Errand, why: Exception, doubtful_since: datetime) -> bool:
    """Nobody knows: it rests for a while, and is looked for before it is sent again."""
    because = str(why) or type(why).__name__
    log.warning("nobody knows whether it was posted", key=told_as(errand.key), because=because)
    reached("courier/put_back")
    await desk.db.write(_doubt, errand, because, desk.clock.now(), doubtful_since)
    return False


async def refused(desk: Desk, errand: Errand, why: Exception) -> bool:
    """Slack said no: the card is gone, the place takes nothing, or it is the message itself."""
    now = desk.clock.now()
    if _is_card_gone(errand, why):
        log.info("the card was deleted in Slack; posting it anew", key=told_as(errand.key))
        await desk.db.write(_post_anew, errand, now)
        return True
    log.error("cannot be delivered", key=told_as(errand.key), channel=_place(errand), because=str(why))
    await desk.db.write(_refused, desk, errand, why, now)
    return False


async def put_back(desk: Desk, errand: Errand, gap: timedelta, doubtful_since: datetime | None) -> None:
    """Try again after a while."""
    again = desk.clock.now() + gap
    await desk.db.write(errands.put_back, errand, not_before=again, doubtful_since=doubtful_since)


def backoff(errand: Errand) -> timedelta:
    """Ever longer between tries."""
    return min(timedelta(seconds=float(2 ** min(errand.attempts, 10))), _LONGEST_RETRY)


def _sent(session: Session, desk: Desk, errand: Errand, posted: Posted, version: int) -> None:
    now = desk.clock.now()
    if errands.record_sent(session, errand, posted, version, now):
        if errand.gathered_in is not None:
            gathering.leave(session, errand.gathered_in)
        if errand.kind == SUMMARY:
            gathering.rest(session, errand.id, now)
    outages.note_well(session, desk, errand, now)
    reached("courier/before_record")


def _hold(session: Session, errand: Errand, gap: timedelta, now: datetime) -> None:
    places.hold(session, errand.channel, now, gap)
    errands.put_back(session, errand, not_before=now, doubtful_since=errand.doubtful_since)


def _unreachable(session: Session, errand: Errand, because: str, now: datetime, *, is_certain: bool) -> None:
    places.note_trouble(session, because, now, is_certain=is_certain)
    errands.put_back(session, errand, not_before=now + backoff(errand), doubtful_since=errand.doubtful_since)


def _doubt(session: Session, errand: Errand, because: str, now: datetime, doubtful_since: datetime) -> None:
    places.note_trouble(session, because, now, is_certain=False)
    again = now + max(_SETTLE, backoff(errand))
    errands.put_back(session, errand, not_before=again, doubtful_since=doubtful_since)


def _post_anew(session: Session, errand: Errand, now: datetime) -> None:
    errands.forget_post(session, errand)
    if errand.thread:  # the line follows its card
        errands.put_back(session, errand, not_before=now, doubtful_since=errand.doubtful_since)


def _refused(session: Session, desk: Desk, errand: Errand, why: Exception, now: datetime) -> None:
    if isinstance(why, Rejected) and is_the_places_fault(why):
        outages.note_broken(session, desk, errand, why, now)
        errands.put_back(session, errand, not_before=now, doubtful_since=errand.doubtful_since)
    else:
        outages.note_dead(session, desk, errand, why, now)


def _place(errand: Errand) -> str:
    """Where it was to stand, unless that tells whom a private message was for."""
    return told_as(errand.key) if is_private(errand.key) else errand.channel


def _is_card_gone(errand: Errand, why: Exception) -> bool:
    """Whether the card, or the one whose thread a line is for, was deleted; not for ever: it may be another reason."""
    gone = isinstance(why, Rejected) and why.code in _GONE and (errand.posted or errand.thread) is not None
    return gone and errand.attempts < _ANEW
