"""Sending: texts that were asked for are handed over to their gateways, one after the other, by one process each."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.masking import mask_text
from bot.outreach import NotTaken, TryLater, Unclear
from handlers.casework import dispatch_outcomes, dispatching
from handlers.casework.desk import Desk
from handlers.casework.dispatch_outcomes import Handover
from storage import dispatches
from storage.failpoints import reached
from storage.trouble import is_the_databases

log = structlog.get_logger()
_LOOK_AGAIN_SECONDS = 2.0
_WORDS = 300
_MOST_SECONDS = 45.0  # shorter than the lease
NewLease = Callable[[], str]


async def keep_sending(desk: Desk, new_lease: NewLease = lambda: secrets.token_hex(8)) -> None:
    """The loop: woken by what is asked for, and every now and then for what was put off or left behind."""
    while True:
        desk.to_dispatch.clear()
        try:
            await send_all(desk, new_lease)
        except SQLAlchemyError as failed:
            if not is_the_databases(failed):
                raise
            log.exception("the database does not answer the sending")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_AGAIN_SECONDS):
                await desk.to_dispatch.wait()


async def send_all(desk: Desk, new_lease: NewLease = lambda: secrets.token_hex(8)) -> None:
    """Hand over everything that is due now."""
    while await desk.db.read(dispatches.any_due, desk.clock.now()):  # a look costs no write lock
        handover = await desk.db.write(dispatching.take, desk, new_lease())
        if handover:
            reached("sending/taken")
            await _hand_over(desk, handover)
        desk.to_send.set()


async def _hand_over(desk: Desk, handover: Handover) -> None:
    """Whatever comes of it is committed before the next one goes."""
    told = {"case": handover.dispatch.case_id, "outlet": handover.dispatch.outlet}
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            reference = await handover.gateway.send(handover.parcel)
    except NotTaken as refused:
        words = _plain(refused)
        log.warning("a gateway refused a text", because=mask_text(words), **told)
        after = partial(dispatch_outcomes.was_refused, because=words)
    except TryLater as later:
        log.info("a text goes out later", because=mask_text(_plain(later)), **told)
        after = partial(dispatch_outcomes.comes_later, after=later.after)
    except (Unclear, TimeoutError) as unclear:
        words = _plain(unclear) or type(unclear).__name__
        log.warning("nobody knows whether a text went out", because=mask_text(words), **told)
        repeated = handover.gateway.repeats_safely
        after = partial(dispatch_outcomes.comes_later if repeated else dispatch_outcomes.is_unclear, because=words)
    except Exception as failed:
        log.exception("a gateway failed in a way of its own", **told)
        after = partial(dispatch_outcomes.is_unclear, because=type(failed).__name__)
    else:
        reached("sending/handed_over")
        after = partial(dispatch_outcomes.went_out, reference=_plain(reference))
    try:
        await desk.db.write(after, desk, handover)
    except Exception as failed:
        if is_the_databases(failed):
            raise  # its trouble is not this text's
        # Nobody gives the lease back: once it is over, the text is one of which nobody knows whether it went.
        log.exception("what came of a text could not be recorded", **told)


def _plain(told: object) -> str:
    """A gateway's words as any database can store them, and no more of them than anybody reads."""
    return str(told)[:_WORDS].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
