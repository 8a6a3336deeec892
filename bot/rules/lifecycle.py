"""Lifecycle: which action leads from which status to which, printed as one table; what it changes is in effects.py."""

from dataclasses import replace
from datetime import timedelta

from bot.case import Case, Order
from bot.rules import permission
from bot.rules.deadlines import Deadlines
from bot.rules.effects import EFFECTS
from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import (
    AlreadyClaimed,
    AlreadyFinished,
    AlreadyYours,
    ClaimFirst,
    ContactFirst,
    NotPossibleNow,
    ReasonNeeded,
)
from bot.rules.refusals.reviews import InviteLater
from bot.rules.refusals.sending import LeftAlone
from bot.vocabulary import Action, Status

TABLE = """
action           open       claimed    contacted  solving    waiting    resolved   closed     dismissed
claim            claimed    -          -          -          -          -          -          -
release          -          open       open       open       open       -          -          -
contact_reached  -          contacted  contacted  solving    contacted  -          -          -
contact_missed   -          claimed    contacted  solving    waiting    -          -          -
solution         -          solving    solving    solving    solving    -          -          -
wait             -          waiting    waiting    waiting    waiting    -          -          -
resume           -          -          -          -          contacted  -          -          -
snooze           open       claimed    contacted  solving    waiting    resolved   -          -
regrade          open       claimed    contacted  solving    waiting    -          -          -
hand_over        open       claimed    contacted  solving    waiting    resolved   -          -
resolve          -          resolved   resolved   resolved   resolved   -          -          -
follow_up_good   -          -          -          -          -          closed     -          -
follow_up_bad    -          -          -          -          -          claimed    -          -
follow_up_missed -          -          -          -          -          resolved   -          -
invite           -          -          -          -          -          resolved   closed     -
public_reply     -          claimed    contacted  solving    waiting    resolved   closed     -
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
    after = EFFECTS[order.action](case, order, deadlines)
    if case.status is Status.WAITING and status is not Status.WAITING and case.waiting_at:
        since = max(order.at - case.waiting_at, timedelta())  # clocks of two processes may differ by a little
        after = replace(after, waited=case.waited + since, waiting_at=None)
    return replace(after, status=status, version=case.version + 1)


def ensure_possible(case: Case, order: Order) -> Status:
    """The status that the order leads to; the `Refusal` when neither status nor authority allow it."""
    status = TRANSITIONS.get((case.status, order.action))
    if status is None:
        raise _no_such_step(case, order)
    permission.check(case, order)
    if order.action in _CONTACT and case.no_contact:
        raise LeftAlone(case.id)
    if order.action in _AFTER_CONTACT and case.attempted_at is None and not case.no_contact:
        raise ContactFirst(case.id, order.action)
    return status


def possible(case: Case) -> frozenset[Action]:
    """What the case as it is allows anyone with the authority to do, and what makes a difference to it."""
    vain = {Action.WAIT} if case.status is Status.WAITING else set()
    vain |= {Action.INVITE} if case.invited_at else set()
    vain |= {Action.PUBLIC_REPLY} if case.replied_at else set()
    early = _AFTER_CONTACT if case.attempted_at is None and not case.no_contact else frozenset()
    barred = _CONTACT if case.no_contact else frozenset()
    return frozenset(action for status, action in TRANSITIONS if status is case.status) - vain - early - barred


# Nobody can wait for an answer, or have solved anything, before anyone tried to reach the customer.
_AFTER_CONTACT = frozenset({Action.WAIT, Action.RESOLVE})
_CALL_BACK = frozenset({Action.FOLLOW_UP_GOOD, Action.FOLLOW_UP_BAD, Action.FOLLOW_UP_MISSED})
_CONTACT = frozenset({Action.CONTACT_REACHED, Action.CONTACT_MISSED, Action.INVITE}) | _CALL_BACK
_REASONED = frozenset({Action.REGRADE, Action.SNOOZE, Action.DISMISS, Action.REOPEN})


def _no_such_step(case: Case, order: Order) -> Refusal:
    if order.action is Action.CLAIM and case.status in ACTIVE and case.claimed_by and case.claimed_at:
        if case.claimed_by == order.by.user_id:
            return AlreadyYours(case.id, case.claimed_at)
        return AlreadyClaimed(case.id, case.claimed_by, case.claimed_at)
    if order.action is Action.INVITE and case.status in ACTIVE:
        return InviteLater(case.id)
    if case.status is Status.RESOLVED:
        return AlreadyFinished(case.id, case.status, case.resolved_by, case.resolved_at)
    if case.status is Status.CLOSED:
        return AlreadyFinished(case.id, case.status, case.closed_by, case.closed_at)
    if case.status is Status.DISMISSED:
        return AlreadyFinished(case.id, case.status, case.dismissed_by, case.dismissed_at)
    if case.status is Status.OPEN:
        return ClaimFirst(case.id, order.action)
    return NotPossibleNow(case.id, order.action, case.status)
