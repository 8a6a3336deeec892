"""Buttons: each press is read, carried out or opens its dialog, and is answered where it was pressed."""

import re
from collections.abc import Awaitable, Callable
from functools import partial

from bot.cards.actions import Lists, Press
from bot.cards.dialogs import handling, more, steering
from bot.cards.experience_card import like_cases_view
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.lifecycle import ensure_possible
from bot.vocabulary import Action, Role
from handlers.casework.carry_out import carry_out
from handlers.casework.experience import cases_that_went_well
from handlers.slack.contacting import contacting, other_script
from handlers.slack.door import Afterwards, Door
from handlers.slack.following_up import following_up, other_channel
from handlers.slack.home import publish_home
from handlers.slack.inviting import inviting
from handlers.slack.pressed import Pressed
from handlers.slack.replying import replying
from handlers.slack.resolving import other_cause
from handlers.slack.revealing import revealing
from handlers.slack.views import list_view, show_view
from storage import case_files
from storage.afterlives import earlier_wordings

# Presses that change the case at once.
_AT_ONCE = {
    Press.CLAIM: Action.CLAIM,
    Press.RELEASE: Action.RELEASE,
    Press.WAIT: Action.WAIT,
    Press.RESUME: Action.RESUME,
}
# Presses that ask first: the action they lead to, and their dialog.
_ASKING: dict[Press, tuple[Action, Callable[[CaseFile, Look], Block]]] = {
    Press.RESOLVE: (Action.RESOLVE, handling.resolve_dialog),
    Press.HAND_OVER: (Action.HAND_OVER, steering.hand_over_dialog),
    Press.SNOOZE: (Action.SNOOZE, steering.snooze_dialog),
    Press.DISMISS: (Action.DISMISS, steering.dismiss_dialog),
    Press.REOPEN: (Action.REOPEN, steering.reopen_dialog),
}


def register(door: Door) -> None:
    """Listen to every button there is."""
    for press, action in _AT_ONCE.items():
        door.on_press(press, _at_once(door, action))
    for press, (action, draw) in _ASKING.items():
        door.on_press(press, _asking(door, action, draw))
    door.on_press(Press.CONTACT, contacting(door))
    door.on_press(Press.CAUSE, other_cause(door))
    door.on_press(Press.SCRIPT, other_script(door))
    door.on_press(Press.FOLLOW_UP, following_up(door))
    door.on_press(Press.FOLLOW_UP_SCRIPT, other_channel(door))
    door.on_press(Press.INVITE, inviting(door))
    door.on_press(Press.REPLY, replying(door))
    door.on_press(Press.REVEAL, revealing(door))
    door.on_press(Press.REGRADE, _regrade(door))
    door.on_press(Press.MORE, _showing(door, _more, instead=True))
    door.on_press(Press.SHOW, _showing(door, _whole_case))
    door.on_press(Press.TIMELINE, _showing(door, _timeline))
    door.on_press(Press.MEMORY, _showing(door, _memory))
    door.on_press(Press.LIKE_CASES, _showing(door, _like_cases))
    door.on_press(Press.WORDINGS, _showing(door, _wordings))
    door.on_press(Press.FULL_TEXT, _showing(door, _full_text))
    door.on_press(re.compile(f"^{Press.LIST}:"), _list(door))
    door.on_press(Press.GO, _nothing)


Handler = Callable[[Pressed], Awaitable[Afterwards]]
Draw = Callable[[Door, CaseFile, Pressed], Awaitable[Block]]


def _at_once(door: Door, action: Action) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        await carry_out(door.desk, pressed.case_id, [door.order(action, pressed.user_id)], once=pressed.key)
        return partial(_confirm, door, pressed, action)

    return handle


def _asking(door: Door, action: Action, draw: Callable[[CaseFile, Look], Block]) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(case_files.read_file, pressed.case_id)
        ensure_possible(file.case, door.order(action, pressed.user_id))
        await show_view(door, pressed, draw(file, door.desk.look), instead=True)
        return None

    return handle


def _regrade(door: Door) -> Handler:
    """Filled in with what an agent asked for, when it is a supervisor who opens it."""

    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(case_files.read_file, pressed.case_id)
        order = door.order(Action.REGRADE, pressed.user_id)
        ensure_possible(file.case, order)
        asked = await door.desk.db.read(case_files.asked_grade, pressed.case_id)
        wish = asked if order.by.is_at_least(Role.SUPERVISOR) else None
        grade, reason = wish or (None, "")
        view = steering.regrade_dialog(file, door.desk.look, grade=grade, reason=reason)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def _showing(door: Door, draw: Draw, *, instead: bool = False) -> Handler:
    """A press that only shows something of the case, to the team."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        file = await door.desk.db.read(case_files.read_file, pressed.case_id)
        await show_view(door, pressed, await draw(door, file, pressed), instead=instead)
        return None

    return handle


async def _more(door: Door, file: CaseFile, pressed: Pressed) -> Block:
    return more.more_dialog(file, door.desk.look, door.desk.policy.actor(pressed.user_id))


async def _whole_case(door: Door, file: CaseFile, _: Pressed) -> Block:
    return more.case_view(file, door.desk.look, door.desk.link(file.card))


async def _timeline(door: Door, file: CaseFile, _: Pressed) -> Block:
    happenings = await door.desk.db.read(case_files.timeline, file.case.id)
    return more.timeline_view(file, door.desk.look, happenings)


async def _memory(door: Door, file: CaseFile, _: Pressed) -> Block:
    return more.memory_view(file, door.desk.look)


async def _like_cases(door: Door, file: CaseFile, _: Pressed) -> Block:
    like = await door.desk.db.read(cases_that_went_well, door.desk, file)
    return like_cases_view(file, like, door.desk.look, door.desk.link)


async def _wordings(door: Door, file: CaseFile, _: Pressed) -> Block:
    return more.wordings_view(file, door.desk.look, await door.desk.db.read(earlier_wordings, file.case.id))


async def _full_text(door: Door, file: CaseFile, _: Pressed) -> Block:
    return more.full_text_view(file, door.desk.look)


def _list(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        await show_view(door, pressed, await list_view(door, Lists(pressed.value), pressed.user_id))
        return None

    return handle


async def _nothing(_: Pressed) -> Afterwards:
    """A link button: Slack opens the address itself and only tells us."""
    return None


async def _confirm(door: Door, pressed: Pressed, action: Action) -> None:
    """A card redraws itself; elsewhere the person sees that it worked on the spot."""
    file = await door.desk.db.read(case_files.read_file, pressed.case_id)
    what = door.desk.look.say(f"dialogs.what.{action}")
    if pressed.view_id:
        await door.client.views_update(view_id=pressed.view_id, view=more.done_view(file, door.desk.look, what))
    elif pressed.is_home:
        await publish_home(door, pressed.user_id)
    elif file.card is None or pressed.message_ts != file.card.ts:
        number = door.desk.look.say("dialogs.case", number=file.case.id, product=door.desk.look.product(file))
        await door.whisper.to(pressed, door.desk.look.say.md("dialogs.more.done", what=f"{what} {number}"))
