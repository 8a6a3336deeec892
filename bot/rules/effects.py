"""Effects: what each action changes on a case, once table and authority allow it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.case import Case, Order
from bot.rules.deadlines import Deadlines, contact_due, overdue_after, start_due
from bot.rules.refusals.cases import AlreadyHolds, SameGrade, SnoozeTooLong
from bot.rules.refusals.reviews import AlreadyInvited, AlreadyReplied
from bot.rules.refusals.team import NoLongerTheirs, NotOnTheTeam
from bot.vocabulary import Action, Grade, Outcome, Status

Effect = Callable[[Case, Order, Deadlines], Case]


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
    return _in_touch(_tried(case, order, deadlines), order)


def _in_touch(case: Case, order: Order) -> Case:
    return replace(
        case,
        reached_at=case.reached_at or order.at,
        reached_by=case.reached_by or order.by.user_id,
        reached_kept=_kept(case.reached_kept, order, case.contact_due_at),
    )


def _tried(case: Case, order: Order, _: Deadlines) -> Case:
    """The channel stays the one that reached the customer, whatever is tried later."""
    return replace(
        case,
        attempted_at=case.attempted_at or order.at,
        attempted_by=case.attempted_by or order.by.user_id,
        contact_channel=case.contact_channel if case.reached_at else order.channel,
        contacts=case.contacts + 1,
        no_contact=case.no_contact or order.outcome is Outcome.LEAVE_ALONE,
        contact_kept=_kept(case.contact_kept, order, case.contact_due_at),
        reached_kept=_lost_when_late(case, order),
    )


def _lost_when_late(case: Case, order: Order) -> bool | None:
    """No timer watches over being reached once somebody tried: what comes after the deadline decides it."""
    return False if case.reached_kept is None and order.at > case.contact_due_at else case.reached_kept


def _solution(case: Case, order: Order, _: Deadlines) -> Case:
    return replace(
        case, solution=order.solution, solution_note=order.note, solved_at=order.at, solved_by=order.by.user_id
    )


def _wait(case: Case, order: Order, _: Deadlines) -> Case:
    """Who waits already goes on waiting since the beginning."""
    if case.status is Status.WAITING:
        return case
    return replace(case, waiting_at=order.at, waiting_by=order.by.user_id)


def _resume(case: Case, order: Order, _: Deadlines) -> Case:
    """The customer answered, and so has been reached."""
    return _in_touch(case, order)


def _snooze(case: Case, order: Order, deadlines: Deadlines) -> Case:
    """A new generation of timers: a reminder that was given already comes once more when the snooze ends."""
    pause = order.pause or timedelta()
    if not timedelta() < pause <= deadlines.snooze_longest:
        raise SnoozeTooLong(deadlines.snooze_longest)
    until = order.at + pause
    return replace(case, snoozed_until=until, snooze_reason=order.note, generation=case.generation + 1)


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
        start_kept=_started_already(case, grade),
        generation=case.generation + 1,
    )


def _started_already(case: Case, grade: Grade) -> bool | None:
    """A case that was in hand before it became grave was started in time."""
    if case.claimed_at is None or grade is Grade.NORMAL or case.start_kept is not None:
        return case.start_kept
    return True


def _hand_over(case: Case, order: Order, _: Deadlines) -> Case:
    if order.to is None:
        raise NotOnTheTeam("")
    if order.giver and order.giver != case.owner:
        raise NoLongerTheirs(case.id, order.giver)
    if order.to == case.owner:
        raise AlreadyHolds(case.id, order.to)
    moved = replace(case, owner=order.to)
    return moved if case.claimed_by is None else replace(moved, claimed_by=order.to, claimed_at=order.at)


def _resolve(case: Case, order: Order, deadlines: Deadlines) -> Case:
    """A customer whom nobody reached until now was not reached in time."""
    return replace(
        case,
        resolved_at=order.at,
        resolved_by=order.by.user_id,
        cause=order.cause,
        reached_kept=bool(case.reached_kept),
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
        snoozed_until=None,
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
        no_contact=case.no_contact or order.outcome is Outcome.LEAVE_ALONE,
        follow_up_kept=_kept(case.follow_up_kept, order, overdue_after(case, deadlines)),
        follow_up_due_at=order.at + deadlines.follow_up_grace,
        follow_up_asked_at=None,
        snoozed_until=None,
        generation=case.generation + 1,
    )


def _invite(case: Case, order: Order, _: Deadlines) -> Case:
    """Once a case, whatever becomes of it afterwards."""
    if case.invited_at:
        raise AlreadyInvited(case.id, case.invited_by, case.invited_at)
    return replace(case, invited_at=order.at, invited_by=order.by.user_id)


def _reply(case: Case, order: Order, _: Deadlines) -> Case:
    """Once a case: platforms take one, and a second would answer nobody."""
    if case.replied_at:
        raise AlreadyReplied(case.id, case.replied_by, case.replied_at)
    return replace(case, replied_at=order.at, replied_by=order.by.user_id)


def _reopen(case: Case, order: Order, deadlines: Deadlines) -> Case:
    unclaimed = case.status is Status.DISMISSED
    holder = None if unclaimed else (case.owner or order.by.user_id)
    return replace(
        afresh(case, order.at, deadlines),
        owner=case.owner if unclaimed else holder,
        claimed_by=holder,
        claimed_at=None if unclaimed else order.at,
        start_due_at=start_due(case.grade, order.at, deadlines) if unclaimed else case.start_due_at,
        start_missed_at=None,
        generation=case.generation + 1,
    )


def afresh(case: Case, at: datetime, deadlines: Deadlines) -> Case:
    """A case that begins once more: its clocks are anew; what was done before stays in timeline and figures."""
    return replace(
        case,
        contact_due_at=contact_due(at, deadlines),
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


EFFECTS: Mapping[Action, Effect] = {
    Action.CLAIM: _claim,
    Action.RELEASE: _release,
    Action.CONTACT_REACHED: _reached,
    Action.CONTACT_MISSED: _tried,
    Action.SOLUTION: _solution,
    Action.WAIT: _wait,
    Action.RESUME: _resume,
    Action.SNOOZE: _snooze,
    Action.REGRADE: _regrade,
    Action.HAND_OVER: _hand_over,
    Action.RESOLVE: _resolve,
    Action.FOLLOW_UP_GOOD: _followed_up,
    Action.FOLLOW_UP_BAD: _came_back,
    Action.FOLLOW_UP_MISSED: _call_again,
    Action.INVITE: _invite,
    Action.PUBLIC_REPLY: _reply,
    Action.REOPEN: _reopen,
    Action.DISMISS: _dismiss,
}
