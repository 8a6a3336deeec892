"""Following up: the call-back's dialog opens with what was done and what to say, and takes the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.cards.blocks import answers
from bot.cards.dialogs.follow_up import BROKEN, LEAVE_ALONE, MISSED, SATISFACTION, SEND, TEXT, follow_up_dialog
from bot.case import Order
from bot.case_file import CaseFile
from bot.compliance import Sent
from bot.messenger import Block
from bot.rules.lifecycle import ensure_possible
from bot.vocabulary import Action, Channel, Outcome, Outlet, Purpose
from handlers.casework.carry_out import carry_out
from handlers.casework.dispatching import ask, can_send, dispatch_of
from handlers.casework.follow_up import follow_up_script
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import redrawn, show_view
from handlers.slack.worded import drafted, faults_in_message, faults_in_note
from storage import case_files

_UNHAPPY = 2
_UNANSWERED = {MISSED: Outcome.NO_ANSWER, LEAVE_ALONE: Outcome.LEAVE_ALONE, SEND: Outcome.SENT}


def following_up(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """回访: opens on the telephone, or on Wangwang while it may not ring."""

    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(case_files.read_file, pressed.case_id)
        ensure_possible(file.case, door.order(Action.FOLLOW_UP_GOOD, pressed.user_id))
        view = await door.desk.db.read(_drawn, door, file, pressed.user_id, None)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def other_channel(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """Another channel was chosen: the dialog shows its script; what else was filled in stays."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        return await redrawn(door, pressed, preview_of_follow_up)

    return handle


def preview_of_follow_up(session: Session, door: Door, pressed: Pressed) -> Block:
    """The dialog as it is, with what is written in it now looked at."""
    given = answers(pressed.state)
    file = case_files.read_file(session, int(pressed.brought.get("case", 0)))
    return _drawn(session, door, file, pressed.user_id, Channel(given["channel"]), given.get(TEXT))


def _drawn(
    session: Session, door: Door, file: CaseFile, user_id: str, channel: Channel | None, typed: str | None = None
) -> Block:
    look = door.desk.look
    chosen, script, text = follow_up_script(session, door.desk, file, user_id, channel)
    sent = Sent(Outlet(chosen), Purpose.FOLLOW_UP, file.case.safety)
    draft = drafted(look, text if typed is None else typed, sent)
    sends = can_send(session, door.desk, file, Outlet(chosen))
    return follow_up_dialog(file, look, chosen, script.name, text, draft, sends=sends)


def followed_up(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    """The answer is recorded; what was written is looked at first, and refused in its place."""

    async def handle(submitted: Submitted) -> Answer:
        given, look = answers(submitted.state), door.desk.look
        text, note = str(given.get(TEXT) or "").strip(), str(given.get("note") or "").strip()
        if TEXT in given:
            file = await door.desk.db.read(case_files.read_file, submitted.case_id)
            sent = Sent(Outlet(given["channel"]), Purpose.FOLLOW_UP, file.case.safety)
            if faults := await asyncio.to_thread(faults_in_message, look, text, sent):
                return {"response_action": "errors", "errors": {TEXT: faults}}
        if faults := await asyncio.to_thread(faults_in_note, look, note):
            return {"response_action": "errors", "errors": {"note": faults}}
        order = _order(door.order(Action.FOLLOW_UP_GOOD, submitted.user_id, note=note, said=text), given)
        order = replace(order, script=str(submitted.brought.get("script", "")))
        if order.outcome is Outcome.SENT:
            one = dispatch_of(door.desk, submitted.case_id, Purpose.FOLLOW_UP, Outlet(given["channel"]), order)
            await ask(door.desk, one, once=submitted.key)
            return None
        await carry_out(door.desk, submitted.case_id, [order], once=submitted.key)
        return None

    return handle


def _order(blank: Order, given: dict[str, Any]) -> Order:
    said = given.get(f"{SATISFACTION}_send") or given[SATISFACTION]
    blank = replace(blank, channel=Channel(given["channel"]))
    if said in _UNANSWERED:
        return replace(blank, action=Action.FOLLOW_UP_MISSED, outcome=_UNANSWERED[said])
    score, broken = int(said), BROKEN in (given.get("promise") or [])
    action = Action.FOLLOW_UP_BAD if broken or score <= _UNHAPPY else Action.FOLLOW_UP_GOOD
    return replace(blank, action=action, satisfaction=score, promise_broken=broken)
