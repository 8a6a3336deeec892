"""Dispatch card: a text on its way as a line of its case's card, and the question whether an unclear one went out."""

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.dispatch import Dispatch
from scripts_library.wording import Token

BY_DESK, BY_HAND = "desk", "hand"


def dispatch_lines(file: CaseFile, look: Look) -> list[str]:
    """What is going out at this moment, and what nobody knows of."""
    return [
        look.say.md(
            f"sending.card_{one.stand}",
            outlet=look.say(f"words.outlet.{one.outlet}"),
            by=look.name(one.asked_by),
            at=look.time(one.asked_at),
        )
        for one in file.dispatches
    ]


def unclear_blocks(text: Token, one: Dispatch, look: Look) -> list[Block]:
    """The question, the text as data, and the two answers."""
    say, number = look.say, str(one.id)
    row = [
        blocks.button(say("buttons.dispatch_sent"), Press.DISPATCH_SENT, number),
        blocks.button(say("buttons.dispatch_lost"), Press.DISPATCH_LOST, number),
        blocks.button(say("buttons.show"), Press.SHOW, str(one.case_id)),
    ]
    return [blocks.section(text), blocks.actions(f"dispatch:{one.id}", row)]


def looked_up_blocks(text: Token, file: CaseFile, look: Look) -> list[Block]:
    """It is answered."""
    show = blocks.button(look.say("buttons.show"), Press.SHOW, str(file.case.id))
    return [blocks.section(text), blocks.actions(f"case:{file.case.id}", [show])]


def how_question(block_id: str, look: Look) -> Block:
    """Whether the desk sends it, which is the usual way where it can, or somebody has done it by hand."""
    say = look.say
    options = [blocks.option(say(f"sending.how_{one}"), one) for one in (BY_DESK, BY_HAND)]
    return blocks.choice_input(block_id, say("sending.how"), options, chosen=BY_DESK)
