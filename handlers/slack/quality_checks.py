"""Quality checks in Slack: a lead opens the dialog from a case, and says what they found."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.quality import NO_STRIKE, quality_dialog, strike_rules
from bot.rules.quality_checks import MOST, Criterion, QualityCheck
from handlers.casework import quality_checks as casework
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note


def register(door: Door) -> None:
    """Listen to the button and its dialog."""
    door.on_press(Press.QUALITY, _checking(door))
    door.on_submit(Dialog.QUALITY, _checked(door))


def _checking(door: Door) -> Callable[[Pressed], Awaitable[Afterwards]]:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        file, before, settled = await door.desk.db.read(casework.to_be_checked, door.desk, pressed.number, by)
        await show_view(door, pressed, quality_dialog(file, door.desk.look, before, settled=settled), instead=True)
        return None

    return handle


def _checked(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        given, say = answers(submitted.state), door.desk.look.say
        note, quote = str(given.get("note") or "").strip(), str(given.get("quote") or "").strip()
        rule = str(given.get("rule") or NO_STRIKE)
        rule = "" if rule == NO_STRIKE else rule
        if bool(rule) != bool(quote) or rule not in ("", *strike_rules()):
            wrong = "quote" if rule else "rule"
            return {"response_action": "errors", "errors": {wrong: say(f"quality.missing_{wrong}")}}
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, note):
            return {"response_action": "errors", "errors": {"note": faults}}
        marks = tuple(min(MOST, max(0, int(given[criterion]))) for criterion in Criterion)
        found = QualityCheck(submitted.case_id, "", submitted.user_id, door.desk.clock.now(), marks, note, rule, quote)
        await casework.check(door.desk, found, door.desk.policy.actor(submitted.user_id), once=submitted.key)
        return None

    return handle
