"""Reporting: a month's report to whoever asks, while they see how far the counting is; and sent to the managers.

Counting may take longer than Slack waits for an answer: then the answer says so, and the report follows by the address
that came with the command. It takes five answers in half an hour, and what it said cannot be replaced.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.period_card import period_card
from bot.messenger import Block
from bot.rules.figures.period import Period
from bot.rules.refusals.team import PublishingNeedsLead
from bot.vocabulary import Role
from handlers.reports.gathering import ALL_STEPS, gather
from handlers.reports.sending import drawn, put_in_the_outbox, title_of
from handlers.slack.door import Afterwards, Door
from handlers.slack.pressed import Pressed
from handlers.slack.unheard import UNHEARD
from storage.cases import count_once

log = structlog.get_logger()
_ANSWER_SECONDS, _TELL_SECONDS, _MOST_TOLD = 1.5, 8.0, 2
_OK = 200


@dataclass
class Progress:
    """How many passes are done; counted in the thread that counts, read on the loop."""

    done: int = 0

    def step(self) -> None:
        """One more."""
        self.done += 1


@dataclass
class Counting:
    """Answers that are still being counted: the loop keeps only weak references to tasks."""

    tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def keep(self, task: "asyncio.Task[None]") -> None:
        """Until it is done."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


_counting = Counting()


async def settled() -> None:
    """Until nothing is being counted any more."""
    while _counting.tasks:
        await asyncio.wait(set(_counting.tasks))


def register(door: Door) -> None:
    """Listen to the button that sends a report to the managers."""
    door.on_press(Press.REPORT_PUBLISH, _publishing(door))


async def report_reply(
    door: Door, user: str, month: date, response_url: str | None, more: Callable[[], Awaitable[list[Block]]]
) -> list[Block]:
    """The report at once where that is possible, else how far it is; `more` is what follows the figures."""
    progress = Progress()
    task = asyncio.create_task(_whole(door, user, month, progress, more))
    done, _ = await asyncio.wait({task}, timeout=_ANSWER_SECONDS if response_url else None)
    if done or response_url is None:
        return await task
    _counting.keep(asyncio.create_task(_told_later(door, month, progress, task, response_url)))
    return _how_far(door, month, progress)


async def _whole(
    door: Door, user: str, month: date, progress: Progress, more: Callable[[], Awaitable[list[Block]]]
) -> list[Block]:
    desk, period = door.desk, Period.month(month)
    report = await desk.db.read(gather, desk.policy, period, desk.clock.now(), step=progress.step)
    _, card = period_card(report, desk.look)
    return [*card, *_publish_row(door, user, month), *await more()]


def _publish_row(door: Door, user: str, month: date) -> list[Block]:
    if not door.desk.policy.actor(user).is_at_least(Role.LEAD):
        return []
    send = blocks.button(door.desk.look.say("reports.publish"), Press.REPORT_PUBLISH, month.isoformat())
    return [blocks.actions("report", [send])]


async def _told_later(
    door: Door, month: date, progress: Progress, task: "asyncio.Task[list[Block]]", response_url: str
) -> None:
    """How far it is, a few times, and then the report."""
    for _ in range(_MOST_TOLD):
        done, _ = await asyncio.wait({task}, timeout=_TELL_SECONDS)
        if done:
            break
        await _say(response_url, _how_far(door, month, progress))
    try:
        reply = await task
    except Exception:
        log.exception("a report failed")
        reply = [blocks.section(door.trouble("report"))]
    await _say(response_url, reply)


async def _say(response_url: str, reply: list[Block]) -> None:
    """A private answer that does not arrive is asked for again by its reader."""
    sender = AsyncWebhookClient(response_url, retry_handlers=[], timeout=5)
    said = blocks.first_words(reply)
    try:
        told = await sender.send(text=said, blocks=reply, response_type="ephemeral", replace_original=False)
    except UNHEARD as failed:
        log.warning("a report was not delivered", because=str(failed))
        return
    if told.status_code != _OK:
        log.warning("a report was not taken", status=told.status_code)


def _how_far(door: Door, month: date, progress: Progress) -> list[Block]:
    say, title = door.desk.look.say, title_of(door.desk, Period.month(month))
    return [blocks.section(say.md("reports.counting", title=title, done=progress.done, of=ALL_STEPS))]


def _publishing(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        desk = door.desk
        if not desk.policy.actor(pressed.user_id).is_at_least(Role.LEAD):
            raise PublishingNeedsLead(pressed.user_id)
        period = Period.month(date.fromisoformat(pressed.value))
        await desk.db.write(count_once, pressed.key, desk.clock.now())
        _counting.keep(asyncio.create_task(_publish(door, pressed, period)))
        return None

    return handle


async def _publish(door: Door, pressed: Pressed, period: Period) -> None:
    desk = door.desk
    try:
        one = await desk.db.read(drawn, desk, period)
        await desk.db.write(put_in_the_outbox, desk, f"report:asked:{pressed.key}", one)
    except Exception:
        log.exception("a report could not be sent", period=str(period.begin))
        await door.whisper.to(pressed, door.trouble("report"))
        return
    desk.to_send.set()
    await door.whisper.to(pressed, desk.look.say.md("reports.published"))
