"""Reply dialog: the public reply under a review, drafted, to be made one's own and copied."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.public_reply import HARD_LIMIT, window_of

REPLY = "reply"


def reply_dialog(file: CaseFile, look: Look, script: str, text: str) -> Block:
    """`text` is the draft, `script` its key and version, which come back with the answer."""
    say, closes_at = look.say, window_of(file.review, look.policy.public_reply).closes_at
    until = say.md("dialogs.reply.until", at=look.day_time(closes_at)) if closes_at else None
    told = [blocks.context(until)] if until else []
    questions = [
        *told,
        blocks.context(say.md("dialogs.reply.everybody")),
        blocks.text_input(
            REPLY,
            say("dialogs.reply.text"),
            hint=say("dialogs.reply.text_hint", most=look.policy.public_reply.letters),
            filled=text,
            most=HARD_LIMIT,
        ),
    ]
    return case_dialog(Dialog.REPLY, file, look, questions, script=script)
