"""Letters: what is to stand in Slack, drawn at the moment of sending, and checked before it leaves."""

from bot.cards.case_card import case_card
from bot.cards.storm_card import storm_card, together_card
from bot.case import Case
from bot.case_file import InStorm
from bot.messenger import Block, Letter
from bot.rules.assignment import NOBODY
from bot.rules.deadlines import is_to_be_heard
from bot.rules.escalation import is_still_missed
from bot.vocabulary import Escalation, Status, TimerKind
from handlers.casework.desk import Desk
from slack_rules.validator import message_faults
from storage import case_files, gathering
from storage.cases import read_case
from storage.choosing import CARD, SUMMARY, TOGETHER
from storage.errands import Errand


class UnfitMessage(Exception):
    """Our own message breaks Slack's rules: a fault in the program, kept from Slack and told in full."""


async def letter_for(errand: Errand, desk: Desk) -> tuple[Letter, int]:
    """The letter, and the version it shows: a card or summary is drawn from its cases as they are this moment.

    Its pictures are still ours; it is to be checked when they are in it.
    """
    text, blocks, version = await _drawn(errand, desk)
    thread = errand.thread.ts if errand.thread else None
    channel = errand.thread.channel if errand.thread else errand.channel
    letter = Letter(channel=channel, text=text, blocks=blocks, key=errand.key, thread_ts=thread)
    return letter, version


def check(letter: Letter) -> Letter:
    """The letter as it is to leave; `UnfitMessage` for one that Slack would refuse."""
    faults = message_faults({"channel": letter.channel, "text": letter.text, "blocks": list(letter.blocks)})
    if faults:
        raise UnfitMessage("; ".join(str(fault) for fault in faults[:5]))
    return letter


async def is_called_for(errand: Errand, desk: Desk) -> bool:
    """Whether anybody still needs to hear it: what waited for Slack may have become moot."""
    if errand.kind == SUMMARY and errand.posted is None and errand.doubtful_since is None:
        return bool(await desk.db.read(gathering.members, errand.id))
    if errand.kind == TOGETHER:
        return bool(await _still_heard(errand, desk))
    if errand.about is None or errand.case_id is None:
        return True
    case = await desk.db.read(read_case, errand.case_id)
    return errand.generation in (None, case.generation) and _asks_for_something(errand.about, case)


def is_redrawn(errand: Errand) -> bool:
    """Whether it may say something else by now than when it was posted; most notices are said once."""
    return errand.kind in (CARD, SUMMARY) or errand.version > 1


async def _drawn(errand: Errand, desk: Desk) -> tuple[str, list[Block], int]:
    if errand.kind == CARD and errand.case_id is not None:
        file = await desk.db.read(case_files.read_file, errand.case_id)
        return *case_card(file, desk.look), file.case.version
    if errand.kind == SUMMARY:
        return *storm_card(await desk.db.read(gathering.members, errand.id), desk.look), errand.version
    if errand.kind == TOGETHER and errand.about:
        cases = await _still_heard(errand, desk)
        return *together_card(errand.about, cases, desk.look, errand.text), errand.version
    return errand.text, errand.blocks, errand.version


async def _still_heard(errand: Errand, desk: Desk) -> list[InStorm]:
    cases = await desk.db.read(gathering.members, errand.id)
    return [one for one in cases if errand.about and _asks_for_something(errand.about, one.case)]


def _asks_for_something(about: str, case: Case) -> bool:
    """A notice speaks for a timer or a missed deadline, or says that nobody was there to take the case."""
    if about in NOBODY:
        return case.status is Status.OPEN and case.owner is None
    if about in list(Escalation):
        return is_still_missed(about, case)
    return is_to_be_heard(case, TimerKind(about))
