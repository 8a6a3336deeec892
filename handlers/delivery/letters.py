"""Letters: what is to stand in Slack, drawn at the moment of sending, and checked before it leaves."""

from bot.cards.case_card import case_card
from bot.messenger import Block, Letter
from bot.rules.deadlines import is_to_be_heard
from bot.vocabulary import TimerKind
from handlers.casework.desk import Desk
from slack_rules.validator import message_faults
from storage import case_files
from storage.cases import read_case
from storage.errands import CARD, Errand


class UnfitMessage(Exception):
    """Our own message breaks Slack's rules: a fault in the program, kept from Slack and told in full."""


async def letter_for(errand: Errand, desk: Desk) -> tuple[Letter, int]:
    """The letter, and the version it shows: a card is drawn from its case as it is this moment."""
    text, blocks, version = errand.text, errand.blocks, errand.version
    if errand.kind == CARD and errand.case_id is not None:
        file = await desk.db.read(case_files.read_file, errand.case_id)
        text, blocks = case_card(file, desk.look)
        version = file.case.version
    thread = errand.thread.ts if errand.thread else None
    channel = errand.thread.channel if errand.thread else errand.channel
    letter = Letter(channel=channel, text=text, blocks=blocks, key=errand.key, thread_ts=thread)
    _check(letter, blocks)
    return letter, version


async def is_called_for(errand: Errand, desk: Desk) -> bool:
    """Whether anybody still needs to hear it: a reminder that waited for Slack may have become moot."""
    if errand.about is None or errand.case_id is None:
        return True
    case = await desk.db.read(read_case, errand.case_id)
    return case.generation == errand.generation and is_to_be_heard(case, TimerKind(errand.about))


def _check(letter: Letter, blocks: list[Block]) -> None:
    faults = message_faults({"channel": letter.channel, "text": letter.text, "blocks": blocks})
    if faults:
        raise UnfitMessage("; ".join(str(fault) for fault in faults[:5]))
