"""Incident customers in Slack: the common text and whom it can be said to, and who bought and is silent."""

import asyncio
from functools import partial

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs import incident as dialogs
from bot.cards.dialogs.incident import SCRIPT
from bot.cards.look import Look
from bot.compliance import Sent
from bot.incident_file import IncidentFile
from bot.messenger import Block
from bot.rules import incidents as rules
from bot.vocabulary import Outlet, Purpose
from handlers.casework import incident_steps as steps
from handlers.casework.incident_customers import beginning_of_script, reachable, reveal_buyers
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.incidents import Handler, Submitting, read_file, redrawn_view
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.refusals import sentence
from handlers.slack.views import redrawn, show_view
from handlers.slack.worded import drafted, faults_in_note, what_may_not_leave


def register(door: Door) -> None:
    """Listen to what is about an incident's customers."""
    door.on_press(Press.INCIDENT_SCRIPT, _scripting(door))
    door.on_press(f"{Press.PREVIEW}:incident", _typing(door))
    door.on_submit(Dialog.INCIDENT_SCRIPT, _scripted(door))
    door.on_press(Press.INCIDENT_BUYERS, _asking_for_buyers(door))
    door.on_submit(Dialog.INCIDENT_BUYERS, _told_buyers(door))
    door.on_press(Press.INCIDENT_REACHED_OUT, _reaching_out(door))


def _scripting(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(read_file, door, pressed.number)
        rules.ensure_theirs(file.incident, door.desk.policy.actor(pressed.user_id))
        view = await asyncio.to_thread(_script_drawn, door, file, None)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def _typing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        return await redrawn(door, pressed, _preview)

    return handle


def _preview(session: Session, door: Door, pressed: Pressed) -> Block:
    """The dialog with what is written in it now looked at."""
    file = read_file(session, door, int(pressed.brought.get("incident", 0)))
    return _script_drawn(door, file, str(answers(pressed.state).get(SCRIPT) or ""))


def _script_drawn(door: Door, file: IncidentFile, typed: str | None) -> Block:
    """The place for the personal sentence stays open here: it is no fault."""
    begins = beginning_of_script(door.desk, file.incident)
    text = begins if typed is None else typed
    draft = drafted(door.desk.look, text, _sent(file))
    return dialogs.script_dialog(file, door.desk.look, begins, draft)


def _scripted(door: Door) -> Submitting:
    """What was written is looked at, kept, and then it is told whom it can be said to now."""

    async def handle(submitted: Submitted) -> Answer:
        desk, number = door.desk, int(submitted.brought.get("incident", 0))
        text = str(answers(submitted.state).get(SCRIPT) or "").strip()
        file = await desk.db.read(read_file, door, number)
        if faults := await asyncio.to_thread(_faults, desk.look, text, _sent(file)):
            return {"response_action": "errors", "errors": {SCRIPT: faults}}
        by = desk.policy.actor(submitted.user_id)
        one = await steps.write_script(desk, number, by, text, once=submitted.key)
        open_now, refused = await desk.db.read(reachable, desk, number, by)
        why = [(child, sentence(reason, desk)) for child, reason in refused]
        return {"response_action": "update", "view": dialogs.reach_view(one, desk.look, desk.link, open_now, why)}

    return handle


def _faults(look: Look, text: str, sent: Sent) -> str:
    if look.say("dialogs.contact.slot") not in text:
        return look.say("incidents.script_slot")
    return " ".join(what_may_not_leave(look, text, sent))


def _asking_for_buyers(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(read_file, door, pressed.number)
        rules.ensure_theirs(file.incident, door.desk.policy.actor(pressed.user_id))
        await show_view(door, pressed, dialogs.buyers_dialog(file, door.desk.look))
        return None

    return handle


def _told_buyers(door: Door) -> Submitting:
    """The reason is written down first; then it is shown, to this person alone."""

    async def handle(submitted: Submitted) -> Answer:
        desk, number = door.desk, int(submitted.brought.get("incident", 0))
        reason = str(answers(submitted.state).get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        by = desk.policy.actor(submitted.user_id)
        found = await reveal_buyers(desk, number, by, reason, once=submitted.key)
        if found.buyers is None:
            return None
        view = dialogs.buyers_view(found.incident, desk.look, found.buyers, found.days, found.customers)
        return {"response_action": "update", "view": view}

    return handle


def _reaching_out(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await steps.reach_out(door.desk, pressed.number, by, once=pressed.key)
        return partial(redrawn_view, door, pressed)

    return handle


def _sent(file: IncidentFile) -> Sent:
    return Sent(Outlet.WANGWANG, Purpose.CONTACT, file.incident.safety_at is not None)
