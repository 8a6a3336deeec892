"""Month: the figures so far on a manager's Home and, whole, in a dialog; counted once for all who look."""

import asyncio
from functools import partial

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.period_card import period_card
from bot.messenger import Block
from bot.rules.figures.period import Period, Scope
from bot.rules.figures.report import Report, report_of
from bot.rules.refusals.team import PublishingNeedsLead
from bot.vocabulary import Role
from handlers.slack.dashboard_link import dashboard_blocks
from handlers.slack.door import Afterwards, Door
from handlers.slack.pressed import Pressed
from storage.shelves import stamp

_AT_ONCE_SECONDS, _MOST_SECONDS = 0.5, 120.0


def register(door: Door) -> None:
    """Listen to the button that shows the whole of it."""

    async def handle(pressed: Pressed) -> Afterwards:
        if not door.desk.policy.actor(pressed.user_id).is_at_least(Role.LEAD):
            raise PublishingNeedsLead(pressed.user_id)
        report = await counted(door, _AT_ONCE_SECONDS)
        opened = await door.client.views_open(trigger_id=pressed.trigger_id, view=_view(door, report, pressed.user_id))
        return None if report else partial(_shown_later, door, opened["view"]["id"], pressed.user_id)

    door.on_press(Press.MONTH, handle)


async def counted(door: Door, patience: float = _AT_ONCE_SECONDS) -> Report | None:
    """This month so far; None while it takes longer than `patience` seconds. It goes on being counted meanwhile."""
    desk = door.desk
    period = Period.month(desk.clock.now().astimezone(desk.policy.zone).date())
    found = await door.figures.counted(period, Scope(), await desk.db.read(stamp), patience)
    return None if isinstance(found, int) else report_of(found.now, found.before, desk.policy.targets)


async def counted_at_last(door: Door) -> Report | None:
    """The same, however long it takes; None where even two minutes are not enough."""
    return await counted(door, _MOST_SECONDS)


async def _shown_later(door: Door, view_id: str, user_id: str) -> None:
    if report := await counted_at_last(door):
        await door.client.views_update(view_id=view_id, view=await asyncio.to_thread(_view, door, report, user_id))


def _view(door: Door, report: Report | None, user_id: str) -> Block:
    look = door.desk.look
    if report is None:
        shown = [blocks.section(look.say.md("home.month_counting"))]
    else:
        shown = [*period_card(report, look)[1], *dashboard_blocks(door, user_id)]
    return blocks.modal(look.say("home.month"), shown, close=look.say("buttons.close"))
