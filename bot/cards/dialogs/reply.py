"""Reply dialog: the public reply under a review, drafted, to be made one's own and copied."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.dialogs.handling import NOTE
from bot.cards.dialogs.preview import Draft, message_input
from bot.cards.dispatch_card import how_question
from bot.cards.look import Look
from bot.cards.reply_request_card import stand_line
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.public_reply import HARD_LIMIT, window_of
from bot.rules.reply_request import ReplyRequest

REPLY, HOW = "reply", "how"


def reply_dialog(file: CaseFile, look: Look, script: str, text: str, draft: Draft, *, sends: bool = False) -> Block:
    """`text` is what it starts from, `script` its key and version, which come back; `draft` what was made of it.

    `sends`: the desk can push it to where the review stands.
    """
    say, closes_at = look.say, window_of(file.review, look.policy.public_reply).closes_at
    until = say.md("dialogs.reply.until", at=look.day_time(closes_at)) if closes_at else None
    told = [blocks.context(until)] if until else []
    if file.reply_request:
        told.append(blocks.context(stand_line(file.reply_request, look)))
    questions = [
        *told,
        blocks.context(say.md("dialogs.reply.everybody", sends=sends)),
        *message_input(
            REPLY,
            "reply",
            look,
            text,
            draft,
            label=say("dialogs.reply.text"),
            hint=say("dialogs.reply.text_hint", most=look.policy.public_reply.letters, open=draft.slot in text),
            most=HARD_LIMIT,
        ),
        *([how_question(HOW, look)] if sends else []),
    ]
    return case_dialog(Dialog.REPLY, file, look, questions, script=script)


def reply_reject_dialog(file: CaseFile, look: Look, one: ReplyRequest) -> Block:
    """What is to be written otherwise; whoever wrote it reads that."""
    say = look.say
    questions = [
        blocks.quote(one.text),
        blocks.text_input("note", say("dialogs.reply_reject.reason"), hint=say("dialogs.reply_reject.hint"), most=NOTE),
    ]
    return case_dialog(Dialog.REPLY_REJECT, file, look, questions, request=one.id)
