"""Reply request card: a public reply as everybody will read it, who wrote it, and the two buttons."""

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.reply_request import ReplyRequest
from scripts_library.wording import Token

_NAME = 60


def request_line(one: ReplyRequest, file: CaseFile, look: Look, link: str | None) -> Token:
    """Who asks, for which case."""
    by = blocks.one_line(look.name(one.asked_by), _NAME)
    role = look.say(f"words.role.{one.needs}")
    return Token(look.say.md("reply_approval.asks", by=by, case=case_name(file, look, link), role=role))


def request_blocks(one: ReplyRequest, line: Token, look: Look) -> list[Block]:
    """The line, the text as data, and approve or send back."""
    number = str(one.id)
    row = [
        blocks.button(look.say("buttons.reply_approve"), Press.REPLY_APPROVE, number, primary=True),
        blocks.button(look.say("buttons.reply_reject"), Press.REPLY_REJECT, number),
        blocks.button(look.say("buttons.show"), Press.SHOW, str(one.case_id)),
    ]
    return [blocks.section(line), blocks.quote(one.text), blocks.actions(f"reply_request:{one.id}", row)]


def decided_blocks(one: ReplyRequest, line: Token, look: Look) -> list[Block]:
    """Nothing is left to decide: the line says what became of it."""
    show = blocks.button(look.say("buttons.show"), Press.SHOW, str(one.case_id))
    return [blocks.section(line), blocks.quote(one.text), blocks.actions(f"reply_request:{one.id}", [show])]


def stand_line(one: ReplyRequest, look: Look) -> str:
    """Where it stands, for the case's card; empty once it was replaced."""
    return look.say.md(
        f"reply_approval.card_{one.stand}",
        role=look.say(f"words.role.{one.needs}"),
        by=look.name(one.decided_by) if one.decided_by else "",
        reason=look.brief(one.reason),
    )
