"""Reply approvals: the two buttons under a public reply that somebody above reads first."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.reply import reply_reject_dialog
from bot.messenger import Block
from bot.rules.refusals.cases import UnknownCase
from handlers.casework.reply_approval import decide
from handlers.slack.decisions import shown_again
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.home import publish_home
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note
from storage import case_files, reply_requests

Handler = Callable[[Pressed], Awaitable[Afterwards]]


def register(door: Door) -> None:
    """Listen to both buttons, and to the reason."""
    door.on_press(Press.REPLY_APPROVE, _approving(door))
    door.on_press(Press.REPLY_REJECT, _rejecting(door))
    door.on_submit(Dialog.REPLY_REJECT, _rejected(door))


def _approving(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        await decide(door.desk, pressed.number, by, approve=True, once=pressed.key)
        return partial(publish_home, door, pressed.user_id) if pressed.is_home else shown_again(door, pressed)

    return handle


def _rejecting(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        view = await door.desk.db.read(_reject_drawn, door, pressed.number)
        await show_view(door, pressed, view)
        return None

    return handle


def _reject_drawn(session: Session, door: Door, number: int) -> Block:
    one = reply_requests.find(session, number)
    if one is None:
        raise UnknownCase(0)
    return reply_reject_dialog(case_files.read_file(session, one.case_id), door.desk.look, one)


def _rejected(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        by = door.desk.policy.actor(submitted.user_id)
        reason = str(answers(submitted.state).get("note") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        number = int(submitted.brought.get("request", 0))
        await decide(door.desk, number, by, approve=False, reason=reason, once=submitted.key)
        return None

    return handle
