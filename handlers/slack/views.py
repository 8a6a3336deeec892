"""Views: showing a dialog where the person is, and the lists that buttons open."""

from bot.cards import blocks, lists
from bot.cards.actions import Lists
from bot.messenger import Block
from handlers.slack.door import Door
from handlers.slack.pressed import Pressed
from storage import case_files


async def show_view(door: Door, pressed: Pressed, view: Block, *, instead: bool = False) -> None:
    """Open it; from inside a dialog push it on top, or put it `instead` of that dialog."""
    if pressed.view_id is None:
        await door.client.views_open(trigger_id=pressed.trigger_id, view=view)
    elif instead:
        await door.client.views_update(view_id=pressed.view_id, view=view)
    else:
        await door.client.views_push(trigger_id=pressed.trigger_id, view=view)


async def list_view(door: Door, which: Lists, user_id: str) -> Block:
    """One of the lists as a dialog."""
    say = door.desk.look.say
    return blocks.modal(say(f"lists.{which}"), await listed(door, which, user_id), close=say("buttons.close"))


async def listed(door: Door, which: Lists, user_id: str) -> list[Block]:
    """One of the lists as blocks."""
    desk, now, most = door.desk, door.desk.clock.now(), lists.MOST + 1
    match which:
        case Lists.OVERDUE:
            files = await desk.db.read(case_files.overdue, now, desk.policy.deadlines.follow_up_grace, most)
        case Lists.UNCLAIMED:
            files = await desk.db.read(case_files.unclaimed, most)
        case _:
            files = await desk.db.read(case_files.cases_of, user_id, most)
    say, empty = desk.look.say, desk.look.say.md(f"lists.empty_{which}")
    title, is_mine = say.md(f"lists.{which}"), which is Lists.MINE
    return lists.case_list(title, files, desk.look, desk.link, now, empty, is_mine=is_mine)
