"""Views: showing a dialog where the person is, and the lists that buttons open."""

from collections.abc import Callable
from functools import partial

from sqlmodel import Session

from bot.cards import blocks, lists
from bot.cards.actions import Lists
from bot.messenger import Block
from handlers.slack.door import Afterwards, Door
from handlers.slack.pressed import Pressed
from storage import case_lists


async def show_view(door: Door, pressed: Pressed, view: Block, *, instead: bool = False) -> None:
    """Open it; from inside a dialog push it on top, or put it `instead` of that dialog."""
    if pressed.view_id is None:
        await door.client.views_open(trigger_id=pressed.trigger_id, view=view)
    elif instead:
        await door.client.views_update(view_id=pressed.view_id, view=view)
    else:
        await door.client.views_push(trigger_id=pressed.trigger_id, view=view)


async def redrawn(door: Door, pressed: Pressed, draw: Callable[[Session, Door, Pressed], Block | None]) -> Afterwards:
    """Draw the dialog anew as it is filled in now, or leave it where `draw` has nothing to change.

    Answers may overtake each other: only the newest is shown.
    """
    view_id = pressed.view_id or ""
    door.drawing[view_id] = pressed.key
    try:
        view = await door.desk.db.read(draw, door, pressed)
    except BaseException:
        door.drawing.pop(view_id, None)
        raise
    return partial(_show_newest, door, view_id, pressed.key, view)


async def _show_newest(door: Door, view_id: str, key: str, view: Block | None) -> None:
    if door.drawing.get(view_id) != key:
        return
    if view:
        await door.client.views_update(view_id=view_id, view=view)
    if door.drawing.get(view_id) == key:
        del door.drawing[view_id]


async def list_view(door: Door, which: Lists, user_id: str) -> Block:
    """One of the lists as a dialog."""
    say = door.desk.look.say
    return blocks.modal(say(f"lists.{which}"), await listed(door, which, user_id), close=say("buttons.close"))


async def listed(door: Door, which: Lists, user_id: str) -> list[Block]:
    """One of the lists as blocks."""
    desk, now, most = door.desk, door.desk.clock.now(), lists.MOST + 1
    match which:
        case Lists.OVERDUE:
            files = await desk.db.read(case_lists.overdue, now, desk.policy.deadlines.follow_up_grace, most)
        case Lists.UNCLAIMED:
            files = await desk.db.read(case_lists.unclaimed, most)
        case _:
            files = await desk.db.read(case_lists.cases_of, user_id, most)
    say, empty = desk.look.say, desk.look.say.md(f"lists.empty_{which}")
    title, is_mine = say.md(f"lists.{which}"), which is Lists.MINE
    return lists.case_list(title, files, desk.look, desk.link, now, empty, is_mine=is_mine)
