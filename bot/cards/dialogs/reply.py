"""Reply dialog: the public reply under a review, drafted, to be made one's own and copied."""

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.preview import Draft, preview_blocks
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.public_reply import HARD_LIMIT, window_of

REPLY = "reply"


def reply_dialog(file: CaseFile, look: Look, script: str, text: str, draft: Draft) -> Block:
    """`text` is what it starts from, `script` its key and version, which come back; `draft` what was made of it."""
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
            tells=f"{Press.PREVIEW}:reply",
        ),
        *preview_blocks(draft, look),
    ]
    return case_dialog(Dialog.REPLY, file, look, questions, script=script)
