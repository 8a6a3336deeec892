"""Sweeping: extras of a message that was once in doubt are removed, so that it stands in Slack exactly once."""

from collections.abc import Sequence

import structlog

from bot.messenger import Doubtful, Letter, Messenger, NotAllSearched, Posted, RateLimited, Rejected, Unreachable
from handlers.casework.desk import Desk
from storage import sweeps
from storage.failpoints import reached
from storage.private import told_as
from storage.sweeps import Sweep

log = structlog.get_logger()


async def sweep(desk: Desk, messenger: Messenger, one: Sweep) -> None:
    """Look for the message's key, and remove whatever stands beside the one that we know.

    What cannot be done now is done at the next look; a look that was refused does not count as one.
    """
    try:
        for extra in await _standing(messenger, one):
            if extra.ts == one.standing.ts or not await desk.db.read(sweeps.is_standing, one):
                continue
            reached("sweep/before_remove")
            await messenger.remove(extra)
            reached("sweep/after_remove")
            log.info("an extra message was removed", key=told_as(one.key), ts=extra.ts)
    except (RateLimited, Unreachable, Doubtful) as failed:
        log.info("slack could not be searched; again in a while", key=told_as(one.key), because=str(failed))
        return
    except Rejected as refused:
        log.warning("slack could not be searched", key=told_as(one.key), because=str(refused))
        await desk.db.write(sweeps.put_off, one, desk.clock.now())
        return
    await desk.db.write(sweeps.record, one, desk.clock.now())


async def _standing(messenger: Messenger, one: Sweep) -> Sequence[Posted]:
    """Whatever has its key, as far back as can be seen."""
    letter = Letter(one.standing.channel, "", [], key=one.key, thread_ts=one.thread_ts)
    try:
        return await messenger.find_all(letter, one.since)
    except NotAllSearched as too_many:
        log.warning("too much was said since to look through", key=told_as(one.key), because=str(too_many))
        return too_many.found
