"""Incidents in Slack: what is pressed on an incident's card, and the dialogs behind it."""

import asyncio
from collections.abc import Awaitable, Callable
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
from bot.rules.incidents import LegalEnd
from bot.vocabulary import Outlet, Purpose
from handlers.casework import incident_steps as steps
from handlers.casework.incident_steps import Claimed
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.refusals import sentence
from handlers.slack.views import redrawn, show_view
from handlers.slack.worded import drafted, faults_in_note, what_may_not_leave
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
    door.on_press(Press.INCIDENT_SCRIPT, _scripting(door))
    door.on_press(f"{Press.PREVIEW}:incident", _typing(door))
    door.on_press(Press.INCIDENT_STOP, _asking_to_stop(door))
    door.on_press(Press.INCIDENT_BUYERS, _asking_for_buyers(door))
    door.on_press(Press.INCIDENT_REACHED_OUT, _reaching_out(door))
    door.on_submit(Dialog.INCIDENT_BUYERS, _told_buyers(door))
    door.on_press(Press.INCIDENT_EVIDENCE, _evidence(door))
    for press, draw in (
        (Press.INCIDENT_STOPPED, dialogs.stopped_dialog),
        (Press.INCIDENT_DECLINE, dialogs.decline_dialog),
        (Press.INCIDENT_CLOSE, dialogs.close_dialog),
    ):
        door.on_press(press, _opening(door, draw))
    door.on_submit(Dialog.INCIDENT_SCRIPT, _scripted(door))

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
        done = await steps.claim_all(door.desk, pressed.number, by, once=pressed.key)
        return partial(_answered, door, pressed, _told(door, done))

    return handle


async def _answered(door: Door, pressed: Pressed, words: Token) -> None:
    """What came of it, privately; the dialog it was pressed in is drawn anew."""
    await door.whisper.to(pressed, words)
    await _redrawn(door, pressed)


async def _redrawn(door: Door, pressed: Pressed) -> None:
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


def _scripting(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(_read, door, pressed.number)
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
    file = _read(session, door, int(pressed.brought.get("incident", 0)))
    return _script_drawn(door, file, str(answers(pressed.state).get(SCRIPT) or ""))


def _script_drawn(door: Door, file: IncidentFile, typed: str | None) -> Block:
    """The place for the personal sentence stays open here: it is no fault."""
    begins = steps.beginning_of_script(door.desk, file.incident)
    text = begins if typed is None else typed
    draft = drafted(door.desk.look, text, _sent(file))
    return dialogs.script_dialog(file, door.desk.look, begins, draft)


def _scripted(door: Door) -> Submitting:
    """What was written is looked at, kept, and then it is told whom it can be said to now."""

    async def handle(submitted: Submitted) -> Answer:
        desk, number = door.desk, int(submitted.brought.get("incident", 0))
        text = str(answers(submitted.state).get(SCRIPT) or "").strip()
        file = await desk.db.read(_read, door, number)
        if faults := await asyncio.to_thread(_faults, desk.look, text, _sent(file)):
            return {"response_action": "errors", "errors": {SCRIPT: faults}}
        by = desk.policy.actor(submitted.user_id)
        one = await steps.write_script(desk, number, by, text, once=submitted.key)
        open_now, refused = await desk.db.read(steps.reachable, desk, number, by)
        why = [(child, sentence(reason, desk)) for child, reason in refused]
        return {"response_action": "update", "view": dialogs.reach_view(one, desk.look, desk.link, open_now, why)}

    return handle


def _faults(look: Look, text: str, sent: Sent) -> str:
    if look.say("dialogs.contact.slot") not in text:
        return look.say("incidents.script_slot")
    return " ".join(what_may_not_leave(look, text, sent))


def _asking_for_buyers(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(_read, door, pressed.number)
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
        found = await steps.reveal_buyers(desk, number, by, reason, once=submitted.key)
        if found.buyers is None:
            return None
        view = dialogs.buyers_view(found.incident, desk.look, found.buyers, found.days, found.customers)
        return {"response_action": "update", "view": view}

    return handle


def _reaching_out(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await steps.reach_out(door.desk, pressed.number, by, once=pressed.key)
        return partial(_redrawn, door, pressed)

    return handle


def _asking_to_stop(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        await steps.ask_to_stop(door.desk, pressed.number, door.desk.policy.actor(pressed.user_id), once=pressed.key)
        return partial(_redrawn, door, pressed)

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
        file = await door.desk.db.read(_read, door, pressed.number)
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


def _sent(file: IncidentFile) -> Sent:
    return Sent(Outlet.WANGWANG, Purpose.CONTACT, file.incident.safety_at is not None)


def _view(session: Session, door: Door, number: int) -> Block:
    """The incident as a dialog."""
    file, look = _read(session, door, number), door.desk.look
    return dialogs.incident_view(file, look, door.desk.link, incidents.timeline(session, number))


def _read(session: Session, door: Door, number: int) -> IncidentFile:
    one = incidents.find(session, number)
    return incident_cases.read_incident_file(session, one, door.desk.clock.now(), door.desk.policy.zone)
