"""Causes in Slack: the answers of a department, and of a lead where it disputes."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.cause import change_dialog, dispute_dialog
from bot.case_file import CaseFile
from bot.rules.cause_catalogue import cause_named
from bot.rules.causes import Finding
from bot.rules.refusals.cases import ReasonNeeded, UnknownCase
from bot.vocabulary import Action
from handlers.casework.causes import accept, change, dispute, uphold
from handlers.slack.decisions import shown_again
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note
from storage import case_files, causes

Handler = Callable[[Pressed], Awaitable[Afterwards]]
Submitting = Callable[[Submitted], Awaitable[Answer]]


def register(door: Door) -> None:
    """Listen to everything about causes."""
    door.on_press(Press.CAUSE_ACCEPT, _accepting(door))
    door.on_press(Press.CAUSE_DISPUTE, _disputing(door))
    door.on_press(Press.CAUSE_UPHOLD, _upholding(door))
    door.on_press(Press.CAUSE_CHANGE, _changing(door))
    door.on_submit(Dialog.CAUSE_DISPUTE, _disputed(door))
    door.on_submit(Dialog.CAUSE_CHANGE, _changed(door))


def _accepting(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await accept(door.desk, pressed.number, by, pressed.channel_id, once=pressed.key)
        return None

    return handle


def _disputing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        one, file = await door.desk.db.read(_looked_up, pressed.number)
        await show_view(door, pressed, dispute_dialog(file, door.desk.look, one, pressed.channel_id or ""))
        return None

    return handle


def _disputed(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        reason = str(answers(submitted.state).get("note") or "").strip()
        if not reason:
            raise ReasonNeeded(Action.RESOLVE)
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        by, brought = door.desk.policy.actor(submitted.user_id), submitted.brought
        number, channel = int(brought.get("finding", 0)), str(brought.get("channel", ""))
        await dispute(door.desk, number, by, channel or None, reason, once=submitted.key)
        return None

    return handle


def _upholding(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await uphold(door.desk, pressed.number, by, once=pressed.key)
        return shown_again(door, pressed)

    return handle


def _changing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        one, file = await door.desk.db.read(_looked_up, pressed.number)
        await show_view(door, pressed, change_dialog(file, door.desk.look, one))
        return None

    return handle


def _changed(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        given = answers(submitted.state)
        note = str(given.get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, note):
            return {"response_action": "errors", "errors": {"note": faults}}
        own = door.desk.policy.causes.named
        cause = cause_named(str(given["cause"]), str(given["department"]), note, own)
        by = door.desk.policy.actor(submitted.user_id)
        await change(door.desk, int(submitted.brought.get("finding", 0)), by, cause, once=submitted.key)
        return None

    return handle


def _looked_up(session: Session, number: int) -> tuple[Finding, CaseFile]:
    one = causes.find(session, number)
    if one is None:
        raise UnknownCase(0)
    return one, case_files.read_file(session, one.case_id)
