"""Revealing: a customer's contact details in full, to one person, with a reason."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.cards.blocks import answers
from bot.cards.dialogs.reveal import reveal_dialog, revealed_view
from bot.rules.refusals.cases import ReasonNeeded
from bot.vocabulary import Action
from handlers.casework.contact_details import ensure_may_see, reveal
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note
from storage import case_files


def revealing(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    """查看联系方式: for the case's owner, or a lead and above, with a reason."""

    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(case_files.read_file, pressed.number)
        ensure_may_see(file.case, door.desk.policy.actor(pressed.user_id))
        await show_view(door, pressed, reveal_dialog(file, door.desk.look))
        return None

    return handle


def revealed(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    """The reason is written down first; then the details are shown, to this person alone."""

    async def handle(submitted: Submitted) -> Answer:
        reason = str(answers(submitted.state).get("note") or "").strip()
        if not reason:
            raise ReasonNeeded(Action.CONTACT_REACHED)
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        file, details = await reveal(door.desk, submitted.case_id, door.desk.policy.actor(submitted.user_id), reason)
        return {"response_action": "update", "view": revealed_view(file, door.desk.look, details)}

    return handle
