"""Cause card: the question to a department, the question to a lead where it disputes, and what became of both."""

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case import RootCause
from bot.case_file import CaseFile
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.causes import CauseCount, CauseStand, Finding
from scripts_library.wording import Token
from slack_rules.text import clip

_QUOTED = 300
_SHORT = 16
_MOST_NAMED = 5


def asked_line(one: Finding, file: CaseFile, look: Look, link: str | None) -> Token:
    """What was found, by whom, and until when it may be disputed."""
    say = look.say
    return Token(
        say.md(
            "causes.asks",
            department=look.department(one.cause.department),
            case=case_name(file, look, link),
            by=blocks.one_line(look.name(one.found_by), 60),
            stage=say(f"words.stage.{one.cause.stage}"),
            cause=look.cause(one.cause.name),
            note=look.brief(one.cause.note),
            until=look.day_time(one.until) if one.until else "",
        )
    )


def asked_blocks(one: Finding, line: Token, file: CaseFile, look: Look) -> list[Block]:
    """The line, the customer's words, and the two answers."""
    number = str(one.id)
    row = [
        blocks.button(look.say("buttons.cause_accept"), Press.CAUSE_ACCEPT, number, primary=True),
        blocks.button(look.say("buttons.cause_dispute"), Press.CAUSE_DISPUTE, number),
    ]
    return [blocks.section(line), _words(file), blocks.actions(f"cause:{one.id}", row)]


def disputed_blocks(one: Finding, line: Token, look: Look) -> list[Block]:
    """For a lead: leave it or change it."""
    number = str(one.id)
    row = [
        blocks.button(look.say("buttons.cause_uphold"), Press.CAUSE_UPHOLD, number, primary=True),
        blocks.button(look.say("buttons.cause_change"), Press.CAUSE_CHANGE, number),
        blocks.button(look.say("buttons.show"), Press.SHOW, str(one.case_id)),
    ]
    return [blocks.section(line), blocks.actions(f"cause:{one.id}", row)]


def answered_blocks(line: Token, file: CaseFile | None = None) -> list[Block]:
    """Nothing is left to answer."""
    return [blocks.section(line), *([_words(file)] if file else [])]


def cause_brief(cause: RootCause, look: Look) -> str:
    """复核缺失, with the words beside it where they are short; the words alone where it has no name."""
    note = look.brief(cause.note)
    if not cause.name:
        return note
    name = look.cause(cause.name)
    return look.say("causes.with_note", cause=name, note=note) if 0 < len(note) <= _SHORT else name


def cause_words(cause: RootCause, look: Look) -> str:
    """The name and all of the words, of either what there is."""
    return " · ".join(part for part in (look.cause(cause.name), look.brief(cause.note)) if part)


def cause_stand(one: Finding | None, look: Look) -> str:
    """In few words beside the cause on a card; nothing once it is settled."""
    if one is None or one.stand not in (CauseStand.ASKED, CauseStand.DISPUTED):
        return ""
    return look.say(f"causes.card_{one.stand}", department=look.department(one.cause.department))


def causes_line(count: CauseCount, look: Look) -> str:
    """Settled causes by department, then the most frequent by name; only these count. Empty where nothing was found."""
    if not count.by_department and not count.still_open:
        return ""
    departments = (f"{look.department(one)} {times}" for one, times in count.by_department.most_common())
    named = (f"{look.cause(one)} {times}" for one, times in count.by_name.most_common(_MOST_NAMED))
    return look.say.md(
        "causes.report", departments=" · ".join(departments), causes=" · ".join(named), open=count.still_open
    )


def _words(file: CaseFile) -> Block:
    return blocks.quote(clip(mask_text(file.review.text), _QUOTED))
