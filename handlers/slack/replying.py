"""Replying: the dialog of the public reply opens with its draft, and guards what everybody will read."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlmodel import Session

from bot.cards.blocks import answers
from bot.cards.dialogs.preview import Draft
from bot.cards.dialogs.reply import HOW, REPLY, reply_dialog
from bot.cards.dispatch_card import BY_DESK
from bot.case_file import CaseFile
from bot.compliance import Sent, lint
from bot.messenger import Block
from bot.vocabulary import Action, Outlet, Purpose
from handlers.casework.carry_out import carry_out, ensure_may
from handlers.casework.dispatching import ask as send
from handlers.casework.dispatching import can_send, dispatch_of
from handlers.casework.public_reply import draft, faults_beyond_words
from handlers.casework.reply_approval import ask, is_to_be_read_first
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import what_may_not_leave
from storage import case_files


def replying(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """公开回复: opens while the platform takes one."""

    async def handle(pressed: Pressed) -> Afterwards:
        view = await door.desk.db.read(_drawn, door, pressed.number, pressed.user_id)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def _drawn(session: Session, door: Door, case_id: int, user_id: str) -> Block:
    desk, file = door.desk, case_files.read_file(session, case_id)
    ensure_may(session, desk, file.case, door.order(Action.PUBLIC_REPLY, user_id))
    return _with_preview(session, door, file, None)


def _with_preview(session: Session, door: Door, file: CaseFile, typed: str | None) -> Block:
    """`typed` is what was made of the draft so far."""
    desk = door.desk
    script, text = draft(session, desk, file)
    now = text if typed is None else typed
    found = lint(now, Sent(Outlet.PUBLIC, Purpose.PUBLIC_REPLY, file.case.safety)).findings
    slot, slot_open = desk.look.say("dialogs.reply.slot"), desk.look.say("dialogs.reply.slot_open")
    notes = tuple(one for one in faults_beyond_words(session, desk, file, now) if one != slot_open)
    so_far = Draft(now, found, slot, slot_open, desk.policy.public_reply.letters, notes)
    sends = can_send(session, desk, file, Outlet.PUBLIC)
    return reply_dialog(file, desk.look, script.name, text, so_far, sends=sends)


def preview_of_reply(session: Session, door: Door, pressed: Pressed) -> Block:
    """The dialog as it is, with what is written in it now looked at."""
    file = case_files.read_file(session, int(pressed.brought.get("case", 0)))
    return _with_preview(session, door, file, str(answers(pressed.state).get(REPLY) or ""))


def replied(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    """The reply was posted: what everybody reads is looked at first, and kept as it was."""

    async def handle(submitted: Submitted) -> Answer:
        given = answers(submitted.state)
        text = str(given.get(REPLY) or "").strip()
        file, faults = await door.desk.db.read(_looked_at, door, submitted.case_id, text)
        sent = Sent(Outlet.PUBLIC, Purpose.PUBLIC_REPLY, file.case.safety)
        faults += await asyncio.to_thread(what_may_not_leave, door.desk.look, text, sent)
        if faults:
            return {"response_action": "errors", "errors": {REPLY: " ".join(faults)}}
        script = str(submitted.brought.get("script", ""))
        order = door.order(Action.PUBLIC_REPLY, submitted.user_id, said=text, script=script)
        if await door.desk.db.read(is_to_be_read_first, door.desk, order, submitted.case_id):
            await ask(door.desk, submitted.case_id, order, once=submitted.key)
        elif given.get(HOW) == BY_DESK:
            one = dispatch_of(door.desk, submitted.case_id, Purpose.PUBLIC_REPLY, Outlet.PUBLIC, order)
            await send(door.desk, one, once=submitted.key)
        else:
            await carry_out(door.desk, submitted.case_id, [order], once=submitted.key)
        return None

    return handle


def _looked_at(session: Session, door: Door, case_id: int, text: str) -> tuple[CaseFile, list[str]]:
    file = case_files.read_file(session, case_id)
    return file, faults_beyond_words(session, door.desk, file, text)
