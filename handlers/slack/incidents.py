"""Incidents in Slack: what is pressed on an incident's card, and the dialogs behind it."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs import incident as dialogs
from bot.cards.look import Look
from bot.incident_file import IncidentFile
from bot.messenger import Block
from bot.rules import incidents as rules
from bot.rules.incidents import LegalEnd
from handlers.casework import incident_steps as steps
from handlers.casework.incident_claiming import Claimed, claim_all
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.refusals import sentence
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note
from scripts_library.wording import Token
from storage import incident_cases, incidents

Handler = Callable[[Pressed], Awaitable[Afterwards]]
Submitting = Callable[[Submitted], Awaitable[Answer]]
Carry = Callable[[int, Submitted, str], Awaitable[object]]
_COMMAND = "python app.py evidence --incident {number} --out evidence-{number}.zip"


def register(door: Door) -> None:
    """Listen to everything about incidents."""
    desk = door.desk
    door.on_press(Press.INCIDENT, _showing(door))
    door.on_press(Press.INCIDENT_CLAIM, _claiming(door))
    door.on_press(Press.INCIDENT_STOP, _asking_to_stop(door))
    door.on_press(Press.INCIDENT_EVIDENCE, _evidence(door))
    for press, draw in (
        (Press.INCIDENT_STOPPED, dialogs.stopped_dialog),
        (Press.INCIDENT_DECLINE, dialogs.decline_dialog),
        (Press.INCIDENT_CLOSE, dialogs.close_dialog),
    ):
        door.on_press(press, _opening(door, draw))

    async def stopped(number: int, told: Submitted, note: str) -> object:
        return await steps.stop(desk, number, desk.policy.actor(told.user_id), note, once=told.key)

    async def declined(number: int, told: Submitted, note: str) -> object:
        end = LegalEnd(answers(told.state)["end"])
        return await steps.decline(desk, number, desk.policy.actor(told.user_id), end, note, once=told.key)

    async def closed(number: int, told: Submitted, note: str) -> object:
        return await steps.close(desk, number, desk.policy.actor(told.user_id), note, once=told.key)

    door.on_submit(Dialog.INCIDENT_STOPPED, _noted(door, stopped))
    door.on_submit(Dialog.INCIDENT_DECLINE, _noted(door, declined))
    door.on_submit(Dialog.INCIDENT_CLOSE, _noted(door, closed))


def _showing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        await show_view(door, pressed, await door.desk.db.read(_view, door, pressed.number))
        return None

    return handle


def _claiming(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        by = door.desk.policy.actor(pressed.user_id)
        done = await claim_all(door.desk, pressed.number, by, once=pressed.key)
        return partial(_answered, door, pressed, _told(door, done))

    return handle


async def _answered(door: Door, pressed: Pressed, words: Token) -> None:
    """What came of it, privately; the dialog it was pressed in is drawn anew."""
    await door.whisper.to(pressed, words)
    await redrawn_view(door, pressed)


async def redrawn_view(door: Door, pressed: Pressed) -> None:
    """The incident's dialog, where it was pressed in one."""
    if pressed.view_id:
        view = await door.desk.db.read(_view, door, pressed.number)
        await door.client.views_update(view_id=pressed.view_id, view=view)


def _told(door: Door, done: Claimed) -> Token:
    """What was claimed, and each that was not with its reason."""
    say = door.desk.look.say
    numbers = say("words.joint.list").join(f"#{number}" for number in done.cases)
    lines = [say.md("incidents.claimed", count=len(done.cases), cases=numbers) if done.cases else ""]
    lines = lines if done.cases else [say.md("incidents.claimed_none")]
    if done.refused:
        whys = [say.md("incidents.refused_line", why=sentence(why, door.desk)) for _, why in done.refused]
        lines.append(say.md("incidents.not_claimed", refused=Token("\n".join(whys))))
    return Token("\n".join(lines))


def _asking_to_stop(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        await steps.ask_to_stop(door.desk, pressed.number, door.desk.policy.actor(pressed.user_id), once=pressed.key)
        return partial(redrawn_view, door, pressed)

    return handle


def _evidence(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        by = door.desk.policy.actor(pressed.user_id)
        one = await door.desk.db.write(steps.note_evidence, door.desk, pressed.number, by, pressed.key)
        await show_view(door, pressed, dialogs.evidence_view(one, door.desk.look, _COMMAND.format(number=one.id)))
        return None

    return handle


def _opening(door: Door, draw: Callable[[IncidentFile, Look], Block]) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        file = await door.desk.db.read(read_file, door, pressed.number)
        rules.ensure_going(file.incident)
        await show_view(door, pressed, draw(file, door.desk.look), instead=True)
        return None

    return handle


def _noted(door: Door, carry: Carry) -> Submitting:
    """A dialog with a note: looked at as every note is."""

    async def handle(submitted: Submitted) -> Answer:
        note = str(answers(submitted.state).get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, note):
            return {"response_action": "errors", "errors": {"note": faults}}
        await carry(int(submitted.brought.get("incident", 0)), submitted, note)
        return None

    return handle


def _view(session: Session, door: Door, number: int) -> Block:
    """The incident as a dialog."""
    file, look = read_file(session, door, number), door.desk.look
    return dialogs.incident_view(file, look, door.desk.link, incidents.timeline(session, number))


def read_file(session: Session, door: Door, number: int) -> IncidentFile:
    """The incident as it is now."""
    one = incidents.find(session, number)
    return incident_cases.read_incident_file(session, one, door.desk.clock.now(), door.desk.policy.zone)
