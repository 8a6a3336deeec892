"""Wellbeing in Slack: a break, handing one over, a colleague, and the private question."""

import re
from functools import partial

from sqlmodel import Session

from bot.cards import wellbeing_card as cards
from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.case_file import CaseFile
from bot.rules.check_ins import Mood
from bot.rules.refusals.team import NobodyToTake, NoLongerTheirs
from bot.rules.strain import is_intense
from bot.vocabulary import Action
from handlers.casework import buddies
from handlers.casework import check_ins as casework
from handlers.casework.carry_out import carry_out
from handlers.casework.desk import Desk
from handlers.casework.duty import choose, wanted_for
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.home import publish_home
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.resting import rest
from handlers.slack.views import show_view
from storage import case_files, case_lists, outbox
from storage.private import message_key, press_key

_MOST, _PAUSES = 100, ":hard:"


def register(door: Door) -> None:
    """Listen to everything about how people are."""

    async def rests(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        told = await rest(door, pressed.user_id)
        if pressed.is_home:
            return partial(publish_home, door, pressed.user_id)
        return partial(door.whisper.to, pressed, told)

    async def choosing(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        files = await door.desk.db.read(_to_hand_over, door.desk, pressed.user_id, pressed.number)
        await show_view(door, pressed, cards.hand_one_dialog(files, door.desk.look, case=pressed.number))
        return None

    async def asks(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        asked = await buddies.ask(door.desk, pressed.user_id, once=press_key(pressed.key))
        return partial(_tell_whom, door, pressed, asked)

    async def comes(pressed: Pressed) -> Afterwards:
        is_theirs = await buddies.comes(door.desk, pressed.number, pressed.user_id, once=press_key(pressed.key))
        return None if is_theirs else partial(_say, door, pressed, "wellbeing.buddy_over")

    async def cannot(pressed: Pressed) -> Afterwards:
        await buddies.cannot(door.desk, pressed.number, pressed.user_id, once=press_key(pressed.key))
        return None

    async def wants_nothing(pressed: Pressed) -> Afterwards:
        if pressed.value.startswith(message_key(pressed.user_id, "")):
            is_there = await door.desk.db.write(_quiet, door.desk, pressed.value)
            door.desk.to_send.set()
            return None if is_there else partial(door.whisper.to, pressed, *cards.well_card(door.desk.look))
        return None

    for press, handle in (
        (Press.REST, rests),
        (Press.HAND_ONE, choosing),
        (Press.BUDDY, asks),
        (Press.BUDDY_COMES, comes),
        (Press.BUDDY_CANNOT, cannot),
        (Press.WELL, wants_nothing),
    ):
        door.on_press(press, handle, is_private=True)
    door.on_submit(Dialog.HAND_ONE, partial(_handed_one, door))
    door.on_press(re.compile(f"^{Press.CHECK_IN}:"), partial(_answered, door), is_private=True)
    door.on_press(Press.CHECK_IN_FORGET, partial(_forgets, door), is_private=True)


async def _answered(door: Door, pressed: Pressed) -> Afterwards:
    """The answer goes to its sealed row and nowhere else; what is said to it is not kept."""
    door.ensure_on_the_team(pressed.user_id)
    mood = Mood(pressed.action_id.partition(":")[2])
    await door.desk.db.write(_keep, door.desk, pressed.user_id, mood, pressed.value)
    door.desk.to_send.set()
    return partial(door.whisper.to, pressed, *cards.after_answer(mood, door.desk.look))


def _keep(session: Session, desk: Desk, user_id: str, mood: Mood, day: str) -> None:
    casework.answered(session, desk, user_id, mood)
    casework.thanked(session, desk, user_id, day)


async def _forgets(door: Door, pressed: Pressed) -> Afterwards:
    await door.desk.db.write(casework.forget_all, pressed.user_id)
    return partial(publish_home, door, pressed.user_id)


async def _handed_one(door: Door, submitted: Submitted) -> Answer:
    """An ordinary hand-over to whom the rule finds."""
    desk, number = door.desk, int(answers(submitted.state)["case"])
    found = await desk.db.read(_taker, desk, number, submitted.user_id)
    order = door.order(Action.HAND_OVER, submitted.user_id, to=found[0], because=found[1])
    await carry_out(desk, number, [order], once=press_key(submitted.key))
    return {"response_action": "update", "view": cards.handed_one_view(number, found[0], desk.look)}


def _taker(session: Session, desk: Desk, number: int, user_id: str) -> tuple[str, str]:
    file = case_files.read_file(session, number)
    if file.case.owner != user_id:
        raise NoLongerTheirs(number, user_id)
    found = choose(session, desk, wanted_for(desk, file), desk.clock.now(), besides=[user_id])
    if found.owner is None:
        raise NobodyToTake(number, found.why)
    return found.owner, found.why


def _to_hand_over(session: Session, desk: Desk, user_id: str, number: int) -> list[CaseFile]:
    """Their own intense cases, after the one that was asked about, intense or not: only where it is theirs."""
    mine = case_lists.unfinished_of(session, user_id, _MOST)
    rules = desk.policy.wellbeing
    first = [one for one in mine if one.case.id == number]
    return first + [one for one in mine if one.case.id != number and is_intense(one.intensity, one.case.grade, rules)]


def _quiet(session: Session, desk: Desk, key: str) -> bool:
    """False where the message is so old that the desk does not know it any more. Until when cases pause stays."""
    before = outbox.blocks_of(session, key)
    if before is None:
        return False
    text, blocks = cards.well_card(desk.look, before[:1] if _PAUSES in key else ())
    outbox.rewrite(session, key, text=text, blocks=blocks)
    return True


async def _tell_whom(door: Door, pressed: Pressed, asked: buddies.Asked) -> None:
    if asked.buddy is None:
        await door.whisper.to(pressed, *cards.nobody_card(door.desk.look))
        return
    await _say(door, pressed, f"wellbeing.buddy_{asked.stand}", name=door.desk.directory.name(asked.buddy))


async def _say(door: Door, pressed: Pressed, key: str, **names: str) -> None:
    await door.whisper.to(pressed, cards.told_card(key, door.desk.look, **names)[0])
