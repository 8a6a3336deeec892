"""Decisions: what the digest's buttons open: a question that waits, as its message reads now; the rest of the day."""

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlmodel import Session

from bot.cards.actions import Press
from bot.cards.digest_decisions import decision_view
from bot.messenger import Block
from bot.rules.figures.morning import Matter
from bot.rules.refusals.cases import UnknownCase
from handlers.casework import causes, dispatch_outcomes, product_alerts, reply_approval
from handlers.casework.desk import Desk
from handlers.clock import digest
from handlers.slack.door import Afterwards, Door
from handlers.slack.pressed import Pressed
from handlers.slack.views import show_view
from storage import outbox

_KEYS: dict[str, Callable[[Session, Desk, int], str]] = {
    Matter.ALERT: lambda _session, _desk, number: product_alerts.message_key(number),
    Matter.CAUSE: lambda _session, _desk, number: causes.dispute_key(number),
    Matter.REPLY: reply_approval.message_key,
    Matter.UNCLEAR: lambda session, _desk, number: dispatch_outcomes.message_key(session, number),
}


def register(door: Door) -> None:
    """Listen to both."""

    async def deciding(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        await show_view(door, pressed, await door.desk.db.read(_asked, door.desk, pressed.value))
        return None

    async def showing(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        await show_view(door, pressed, await digest.whole_day(door.desk, date.fromisoformat(pressed.value)))
        return None

    door.on_press(Press.DECIDE, deciding)
    door.on_press(Press.FIGURES, showing)


def shown_again(door: Door, pressed: Pressed) -> Afterwards:
    """A question that was answered in its dialog says there what became of it; elsewhere its message does."""
    key = pressed.brought.get("message") if pressed.view_id else None
    return partial(_show_again, door, pressed, str(key)) if key else None


async def _show_again(door: Door, pressed: Pressed, key: str) -> None:
    view = await door.desk.db.read(_view, door.desk, key)
    await door.client.views_update(view_id=pressed.view_id, view=view)


def _asked(session: Session, desk: Desk, value: str) -> Block:
    """By what waits and its number, `cause:5`."""
    matter, _, number = value.partition(":")
    if matter not in _KEYS or not number.isdecimal():
        raise UnknownCase(0)
    return _view(session, desk, _KEYS[matter](session, desk, int(number)))


def _view(session: Session, desk: Desk, key: str) -> Block:
    blocks = outbox.blocks_of(session, key)
    if blocks is None:
        raise UnknownCase(0)
    return decision_view(blocks, desk.look, key)
