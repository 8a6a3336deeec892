"""Resolving: whose a cause was found to be the last time is filled in; what was chosen is carried out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.cards.blocks import answers
from bot.cards.dialogs.handling import DEPARTMENT, departments_of, resolve_dialog_on
from bot.case import Order
from bot.messenger import Block
from bot.rules.cause_catalogue import cause_named
from bot.rules.causes import department_shown
from bot.vocabulary import Action
from handlers.casework.desk import Desk
from handlers.slack.door import Afterwards, Door
from handlers.slack.pressed import Pressed
from handlers.slack.views import redrawn
from storage import case_files, causes


def other_cause(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """Another cause was chosen: its department is filled in, unless somebody chose one themselves."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        return await redrawn(door, pressed, _with_department)

    return handle


def resolved(desk: Desk, blank: Order, given: dict[str, Any]) -> list[Order]:
    """The case is resolved with the cause that was chosen."""
    cause = cause_named(str(given["cause"]), str(_department(given)), blank.note, desk.policy.causes.named)
    return [replace(blank, action=Action.RESOLVE, cause=cause)]


def _with_department(session: Session, door: Door, pressed: Pressed) -> Block | None:
    """None where what stands in the dialog is right."""
    given, policy = answers(pressed.state), door.desk.policy
    there, filled = _department(given), pressed.brought.get("filled")
    cause = cause_named(str(given["cause"]), "", str(given.get("note") or ""), policy.causes.named)
    last = causes.department_last_settled(session, cause.name, cause.stage, departments_of(policy.shop))
    shown = department_shown(there, filled, last)
    if shown == there:
        return None
    file = case_files.read_file(session, int(pressed.brought.get("case", 0)))
    return resolve_dialog_on(file, door.desk.look, replace(cause, department=shown or ""), last)


def _department(given: dict[str, Any]) -> str | None:
    """The question stands under another name once a cause is chosen."""
    return next((one for key, one in given.items() if key.startswith(DEPARTMENT)), None)
