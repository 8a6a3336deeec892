"""Previewing: while somebody writes to a customer, the dialog shows the message and what may not be said in it."""

from collections.abc import Awaitable, Callable
from functools import partial

from sqlmodel import Session

from bot.cards.actions import Press
from bot.messenger import Block
from handlers.slack.contacting import preview_of_contact
from handlers.slack.door import Afterwards, Door
from handlers.slack.following_up import preview_of_follow_up
from handlers.slack.inviting import preview_of_invitation
from handlers.slack.pressed import Pressed
from handlers.slack.replying import preview_of_reply

Draw = Callable[[Session, Door, Pressed], Block]
_DIALOGS: dict[str, Draw] = {
    "contact": preview_of_contact,
    "follow_up": preview_of_follow_up,
    "invite": preview_of_invitation,
    "reply": preview_of_reply,
}


def register(door: Door) -> None:
    """Listen to what is typed into each of these dialogs."""
    newest: dict[str, str] = {}
    for name, draw in _DIALOGS.items():
        door.on_press(f"{Press.PREVIEW}:{name}", _typing(door, draw, newest))


def _typing(door: Door, draw: Draw, newest: dict[str, str]) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """Slack tells of every letter, and answers may overtake each other: only the newest is shown."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        view_id = pressed.view_id or ""
        newest[view_id] = pressed.key
        view = await door.desk.db.read(draw, door, pressed)
        return partial(_shown, door, view_id, pressed.key, view, newest)

    return handle


async def _shown(door: Door, view_id: str, key: str, view: Block, newest: dict[str, str]) -> None:
    if newest.get(view_id) == key:
        await door.client.views_update(view_id=view_id, view=view)
        if newest.get(view_id) == key:
            del newest[view_id]
