"""Cause dialogs: why a department disputes a cause, and what a lead puts in its place."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.handling import NOTE, cause_questions
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.causes import Finding


def dispute_dialog(file: CaseFile, look: Look, one: Finding, channel: str) -> Block:
    """Why it is not theirs; `channel` is where it was pressed, and says for whom they speak."""
    say = look.say
    reason = blocks.text_input(
        "note", say("dialogs.cause_dispute.reason"), hint=say("dialogs.cause_dispute.reason_hint"), most=NOTE
    )
    return case_dialog(Dialog.CAUSE_DISPUTE, file, look, [reason], finding=one.id, channel=channel)


def change_dialog(file: CaseFile, look: Look, one: Finding) -> Block:
    """The cause as it was found, to be changed."""
    return case_dialog(Dialog.CAUSE_CHANGE, file, look, cause_questions(look, one.cause), finding=one.id)
