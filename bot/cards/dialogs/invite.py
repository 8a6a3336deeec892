"""Invite dialog: the one invitation to update a review."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.preview import Draft, message_input
from bot.cards.dispatch_card import how_question
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.vocabulary import Channel

TEXT, HOW = "text", "how"


def invite_dialog(
    file: CaseFile, look: Look, channel: Channel, script: str, text: str, draft: Draft, *, sends: bool = False
) -> Block:
    """The one neutral invitation to update the review, to be made one's own and copied, or sent by the desk."""
    say = look.say
    questions = [
        blocks.context(say.md("dialogs.invite.once", channel=say(f"words.channel.{channel}"))),
        *message_input(TEXT, "invite", look, text, draft, hint=say("sending.text_hint") if sends else ""),
        *([how_question(HOW, look)] if sends else []),
    ]
    return case_dialog(Dialog.INVITE, file, look, questions, script=script, channel=channel)
