"""Compensation: asked for with a solution, decided by somebody else, carried out once; each step one transaction.

Like the ladder it knows nothing of the review: neither what it says nor what becomes of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.cards.approval_card import approval_blocks, approval_line, settled_blocks, settled_line
from bot.cards.notice_card import case_name
from bot.case import Actor, Case, Order
from bot.case_file import CaseFile
from bot.masking import mask_text
from bot.rules.ladder import (
    Basis,
    Compensation,
    Spent,
    Stand,
    Term,
    asked,
    asked_again,
    decided,
    executed,
    terms,
)
from bot.rules.permission import refusal_for
from bot.rules.refusals.cases import UnknownCase
from bot.rules.refusals.money import CompensationOpen
from bot.vocabulary import Action, Role
from handlers.casework import consequences
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, record, settle, tell
from storage import case_files, compensations, outbox
from storage.cases import count_once, load_case, save_case


def basis_of(file: CaseFile) -> Basis:
    """What a compensation of this case is measured by."""
    return Basis(
        grade=file.case.grade,
        tier=file.review.tier,
        category=file.case.category,
        intensity=file.intensity,
        complaints_90d=file.complaints_90d,
        paid_cents=file.review.paid_cents,
    )


def spent_by(session: Session, desk: Desk, case_id: int, agent: str, now: datetime) -> Spent:
    """What counts against today's and this month's budgets and the case's cap."""
    local = now.astimezone(desk.policy.zone)
    today = datetime.combine(local.date(), time(), desk.policy.zone)
    return compensations.spent(session, agent=agent, case_id=case_id, today=today, month=today.replace(day=1))


def offered(session: Session, desk: Desk, file: CaseFile, agent: str, now: datetime) -> list[Term]:
    """What the ladder allows in this case, level by level, for the dialog."""
    return terms(basis_of(file), spent_by(session, desk, file.case.id, agent, now), desk.policy.ladder)


def ask(session: Session, desk: Desk, case: Case, order: Order) -> tuple[Case, Compensation | None]:
    """A solution was chosen: what it costs is asked for, in place of what was open. Raises what applies."""
    assert order.solution is not None
    file = case_files.read_file(session, case.id)
    open_one = compensations.live_of(session, case.id)
    if open_one:
        replaced = replace(open_one, stand=Stand.REPLACED)
        compensations.save(session, replaced)
        _close_requests(session, desk, file, replaced)
    spent = spent_by(session, desk, case.id, order.by.user_id, order.at)
    one = asked(basis_of(file), order.solution, order.amount_cents, order.by, order.at, spent, desk.policy.ladder)
    if one is None:
        return replace(case, approval_until=None), None
    one = compensations.add(session, replace(one, case_id=case.id))
    until = order.at + desk.policy.ladder.expires if one.stand is Stand.ASKED else None
    return replace(case, approval_until=until), one


def tell_asked(session: Session, desk: Desk, case: Case, one: Compensation, note: str, at: datetime) -> None:
    """The thread hears of it, and whoever may decide."""
    key = "compensation_asked" if one.stand is Stand.ASKED else "compensation_granted"
    _note(session, desk, case, one, key, one.asked_by, at)
    if one.stand is Stand.ASKED:
        _ask_approvers(session, desk, case, one, note, at)


def ensure_settled(session: Session, case: Case) -> None:
    """Raise `CompensationOpen` while one waits to be decided or carried out."""
    one = compensations.live_of(session, case.id)
    if one:
        raise CompensationOpen(case.id, one.amount_cents, one.stand)


async def decide(desk: Desk, number: int, by: Actor, *, approve: bool, reason: str = "", once: str) -> Compensation:
    """Approve or reject, committed before this returns. Raises the `Refusal` that applies."""

    def change(one: Compensation, _: Case, at: datetime) -> Compensation:
        return decided(one, by, at, approve=approve, reason=reason)

    return await _change(desk, number, by, change, once)


async def execute(desk: Desk, number: int, by: Actor, *, once: str) -> Compensation:
    """It was carried out; counted once. Raises the `Refusal` that applies."""

    def change(one: Compensation, case: Case, at: datetime) -> Compensation:
        refusal = refusal_for(case, Action.SOLUTION, by)
        if refusal:
            raise refusal
        return executed(one, by, at)

    return await _change(desk, number, by, change, once)


