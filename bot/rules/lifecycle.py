"""Lifecycle: which action leads from which status to which, printed as one table, and what it changes on the case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.case import Case, Order
from bot.rules import permission
from bot.rules.deadlines import Deadlines, contact_due, overdue_after, start_due
from bot.rules.refusals import (
    AlreadyClaimed,
    AlreadyFinished,
    AlreadyHolds,
    AlreadyYours,
    ClaimFirst,
    ContactFirst,
    NotPossibleNow,
    ReasonNeeded,
    Refusal,
    SameGrade,
    SnoozeTooLong,
)
from bot.vocabulary import Action, Grade, Status

TABLE = """
action           open       claimed    contacted  solving    waiting    resolved   closed     dismissed
claim            claimed    -          -          -          -          -          -          -
release          -          open       open       open       open       -          -          -
contact_reached  -          contacted  contacted  solving    contacted  -          -          -
contact_missed   -          claimed    contacted  solving    waiting    -          -          -
solution         -          solving    solving    solving    solving    -          -          -
wait             -          waiting    waiting    waiting    -          -          -          -
resume           -          -          -          -          contacted  -          -          -
snooze           open       claimed    contacted  solving    waiting    resolved   -          -
regrade          open       claimed    contacted  solving    waiting    -          -          -
hand_over        open       claimed    contacted  solving    waiting    resolved   -          -
resolve          -          resolved   resolved   resolved   resolved   -          -          -
follow_up_good   -          -          -          -          -          closed     -          -
follow_up_bad    -          -          -          -          -          claimed    -          -
follow_up_missed -          -          -          -          -          resolved   -          -
reopen           -          -          -          -          -          claimed    claimed    open
dismiss          dismissed  dismissed  dismissed  dismissed  dismissed  -          -          -
"""


def _read(table: str) -> dict[tuple[Status, Action], Status]:
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {
        (Status(status), Action(row[0])): Status(cell)
        for row in rows
        for status, cell in zip(head[1:], row[1:], strict=True)
        if cell != "-"
    }


TRANSITIONS = _read(TABLE)
FINISHED = frozenset({Status.RESOLVED, Status.CLOSED, Status.DISMISSED})
ACTIVE = frozenset(Status) - FINISHED


def advance(case: Case, order: Order, deadlines: Deadlines) -> Case:
    """The case after the order, one version on; raises the `Refusal` that applies. Neither argument changes."""
    status = ensure_possible(case, order)
    if order.action in _REASONED and not order.note.strip():
        raise ReasonNeeded(order.action)
    after = _EFFECTS[order.action](case, order, deadlines)
    if case.status is Status.WAITING and status is not Status.WAITING and case.waiting_at:
        after = replace(after, waited=case.waited + (order.at - case.waiting_at), waiting_at=None)
    return replace(after, status=status, version=case.version + 1)


def ensure_possible(case: Case, order: Order) -> Status:
    """The status that the order leads to; the `Refusal` when neither status nor authority allow it."""
    status = TRANSITIONS.get((case.status, order.action))
    if status is None:
        raise _no_such_step(case, order)
    permission.check(case, order)
    return status


def possible(case: Case) -> frozenset[Action]:
    """What the case's status allows anyone with the authority to do."""
    return frozenset(action for status, action in TRANSITIONS if status is case.status)


_REASONED = frozenset({Action.REGRADE, Action.SNOOZE, Action.DISMISS, Action.REOPEN})


def _no_such_step(case: Case, order: Order) -> Refusal:
    if order.action is Action.CLAIM and case.status in ACTIVE and case.claimed_by and case.claimed_at:
        if case.claimed_by == order.by.user_id:
            return AlreadyYours(case.id, case.claimed_at)
        return AlreadyClaimed(case.id, case.claimed_by, case.claimed_at)
    if case.status is Status.RESOLVED:
        return AlreadyFinished(case.id, case.status, case.resolved_by, case.resolved_at)
    if case.status is Status.CLOSED:
        return AlreadyFinished(case.id, case.status, case.closed_by, case.closed_at)
    if case.status is Status.DISMISSED:
        return AlreadyFinished(case.id, case.status, case.dismissed_by, case.dismissed_at)
    if case.status is Status.OPEN:
        return ClaimFirst(case.id, order.action)
    return NotPossibleNow(case.id, order.action, case.status)


def _claim(case: Case, order: Order, _: Deadlines) -> Case:
    return replace(
        case,
        owner=order.by.user_id,
        claimed_by=order.by.user_id,
        claimed_at=order.at,
        first_claimed_at=case.first_claimed_at or order.at,
        start_kept=_kept(case.start_kept, order, case.start_due_at),
        snoozed_until=None,
    )


def _kept(decided: bool | None, order: Order, due_at: datetime | None) -> bool | None:
    return decided if decided is not None or due_at is None else order.at <= due_at


def _release(case: Case, order: Order, deadlines: Deadlines) -> Case:
    fresh_start = start_due(case.grade, order.at, deadlines)
    return replace(
        case,
        owner=order.to,
        claimed_by=None,
        claimed_at=None,
        snoozed_until=None,
        start_due_at=fresh_start,
        start_missed_at=None,
        generation=case.generation + 1,
    )


def _reached(case: Case, order: Order, deadlines: Deadlines) -> Case:
    tried = _tried(case, order, deadlines)
    return replace(
        tried,
        reached_at=case.reached_at or order.at,
        reached_by=case.reached_by or order.by.user_id,
        reached_kept=_kept(case.reached_kept, order, case.contact_due_at),
    )


