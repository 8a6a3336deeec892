"""Dialogs: each submission becomes orders; what cannot be is said in the dialog, and nothing typed is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.cards.actions import Dialog
from bot.cards.blocks import answers
from bot.cards.dialogs.steering import ask_supervisor_dialog
from bot.case import Order
from bot.duration import parse_duration
from bot.rules.refusals.cases import RoleNeeded
from bot.vocabulary import Action, Category, Grade, Role
from handlers.casework.ask_supervisor import ask_supervisor
from handlers.casework.carry_out import carry_out
from handlers.slack.contacting import contacted
from handlers.slack.door import Answer, Door
from handlers.slack.following_up import followed_up
from handlers.slack.inviting import invited
from handlers.slack.pressed import Submitted
from handlers.slack.replying import replied
from handlers.slack.resolving import resolved
from handlers.slack.revealing import revealed
from handlers.slack.worded import faults_in_note
from storage import case_files

Given = dict[str, Any]


def register(door: Door) -> None:
    """Listen to every dialog there is."""
    for dialog, orders in _ORDERS.items():
        door.on_submit(dialog, _carrying_out(door, orders))
    door.on_submit(Dialog.RESOLVE, _carrying_out(door, partial(resolved, door.desk)))
    door.on_submit(Dialog.CONTACT, contacted(door))
    door.on_submit(Dialog.FOLLOW_UP, followed_up(door))
    door.on_submit(Dialog.INVITE, invited(door))
    door.on_submit(Dialog.REPLY, replied(door))
    door.on_submit(Dialog.REVEAL, revealed(door))
    door.on_submit(Dialog.REGRADE, _regrade(door))
    door.on_submit(Dialog.ASK_SUPERVISOR, _ask(door))


Handler = Callable[[Submitted], Awaitable[Answer]]


def _carrying_out(door: Door, read: Callable[[Order, Given], Sequence[Order]]) -> Handler:
    async def handle(submitted: Submitted) -> Answer:
        blank = door.order(Action.CLAIM, submitted.user_id)
        given = answers(submitted.state)
        note = str(given.get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, note):
            return {"response_action": "errors", "errors": {"note": faults}}
        blank = replace(blank, note=note)
        await carry_out(door.desk, submitted.case_id, read(blank, given), once=submitted.key)
        return None

    return handle


def _regrade(door: Door) -> Handler:
    carry = _carrying_out(door, _regraded)

    async def handle(submitted: Submitted) -> Answer:
        try:
            return await carry(submitted)
        except RoleNeeded as refusal:
            given = answers(submitted.state)
            if refusal.role is not Role.SUPERVISOR:
                raise
            file = await door.desk.db.read(case_files.read_file, submitted.case_id)
            view = ask_supervisor_dialog(file, door.desk.look, Grade(given["grade"]), str(given.get("note") or ""))
            return {"response_action": "update", "view": view}

    return handle


def _ask(door: Door) -> Handler:
    async def handle(submitted: Submitted) -> Answer:
        order = door.order(
            Action.REGRADE,
            submitted.user_id,
            grade=Grade(submitted.brought["grade"]),
            note=str(submitted.brought["note"]),
        )
        await ask_supervisor(door.desk, submitted.case_id, order, once=submitted.key)
        return None

    return handle


def _regraded(blank: Order, given: Given) -> list[Order]:
    category = Category(given["category"]) if given.get("category") else None
    return [replace(blank, action=Action.REGRADE, grade=Grade(given["grade"]), category=category)]


def _handed_over(blank: Order, given: Given) -> list[Order]:
    return [replace(blank, action=Action.HAND_OVER, to=given.get("to"))]


def _snoozed(blank: Order, given: Given) -> list[Order]:
    return [replace(blank, action=Action.SNOOZE, pause=parse_duration(given["pause"]))]


def _dismissed(blank: Order, _: Given) -> list[Order]:
    return [replace(blank, action=Action.DISMISS)]


def _reopened(blank: Order, _: Given) -> list[Order]:
    return [replace(blank, action=Action.REOPEN)]


_ORDERS: dict[Dialog, Callable[[Order, Given], Sequence[Order]]] = {
    Dialog.HAND_OVER: _handed_over,
    Dialog.SNOOZE: _snoozed,
    Dialog.DISMISS: _dismissed,
    Dialog.REOPEN: _reopened,
}