def late(session: Session, desk: Desk, case: Case, at: datetime) -> Case:
    """Nobody decided in time: it is asked again, to a deadline of its own, or lapses and the asker hears of it."""
    one = compensations.live_of(session, case.id)
    if one is None or one.stand is not Stand.ASKED:
        return case
    after = asked_again(one, desk.policy.ladder)
    compensations.save(session, after)
    if after.stand is Stand.ASKED:
        _ask_approvers(session, desk, case, after, "", at)
        return replace(case, approval_until=at + desk.policy.ladder.expires)
    _note(session, desk, case, after, "compensation_lapsed", None, at)
    _tell_asker(session, desk, case, after, "compensation_lapsed", at)
    _close_requests(session, desk, case_files.read_file(session, case.id), after)
    return case


Change = Callable[[Compensation, Case, datetime], Compensation]


async def _change(desk: Desk, number: int, by: Actor, change: Change, once: str) -> Compensation:
    after = await desk.db.write(_changed, desk, number, by, change, once)
    desk.to_send.set()
    return after


def _changed(session: Session, desk: Desk, number: int, by: Actor, change: Change, once: str) -> Compensation:
    at = desk.clock.now()
    count_once(session, once, at)
    known = compensations.find(session, number)
    if known is None:
        raise UnknownCase(0)
    before = load_case(session, known.case_id)  # locks: from here on the compensation is nobody else's
    one = compensations.find(session, number)
    assert one is not None
    after = change(one, before, at)
    compensations.save(session, after)
    case = replace(before, approval_until=None, version=before.version + 1)
    save_case(session, before, case)
    _note(session, desk, case, after, f"compensation_{after.stand}", by.user_id, at)
    if after.stand is Stand.EXECUTED:
        consequences.executed(session, desk, case, after, by.user_id, at)
    else:
        _close_requests(session, desk, case_files.read_file(session, case.id), after)
        _tell_asker(session, desk, case, after, f"compensation_{after.stand}", at)
    settle(session, desk, case, at)
    return after


def _note(session: Session, desk: Desk, case: Case, one: Compensation, what: str, by: str | None, at: datetime) -> None:
    facts = {"level": one.level, "amount_cents": one.amount_cents, "solution": one.solution, "note": one.reason}
    record(session, case, what, desk.look.say.md(f"story.thread.{what}", **_said(desk, one)), at, by=by, facts=facts)


def _tell_asker(session: Session, desk: Desk, case: Case, one: Compensation, what: str, at: datetime) -> None:
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    text = desk.look.say.md(f"story.dm.{what}", case=name, **_said(desk, one))
    tell(session, desk, case, Telling(f"compensation:{one.id}:{one.stand}", one.asked_by, text), at)


def _said(desk: Desk, one: Compensation) -> dict[str, object]:
    look = desk.look
    return {
        "by": desk.directory.name(one.executed_by or one.decided_by or one.asked_by),
        "solution": look.say(f"words.solution.{one.solution}"),
        "level": one.level,
        "amount": look.money(one.amount_cents),
        "role": look.say(f"words.role.{one.needs}"),
        "reason": mask_text(one.reason),
    }


def _ask_approvers(session: Session, desk: Desk, case: Case, one: Compensation, note: str, at: datetime) -> None:
    file = case_files.read_file(session, case.id)
    room = _room(desk, one)
    spent = spent_by(session, desk, case.id, one.asked_by, at)
    text = approval_line(one, file, desk.look, desk.link(file.card), spent, note, until=at + _patience(desk))
    outbox.enqueue(
        session,
        key=_request_key(desk, one, one.asks),
        channel=room,
        text=text,
        blocks=approval_blocks(one, text, desk.look),
        now=at,
        case_id=case.id,
        rank=case.grade.rank,
    )


def _close_requests(session: Session, desk: Desk, file: CaseFile, one: Compensation) -> None:
    """Whatever asked for a decision says what became of it, and has no more buttons for it."""
    outcome = desk.look.say.md(f"story.thread.compensation_{one.stand}", **_said(desk, one))
    text = settled_line(one, file, desk.look, desk.link(file.card), outcome)
    for ask in range(1, one.asks + 1):
        blocks = settled_blocks(one, text, desk.look)
        outbox.rewrite(session, _request_key(desk, one, ask), text=text, blocks=blocks)


def _request_key(desk: Desk, one: Compensation, ask: int) -> str:
    return f"to:{_room(desk, one)}:compensation:{one.id}:{ask}"


def _room(desk: Desk, one: Compensation) -> str:
    shop = desk.policy.shop
    return shop.managers_channel if one.needs is Role.MANAGER else shop.supervisors_channel


def _patience(desk: Desk) -> timedelta:
    return desk.policy.ladder.expires