def _tried(case: Case, order: Order, _: Deadlines) -> Case:
    return replace(
        case,
        attempted_at=case.attempted_at or order.at,
        attempted_by=case.attempted_by or order.by.user_id,
        contact_channel=order.channel,
        contacts=case.contacts + 1,
        contact_kept=_kept(case.contact_kept, order, case.contact_due_at),
    )


def _solution(case: Case, order: Order, _: Deadlines) -> Case:
    return replace(
        case, solution=order.solution, solution_note=order.note, solved_at=order.at, solved_by=order.by.user_id
    )


def _wait(case: Case, order: Order, _: Deadlines) -> Case:
    return replace(case, waiting_at=order.at, waiting_by=order.by.user_id)


def _unchanged(case: Case, _order: Order, _deadlines: Deadlines) -> Case:
    return case


def _snooze(case: Case, order: Order, deadlines: Deadlines) -> Case:
    pause = order.pause or timedelta()
    if not timedelta() < pause <= deadlines.snooze_longest:
        raise SnoozeTooLong(deadlines.snooze_longest)
    return replace(case, snoozed_until=order.at + pause, snooze_reason=order.note)


def _regrade(case: Case, order: Order, deadlines: Deadlines) -> Case:
    grade, category = order.grade or case.grade, order.category or case.category
    if (grade, category) == (case.grade, case.category):
        raise SameGrade(case.id, case.grade)
    if grade is case.grade:
        return replace(case, category=category)
    return replace(
        case,
        grade=grade,
        category=category,
        start_due_at=start_due(grade, order.at, deadlines),
        start_missed_at=None,
        generation=case.generation + 1,
    )


def _hand_over(case: Case, order: Order, _: Deadlines) -> Case:
    if order.to == case.owner and order.to is not None:
        raise AlreadyHolds(case.id, order.to)
    moved = replace(case, owner=order.to)
    return moved if case.claimed_by is None else replace(moved, claimed_by=order.to, claimed_at=order.at)


def _resolve(case: Case, order: Order, deadlines: Deadlines) -> Case:
    if case.attempted_at is None:
        raise ContactFirst(case.id)
    return replace(
        case,
        resolved_at=order.at,
        resolved_by=order.by.user_id,
        cause=order.cause,
        follow_up_due_at=order.at + deadlines.follow_up,
        follow_up_asked_at=None,
        snoozed_until=None,
        generation=case.generation + 1,
    )


def _followed_up(case: Case, order: Order, deadlines: Deadlines) -> Case:
    return replace(
        case,
        closed_at=order.at,
        closed_by=order.by.user_id,
        satisfaction=order.satisfaction,
        follow_up_kept=_kept(case.follow_up_kept, order, overdue_after(case, deadlines)),
    )


def _came_back(case: Case, order: Order, deadlines: Deadlines) -> Case:
    raised = Grade.IMPORTANT if case.grade is Grade.NORMAL else Grade.URGENT
    kept = _kept(case.follow_up_kept, order, overdue_after(case, deadlines))
    again = _reopen(replace(case, grade=raised, follow_up_kept=kept), order, deadlines)
    return replace(again, satisfaction=order.satisfaction)


def _call_again(case: Case, order: Order, deadlines: Deadlines) -> Case:
    """Nobody answered the call-back: one more try, a grace later; the promise of a week stays decided as it was."""
    return replace(
        case,
        follow_up_kept=_kept(case.follow_up_kept, order, overdue_after(case, deadlines)),
        follow_up_due_at=order.at + deadlines.follow_up_grace,
        follow_up_asked_at=None,
        generation=case.generation + 1,
    )


def _reopen(case: Case, order: Order, deadlines: Deadlines) -> Case:
    """A reopened case starts its clocks anew; what was done before stays in the timeline and in the figures."""
    unclaimed = case.status is Status.DISMISSED
    holder = None if unclaimed else (case.owner or order.by.user_id)
    return replace(
        case,
        owner=case.owner if unclaimed else holder,
        claimed_by=holder,
        claimed_at=None if unclaimed else order.at,
        start_due_at=start_due(case.grade, order.at, deadlines) if unclaimed else case.start_due_at,
        start_missed_at=None,
        contact_due_at=contact_due(order.at, deadlines),
        contact_missed_at=None,
        attempted_at=None,
        attempted_by=None,
        reached_at=None,
        reached_by=None,
        resolved_at=None,
        resolved_by=None,
        follow_up_due_at=None,
        follow_up_asked_at=None,
        closed_at=None,
        closed_by=None,
        dismissed_at=None,
        dismissed_by=None,
        snoozed_until=None,
        reopened=case.reopened + 1,
        generation=case.generation + 1,
    )


def _dismiss(case: Case, order: Order, _: Deadlines) -> Case:
    return replace(
        case,
        dismissed_at=order.at,
        dismissed_by=order.by.user_id,
        dismissed_reason=order.note,
        claimed_by=None,
        claimed_at=None,
        snoozed_until=None,
    )


_EFFECTS: dict[Action, Callable[[Case, Order, Deadlines], Case]] = {
    Action.CLAIM: _claim,
    Action.RELEASE: _release,
    Action.CONTACT_REACHED: _reached,
    Action.CONTACT_MISSED: _tried,
    Action.SOLUTION: _solution,
    Action.WAIT: _wait,
    Action.RESUME: _unchanged,
    Action.SNOOZE: _snooze,
    Action.REGRADE: _regrade,
    Action.HAND_OVER: _hand_over,
    Action.RESOLVE: _resolve,
    Action.FOLLOW_UP_GOOD: _followed_up,
    Action.FOLLOW_UP_BAD: _came_back,
    Action.FOLLOW_UP_MISSED: _call_again,
    Action.REOPEN: _reopen,
    Action.DISMISS: _dismiss,
}
