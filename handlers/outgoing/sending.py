"""Sending: texts that were asked for are handed over to their gateways, one after the other, by one process each."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.outreach import NotTaken, TryLater, Unclear
from handlers.casework import dispatching
from handlers.casework.desk import Desk
from handlers.casework.dispatching import Handover
from storage import dispatches
from storage.failpoints import reached
from storage.trouble import is_the_databases

log = structlog.get_logger()
_LOOK_AGAIN_SECONDS = 2.0
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
        reference = await handover.gateway.send(handover.parcel)
    except NotTaken as refused:
        log.warning("a gateway refused a text", because=str(refused), **told)
        after = partial(dispatching.was_refused, because=str(refused))
    except TryLater as later:
        log.info("a text goes out later", because=str(later), **told)
        after = partial(dispatching.comes_later, after=later.after)
    except Unclear as unclear:
        log.warning("nobody knows whether a text went out", because=str(unclear), **told)
        repeated = handover.gateway.repeats_safely
        after = (
            partial(dispatching.comes_later, after=None)
            if repeated
            else partial(dispatching.is_unclear, because=str(unclear))
        )
    except Exception as failed:
        log.exception("a gateway failed in a way of its own", **told)
        after = partial(dispatching.is_unclear, because=type(failed).__name__)
    else:
        reached("sending/handed_over")
        after = partial(dispatching.went_out, reference=reference)
    await desk.db.write(after, desk, handover)
