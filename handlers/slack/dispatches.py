"""Dispatches in Slack: the two answers to whether an unclear text went out."""

from collections.abc import Awaitable, Callable

from bot.cards.actions import Press
from handlers.casework.dispatch_outcomes import look_up
from handlers.slack.decisions import shown_again
from handlers.slack.door import Afterwards, Door
from handlers.slack.pressed import Pressed


def register(door: Door) -> None:
    """Listen to both."""
    door.on_press(Press.DISPATCH_SENT, _looked_up(door, was_sent=True))
    door.on_press(Press.DISPATCH_LOST, _looked_up(door, was_sent=False))


def _looked_up(door: Door, *, was_sent: bool) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await look_up(door.desk, pressed.number, by, was_sent=was_sent, once=pressed.key)
        return shown_again(door, pressed)

    return handle
