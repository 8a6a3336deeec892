"""Inviting: the one invitation to update a review, guarded by the strictest rules."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlmodel import Session

from bot.cards.blocks import answers
from bot.cards.dialogs.invite import HOW, TEXT, invite_dialog
from bot.cards.dispatch_card import BY_DESK
from bot.case_file import CaseFile
from bot.compliance import Sent
from bot.messenger import Block
from bot.vocabulary import Action, Channel, Outlet, Purpose
from handlers.casework.carry_out import carry_out, ensure_may
from handlers.casework.dispatching import ask, can_send, dispatch_of
from handlers.casework.invitation import invitation
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import drafted, faults_in_message
from scripts_library.scripts import Script
from storage import case_files


def inviting(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """邀请更新评价: only when everything else is done."""

    async def handle(pressed: Pressed) -> Afterwards:
        view = await door.desk.db.read(_invitation, door, pressed.number, pressed.user_id)
        await show_view(door, pressed, view, instead=True)
        return None

    return handle


def _invitation(session: Session, door: Door, case_id: int, user_id: str) -> Block:
    desk, file = door.desk, case_files.read_file(session, case_id)
    channel, script, text = invitation(session, desk, file, user_id, desk.clock.now())
    ensure_may(session, desk, file.case, door.order(Action.INVITE, user_id, channel=channel))
    return _drawn(session, door, file, (channel, script, text), text)


def _drawn(session: Session, door: Door, file: CaseFile, start: tuple[Channel, Script, str], typed: str) -> Block:
    """`typed` is what was made of the start so far."""
    look, (channel, script, text) = door.desk.look, start
    draft = drafted(look, typed, Sent(Outlet(channel), Purpose.AMEND, file.case.safety))
    sends = can_send(session, door.desk, file, Outlet(channel))
    return invite_dialog(file, look, channel, script.name, text, draft, sends=sends)


def preview_of_invitation(session: Session, door: Door, pressed: Pressed) -> Block:
    """The dialog as it is, with what is written in it now looked at."""
    desk, file = door.desk, case_files.read_file(session, int(pressed.brought.get("case", 0)))
    start = invitation(session, desk, file, pressed.user_id, desk.clock.now())
    return _drawn(session, door, file, start, str(answers(pressed.state).get(TEXT) or ""))


def invited(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    """The invitation was made: it is looked at by the strictest rules, and kept as it was."""

    async def handle(submitted: Submitted) -> Answer:
        given = answers(submitted.state)
        text = str(given.get(TEXT) or "").strip()
        channel = Channel(submitted.brought["channel"])
        file = await door.desk.db.read(case_files.read_file, submitted.case_id)
        sent = Sent(Outlet(channel), Purpose.AMEND, file.case.safety)
        faults = await asyncio.to_thread(faults_in_message, door.desk.look, text, sent)
        if faults:
            return {"response_action": "errors", "errors": {TEXT: faults}}
        script = str(submitted.brought.get("script", ""))
        order = door.order(Action.INVITE, submitted.user_id, channel=channel, said=text, script=script)
        if given.get(HOW) == BY_DESK:
            one = dispatch_of(door.desk, submitted.case_id, Purpose.AMEND, Outlet(channel), order)
            await ask(door.desk, one, once=submitted.key)
        else:
            await carry_out(door.desk, submitted.case_id, [order], once=submitted.key)
        return None

    return handle
