"""Causes: found at resolution, asked of their department, settled or disputed; each step one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.cards.blocks import mention
from bot.cards.cause_card import answered_blocks, asked_blocks, asked_line, cause_words, disputed_blocks
from bot.cards.notice_card import case_name
from bot.case import Actor, Case, RootCause
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules import causes as rules
from bot.rules.causes import OPEN, CauseStand, Finding
from bot.rules.refusals.cases import UnknownCase
from handlers.casework.desk import Desk
from handlers.casework.settling import record, redraw
from scripts_library.wording import Token
from storage import case_files, causes, outbox
from storage.cases import count_once, load_case

Change = Callable[[Finding, datetime], Finding]


def note_cause(session: Session, desk: Desk, case: Case, by: str, at: datetime) -> None:
    """A case was resolved: its department is asked, or the cause is settled at once."""
    if case.cause:
        _open(session, desk, case, case.cause, by, at)


def withdraw(session: Session, desk: Desk, case: Case, at: datetime) -> None:
    """A case goes on again: what was asked about its cause is asked no more, and what was settled counts no more."""
    one = causes.last_of(session, case.id)
    if one and (one.stand in OPEN or one.is_settled):
        _end(session, desk, case, rules.withdrawn(one, at))


async def accept(desk: Desk, number: int, by: Actor, pressed_in: str | None, *, once: str) -> Finding:
    """The department accepts. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda one, at: rules.accepted(one, by, pressed_in, at), once)


async def dispute(desk: Desk, number: int, by: Actor, pressed_in: str | None, reason: str, *, once: str) -> Finding:
    """The department does not, and says why. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda one, at: rules.disputed(one, by, pressed_in, at, reason), once)


async def uphold(desk: Desk, number: int, by: Actor, *, once: str) -> Finding:
    """A lead leaves it as it is. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda one, at: rules.upheld(one, by, at), once)


async def change(desk: Desk, number: int, by: Actor, cause: RootCause, *, once: str) -> Finding:
    """A lead puts another cause in its place; another department is asked. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda one, at: rules.changed(one, by, at), once, cause)


def dispute_key(number: int) -> str:
    """The name of the message that asks a lead to decide."""
    return f"cause:{number}:disputed"


def fall_silent(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Nobody disputed it in time, if that is still so."""
    known = causes.find(session, number)
    if known is None:
        return
    case = load_case(session, known.case_id)
    one = causes.find(session, number)
    if one and one.stand is CauseStand.ASKED and one.until and one.until <= now:
        _end(session, desk, case, rules.silent(one, now))
        redraw(session, desk, case, now)


async def _change(desk: Desk, number: int, decide: Change, once: str, cause: RootCause | None = None) -> Finding:
    after = await desk.db.write(_changed, desk, number, decide, once, cause)
    desk.to_send.set()
    return after


def _changed(session: Session, desk: Desk, number: int, decide: Change, once: str, cause: RootCause | None) -> Finding:
    at = desk.clock.now()
    count_once(session, once, at)
    known = causes.find(session, number)
    if known is None:
        raise UnknownCase(0)
    case = load_case(session, known.case_id)  # locks: from here on the finding is nobody else's
    one = causes.find(session, number)
    assert one is not None
    after = decide(one, at)
    _end(session, desk, case, after)
    if cause and after.decided_by:
        before, case = case, replace(case, cause=cause)
        redraw(session, desk, case, at, before=before)
        _open(session, desk, case, cause, after.decided_by, at, of=one)
    else:
        redraw(session, desk, case, at)
    return after


def _open(
    session: Session, desk: Desk, case: Case, cause: RootCause, by: str, at: datetime, of: Finding | None = None
) -> None:
    """A cause that was changed is asked of another department only: the same one has had its say."""
    known = desk.policy.departments.get(cause.department)
    again = of is not None and of.cause.department == cause.department
    channel = known.channel if known and not again else None
    one = causes.add(session, rules.found(case.id, cause, by, at, channel, desk.policy.causes))
    if one.stand is not CauseStand.ASKED or one.channel is None:
        return
    file = case_files.read_file(session, case.id)
    line = asked_line(one, file, desk.look, None)
    _send(session, one, "asked", one.channel, line, asked_blocks(one, line, file, desk.look), case, at)


def _end(session: Session, desk: Desk, case: Case, one: Finding) -> None:
    """The finding as it is now, the timeline, the thread, and what the department's question says from now on."""
    at = one.decided_at or desk.clock.now()
    causes.save(session, one)
    what, look = f"cause_{one.stand}", desk.look
    said = {
        "by": _who(desk, one.decided_by) if one.decided_by else "",
        "department": look.department(one.cause.department),
        "reason": mask_text(one.reason),
    }
    line = look.say.md(f"causes.thread_{one.stand}", **said)
    record(session, case, what, line, at, by=one.decided_by, facts={"note": one.reason})
    file = case_files.read_file(session, case.id)
    outcome = look.say.md(f"causes.outcome_{one.stand}", **said)
    text = Token(f"{asked_line(one, file, look, None)}\n{outcome}")
    outbox.rewrite(session, _key(one, "asked"), text=text, blocks=answered_blocks(text, file))
    name = case_name(file, look, desk.link(file.card))
    if one.stand is CauseStand.DISPUTED:
        line = Token(look.say.md("causes.disputes", case=name, cause=cause_words(one.cause, look), **said))
        room = desk.policy.shop.supervisors_channel
        _send(session, one, "disputed", room, line, disputed_blocks(one, line, look), case, at)
    else:
        told = Token(f"{name}\n{outcome}")
        outbox.rewrite(session, dispute_key(one.id), text=told, blocks=answered_blocks(told))


def _send(
    session: Session, one: Finding, what: str, to: str, line: Token, drawn: list[Block], case: Case, at: datetime
) -> None:
    outbox.enqueue(
        session, key=_key(one, what), channel=to, text=line, blocks=drawn, now=at, case_id=case.id, rank=case.grade.rank
    )


def _who(desk: Desk, user_id: str) -> str:
    """People of other departments are strangers to us: Slack knows what they are called."""
    known = desk.look.name(user_id)
    return mention(user_id) if known == user_id else known


def _key(one: Finding, what: str) -> str:
    return f"cause:{one.id}:{what}"
