"""Lists: several cases under one another, each with what is due and a button."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.blocks import joined
from bot.cards.escalated import escalated
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.cards.steps import next_step, step_button
from bot.case_file import CaseFile
from bot.messenger import Block, Posted
from bot.vocabulary import Status
from scripts_library.wording import Token

MOST = 15
LinkOf = Callable[[Posted | None], str | None]


def case_list(
    title: str, files: Sequence[CaseFile], look: Look, link: LinkOf, now: datetime, empty: str, *, is_mine: bool = False
) -> list[Block]:
    """A heading, then a row per case with its next step as a button; `empty` says it kindly when there is none."""
    if not files:
        return [blocks.section(empty)]
    rows = [case_row(file, look, link, now, is_mine=is_mine) for file in files[:MOST]]
    more = [blocks.context(look.say.md("lists.more", shown=MOST))] if len(files) > MOST else []
    return [blocks.section(f"*{title}*"), *rows, *more]


def case_row(file: CaseFile, look: Look, link: LinkOf, now: datetime, *, is_mine: bool = False) -> Block:
    """One case in two lines, and the button to go on; in a list of one's own the owner goes without saying."""
    case = file.case
    step = next_step(case)
    show = blocks.button(look.say("buttons.show"), Press.SHOW, str(case.id))
    text = look.say.md(
        "lists.line",
        case=case_name(file, look, link(file.card)),
        stars=look.stars(file.review.rating),
        status=look.say(f"words.status.{case.status}"),
        owner="" if is_mine else _owner(file, look),
        due=_due(file, look, now),
    )
    return blocks.section(
        text, accessory=step_button(step, case, look.say) if step else show, block_id=f"row:{case.id}"
    )


def _due(file: CaseFile, look: Look, now: datetime) -> Token:
    """The clock, and how far up the case has come over it."""
    reached = escalated(file, look)
    return joined([due_line(file, look, now), reached]) if reached else due_line(file, look, now)


def _owner(file: CaseFile, look: Look) -> Token:
    owner = file.case.owner
    return Token(f" · {blocks.mention(owner) if owner else look.say.md('lists.nobody')}")


def due_line(file: CaseFile, look: Look, now: datetime) -> Token:
    """The clock that runs now, or has run out."""
    case = file.case
    if case.status is Status.WAITING and case.waiting_at:
        return Token(look.say.md("lists.waiting_since", at=look.day_time(case.waiting_at)))
    for what, at in (
        ("start", case.start_due_at if case.status is Status.OPEN else None),
        ("contact", case.contact_due_at if case.attempted_at is None and not case.no_contact else None),
        ("follow_up", case.follow_up_due_at),
    ):
        if at and (what == "follow_up") == (case.status is Status.RESOLVED) and case.status is not Status.DISMISSED:
            grace = look.policy.deadlines.follow_up_grace if what == "follow_up" else timedelta()
            key = f"lists.{what}_late" if at + grace < now else f"lists.{what}_due"
            return Token(look.say.md(key, at=look.day_time(at)))
    return Token("")
