"""Product alerts in Slack: somebody looks into what rises in the chats, or says why it is no problem."""

import asyncio

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.alert import dismiss_dialog
from bot.cards.dialogs.improvement import improvement_dialog
from bot.rules.refusals.cases import ReasonNeeded
from bot.rules.refusals.improvements import LeadNeeded
from bot.vocabulary import Action, Role
from handlers.casework.product_alerts import dismiss, propose, take
from handlers.slack.decisions import shown_again
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note


def register(door: Door) -> None:
    """Listen to everything about product alerts."""

    async def taking(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        by = door.desk.policy.actor(pressed.user_id)
        await take(door.desk, pressed.number, by, once=pressed.key)
        return shown_again(door, pressed)

    async def dismissing(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        await show_view(door, pressed, dismiss_dialog(pressed.number, door.desk.look))
        return None

    async def dismissed(submitted: Submitted) -> Answer:
        door.ensure_on_the_team(submitted.user_id)
        reason = str(answers(submitted.state).get("note") or "").strip()
        if not reason:
            raise ReasonNeeded(Action.DISMISS)
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        by = door.desk.policy.actor(submitted.user_id)
        await dismiss(door.desk, int(submitted.brought.get("alert", 0)), by, reason, once=submitted.key)
        return None

    async def improving(pressed: Pressed) -> Afterwards:
        if not door.desk.policy.actor(pressed.user_id).is_at_least(Role.LEAD):
            raise LeadNeeded(pressed.user_id)
        begin = await door.desk.db.read(propose, door.desk, pressed.number, pressed.user_id)
        await show_view(door, pressed, improvement_dialog(begin, door.desk.look))
        return None

    door.on_press(Press.ALERT_TAKE, taking)
    door.on_press(Press.ALERT_IMPROVE, improving)
    door.on_press(Press.ALERT_DISMISS, dismissing)
    door.on_submit(Dialog.ALERT_DISMISS, dismissed)
