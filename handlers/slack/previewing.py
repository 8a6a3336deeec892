"""Previewing: while somebody writes to a customer, the dialog shows the message and what may not be said in it."""

from collections.abc import Awaitable, Callable

from sqlmodel import Session

from bot.cards.actions import Press
from bot.messenger import Block
from handlers.slack.contacting import preview_of_contact
from handlers.slack.door import Afterwards, Door
from handlers.slack.drills import preview_of_drill
from handlers.slack.following_up import preview_of_follow_up
from handlers.slack.inviting import preview_of_invitation
from handlers.slack.pressed import Pressed
from handlers.slack.replying import preview_of_reply
from handlers.slack.views import redrawn

Draw = Callable[[Session, Door, Pressed], Block]
_DIALOGS: dict[str, Draw] = {
    "contact": preview_of_contact,
    "drill": preview_of_drill,
    "follow_up": preview_of_follow_up,
    "invite": preview_of_invitation,
    "reply": preview_of_reply,
}


def register(door: Door) -> None:
    """Listen to what is typed into each of these dialogs; Slack tells of every letter."""
    for name, draw in _DIALOGS.items():
        door.on_press(f"{Press.PREVIEW}:{name}", _typing(door, draw))


def _typing(door: Door, draw: Draw) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        return await redrawn(door, pressed, draw)

    return handle
