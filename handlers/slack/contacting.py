"""Contacting: the contact dialog opens with plan and script, follows what is chosen, and guards what is written."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from bot.cards.blocks import answers
from bot.cards.dialogs.contact import OUTCOME, TEXT, contact_dialog
from bot.case import Order
from bot.case_file import CaseFile
from bot.compliance import Sent
from bot.messenger import Block
from bot.rules.lifecycle import ensure_possible
from bot.vocabulary import Action, Channel, Manner, Outcome, Outlet, Purpose
from handlers.casework.carry_out import carry_out
from handlers.casework.dispatching import ask, can_send, dispatch_of
from handlers.casework.outreach import prepared
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import redrawn, show_view
from handlers.slack.worded import drafted, faults_in_message, faults_in_note
from storage import case_files

_SENT = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.SENT)


def contacting(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """联系客户: opens the dialog on the channel that comes next."""

    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(case_files.read_file, pressed.case_id)
        ensure_possible(file.case, door.order(Action.CONTACT_REACHED, pressed.user_id))
        view = await door.desk.db.read(_drawn, door, file, pressed.user_id, None, None)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def other_script(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """Another channel or manner was chosen: the dialog shows its script; what else was filled in stays."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        return await redrawn(door, pressed, preview_of_contact)

    return handle


def _drawn(
    session: Session,
    door: Door,
    file: CaseFile,
    user_id: str,
    channel: Channel | None,
    manner: Manner | None,
    typed: str | None = None,
) -> Block:
    """`typed` is what was made of the script so far."""
    desk = door.desk
    start = prepared(session, desk, file, user_id, desk.clock.now(), channel, manner)
    script = start.script.name
    sent = Sent(Outlet(start.channel), Purpose.CONTACT, file.case.safety)
    draft = drafted(desk.look, start.text if typed is None else typed, sent)
    sends = can_send(session, desk, file, Outlet(start.channel))
    return contact_dialog(
        file,
        desk.look,
        start.plan,
        start.channel,
        start.manner,
        script,
        start.text,
        draft,
        known=start.known,
        sends=sends,
    )


def preview_of_contact(session: Session, door: Door, pressed: Pressed) -> Block:
    """The dialog as it is, with what is written in it now looked at."""
    given = answers(pressed.state)
    field = f"{TEXT}_{given['channel']}_{given['manner']}"  # another channel or manner has another, not filled in yet
    typed = str(given[field] or "") if field in given else None
    file = case_files.read_file(session, int(pressed.brought.get("case", 0)))
    return _drawn(session, door, file, pressed.user_id, Channel(given["channel"]), Manner(given["manner"]), typed)


def contacted(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    """The dialog was saved: what was written is looked at first, and refused in its place with what to say instead."""

    async def handle(submitted: Submitted) -> Answer:
        given = answers(submitted.state)
        block, text = _written(given)
        outcome = _outcome(given)
        if block and outcome in _SENT:
            file = await door.desk.db.read(case_files.read_file, submitted.case_id)
            sent = Sent(Outlet(given["channel"]), Purpose.CONTACT, file.case.safety)
            faults = await asyncio.to_thread(faults_in_message, door.desk.look, text, sent)
            if faults:
                return {"response_action": "errors", "errors": {block: faults}}
        if outcome is Outcome.SENT and not text:  # saved before the dialog followed the channel
            look = door.desk.look
            empty = look.say("sending.nothing_written", outlet=look.say(f"words.outlet.{given['channel']}"))
            return {"response_action": "errors", "errors": {block or "channel": empty}}
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, str(given.get("note") or "").strip()):
            return {"response_action": "errors", "errors": {"note": faults}}
        orders = _orders(door.order(Action.CLAIM, submitted.user_id), given, text, submitted.brought)
        if outcome is Outcome.SENT:
            waits, outlet = len(orders) > 1, Outlet(given["channel"])
            one = dispatch_of(door.desk, submitted.case_id, Purpose.CONTACT, outlet, orders[0], waits=waits)
            await ask(door.desk, one, once=submitted.key)
        else:
            await carry_out(door.desk, submitted.case_id, orders, once=submitted.key)
        return None

    return handle


def _outcome(given: dict[str, Any]) -> Outcome:
    """The question stands under another name where the desk can send."""
    return Outcome(given.get(f"{OUTCOME}_send") or given[OUTCOME])


def _written(given: dict[str, Any]) -> tuple[str, str]:
    """The block in which something is written for the chosen channel, and what; empty for a call."""
    own = f"{TEXT}_{given['channel']}_"
    return next(((key, str(said or "").strip()) for key, said in given.items() if key.startswith(own)), ("", ""))


def _orders(blank: Order, given: dict[str, Any], text: str, brought: dict[str, Any]) -> Sequence[Order]:
    outcome = _outcome(given)
    action = Action.CONTACT_REACHED if outcome is Outcome.REACHED else Action.CONTACT_MISSED
    contact = replace(
        blank,
        action=action,
        channel=Channel(given["channel"]),
        outcome=outcome,
        note=str(given.get("note") or "").strip(),
        said=text,
        script=str(brought.get("script", "")),
    )
    waits = [replace(blank, action=Action.WAIT, note="")] if "wait" in (given.get("next") or []) else []
    return [contact, *waits]
