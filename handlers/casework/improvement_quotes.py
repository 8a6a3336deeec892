"""Improvement quotes: what a public reply may say of what gets better, and which item it said in the end."""

from sqlmodel import Session

from bot.cards.improvement_card import day_of
from bot.case import Case
from bot.case_file import CaseFile
from bot.rules.improvements import Improvement, ItemStand, Scope, quotable, quoted_in, told
from handlers.casework.desk import Desk
from storage import case_files, improvements


def improvement_sentence(session: Session, desk: Desk, file: CaseFile) -> str:
    """我们已从 12 月 1 日起把底座换成加厚款。 Of the newest that fits; empty where there is none."""
    found = _fitting(session, desk, file)
    return sentence_of(desk, found[0]) if found else ""


def sentence_of(desk: Desk, item: Improvement) -> str:
    """The item as everybody may read it."""
    tense = "planned" if item.stand is ItemStand.PLANNED else "done"
    return desk.look.say(f"improvements.quote_{tense}", day=day_of(item.start, desk.look), what=told(item))


def quoted_item(session: Session, desk: Desk, case: Case, text: str) -> int | None:
    """Which item a reply tells of, by its words: people change drafts."""
    found = quoted_in(text, _fitting(session, desk, case_files.read_file(session, case.id)))
    return found.id if found else None


def _fitting(session: Session, desk: Desk, file: CaseFile) -> list[Improvement]:
    sold = Scope(file.review.sku, file.review.line or None, file.review.store)
    known = improvements.that_may_be_told(session, sold)
    cause = file.case.cause.name if file.case.cause else ""
    today = desk.clock.now().astimezone(desk.policy.zone).date()
    return quotable(known, sold, file.case.category, cause, today)
