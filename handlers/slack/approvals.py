"""Approvals: the solution dialog with what the ladder allows, the two buttons of a request, and that it was done."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.handling import reject_dialog, solution_dialog
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.ladder import Compensation
from bot.rules.lifecycle import ensure_possible
from bot.rules.refusals.cases import UnknownCase
from bot.vocabulary import Action, Solution
from handlers.casework import compensation
from handlers.casework.carry_out import carry_out
from handlers.casework.experience import solutions_tried
from handlers.slack.amounts import cents_typed
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.home import publish_home
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note
from storage import case_files, compensations


def register(door: Door) -> None:
    """Listen to the solution dialog and to everything about compensation."""
    door.on_press(Press.SOLUTION, _solving(door))
    door.on_press(Press.APPROVE, _approving(door))
    door.on_press(Press.REJECT, _rejecting(door))
    door.on_press(Press.EXECUTE, _executing(door))
    door.on_submit(Dialog.SOLUTION, _solved(door))
    door.on_submit(Dialog.REJECT, _rejected(door))


Handler = Callable[[Pressed], Awaitable[Afterwards]]


def _solving(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(case_files.read_file, pressed.number)
        ensure_possible(file.case, door.order(Action.SOLUTION, pressed.user_id))
        view = await door.desk.db.read(_drawn, door, file, pressed.user_id)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def _drawn(session: Session, door: Door, file: CaseFile, user_id: str) -> Block:
    desk = door.desk
    terms = compensation.offered(session, desk, file, user_id, desk.clock.now())
    return solution_dialog(file, desk.look, terms, solutions_tried(session, file))


def _solved(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        given = answers(submitted.state)
        note = str(given.get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, note):
            return {"response_action": "errors", "errors": {"note": faults}}
        order = door.order(
            Action.SOLUTION,
            submitted.user_id,
            solution=Solution(given["solution"]),
            note=note,
            amount_cents=cents_typed(str(given.get("amount") or "")),
            to=given.get("to") if given["solution"] == Solution.SUPERVISOR_APOLOGY else None,
        )
        await carry_out(door.desk, submitted.case_id, [order], once=submitted.key)
        return None

    return handle


def _approving(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        one = await compensation.decide(door.desk, pressed.number, by, approve=True, once=pressed.key)
        return partial(_confirm, door, pressed, one)

    return handle


def _rejecting(door: Door) -> Handler:
    """A rejection is told with its reason."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        one = await door.desk.db.read(compensations.find, pressed.number)
        if one is None:
            raise UnknownCase(0)
        file = await door.desk.db.read(case_files.read_file, one.case_id)
        await show_view(door, pressed, reject_dialog(file, door.desk.look, one))
        return None

    return handle


def _rejected(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        by = door.desk.policy.actor(submitted.user_id)
        reason = str(answers(submitted.state).get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        number = int(submitted.brought.get("compensation", 0))
        await compensation.decide(door.desk, number, by, approve=False, reason=reason, once=submitted.key)
        return None

    return handle


def _executing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await compensation.execute(door.desk, pressed.number, by, once=pressed.key)
        return None

    return handle


async def _confirm(door: Door, pressed: Pressed, one: Compensation) -> None:
    if pressed.is_home:
        await publish_home(door, pressed.user_id)
        return
    look = door.desk.look
    await door.whisper.to(
        pressed, look.say.md("approval.done", number=one.case_id, amount=look.money(one.amount_cents))
    )
