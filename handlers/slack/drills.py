"""Drills in Slack: begun by command or offer, replied in by a dialog like that of a contact, ended by a button."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.drill import TEXT, drill_dialog
from bot.cards.drill_card import team_card
from bot.compliance import Sent
from bot.messenger import Block
from bot.rules.drills import Drill, ensure_going, named
from bot.rules.refusals.drills import DrillOver, TeamDrillsNeedSupervisor
from bot.vocabulary import Outlet, Purpose, Role
from handlers.casework import drills as casework
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import drafted
from storage import drills

_TEAM = ("team", "团队")
_LATELY = timedelta(days=90)


def register(door: Door) -> None:
    """Listen to everything about drills."""
    door.on_press(Press.DRILL_START, _starting(door))
    door.on_press(Press.DRILL_REPLY, _replying(door))
    door.on_press(Press.DRILL_END, _ending(door))
    door.on_submit(Dialog.DRILL_REPLY, _replied(door))


async def drill_reply(door: Door, user_id: str, typed: str) -> list[Block]:
    """The answer to `/reviews drill`: where it is, or the team's averages, or which personas there are."""
    desk, say = door.desk, door.desk.look.say
    if typed.lower() in _TEAM:
        return await _team(door, user_id)
    everyone = casework.everyone(desk)
    wanted = named(everyone, typed)
    if typed and wanted is None:
        names = say("words.joint.list").join(one.name for one in everyone.values())
        return [blocks.section(say.md("drills.unknown", typed=typed[:40], names=names))]
    _, is_new = await casework.start(desk, user_id, wanted)
    return [blocks.section(say.md("drills.begun" if is_new else "drills.goes_on"))]


async def _team(door: Door, user_id: str) -> list[Block]:
    if not door.desk.policy.actor(user_id).is_at_least(Role.SUPERVISOR):
        raise TeamDrillsNeedSupervisor(user_id)
    now = door.desk.clock.now()
    team = await door.desk.db.read(drills.of_team, now - _LATELY, now + timedelta(seconds=1))
    return team_card(team, door.desk.look)


def _starting(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        _, is_new = await casework.start(door.desk, pressed.user_id, once=pressed.key)
        if not is_new:
            await door.whisper.to(pressed, door.desk.look.say.md("drills.goes_on"))
        return None

    return handle


def _replying(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        view = await door.desk.db.read(_drawn, door, pressed.number, pressed.user_id, None)
        await show_view(door, pressed, view)
        return None

    return handle


def _ending(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        await casework.stop(door.desk, pressed.number, pressed.user_id, once=pressed.key)
        return None

    return handle


def preview_of_drill(session: Session, door: Door, pressed: Pressed) -> Block:
    """The dialog as it is, with what is written in it now looked at."""
    typed = str(answers(pressed.state).get(TEXT) or "")
    return _drawn(session, door, int(pressed.brought.get("drill", 0)), pressed.user_id, typed)


def _replied(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    """What the linter forbids is sent all the same: nobody is there to be harmed, and the score says what it was."""

    async def handle(submitted: Submitted) -> Answer:
        text = str(answers(submitted.state).get(TEXT) or "").strip()
        if not text:
            return {"response_action": "errors", "errors": {TEXT: door.desk.look.say("drills.empty")}}
        number, turn = int(submitted.brought.get("drill", 0)), int(submitted.brought.get("turn", 0))
        await casework.reply(door.desk, number, submitted.user_id, turn, text, once=submitted.key)
        return None

    return handle


def _drawn(session: Session, door: Door, number: int, user_id: str, typed: str | None) -> Block:
    drill = _going(session, number, user_id)
    desk = door.desk
    persona = casework.everyone(desk)[drill.persona]
    script = "" if drill.turns else casework.script_for(desk, drill, desk.clock.now())
    text = script if typed is None else typed
    draft = drafted(desk.look, text, Sent(Outlet.WANGWANG, Purpose.CONTACT, persona.safety))
    return drill_dialog(drill, persona, casework.last_answer(session, desk, drill), script, draft, desk.look)


def _going(session: Session, number: int, user_id: str) -> Drill:
    drill = drills.find(session, number)
    if drill is None:
        raise DrillOver(number)
    ensure_going(drill, user_id)
    return drill
