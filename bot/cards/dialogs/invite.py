"""Invite dialog: the one invitation to update a review."""

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.preview import Draft, preview_blocks
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.vocabulary import Channel

TEXT = "text"
_TEXT_MOST = 1000


def invite_dialog(file: CaseFile, look: Look, channel: Channel, script: str, text: str, draft: Draft) -> Block:
    """The one neutral invitation to update the review, to be made one's own and copied."""
    say = look.say
    questions = [
        blocks.context(say.md("dialogs.invite.once", channel=say(f"words.channel.{channel}"))),
        blocks.text_input(
            TEXT,
            say("dialogs.invite.text"),
            hint=say("dialogs.invite.text_hint"),
            filled=text,
            most=_TEXT_MOST,
            tells=f"{Press.PREVIEW}:invite",
        ),
        *preview_blocks(draft, look),
    ]
    return case_dialog(Dialog.INVITE, file, look, questions, script=script, channel=channel)
