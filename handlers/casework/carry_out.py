"""Carrying out: an order changes a case in one transaction, or is refused with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.case import Case, Order
from bot.rules.assignment import Assignment
from bot.rules.deadlines import OVERDUE
from bot.rules.lifecycle import ACTIVE, FINISHED, advance, ensure_possible
from bot.rules.permission import check
from bot.rules.refusals.team import NoLongerTheirs, NotOnTheTeam
from bot.vocabulary import Action, Outcome
from handlers.casework import causes, compensation, consequences, incident_upkeep, incidents, strain, tasks
from handlers.casework.desk import Desk
from handlers.casework.duty import choose, wanted_for
from handlers.casework.improvement_quotes import quoted_item
from handlers.casework.invitation import ensure_may_invite
from handlers.casework.on_its_way import ensure_not_on_its_way
from handlers.casework.outreach import ensure_open, leave_alone_everywhere
from handlers.casework.public_reply import ensure_may_reply
from handlers.casework.repurchase import look_back
from handlers.casework.settling import settle
from handlers.casework.story import tell_order
from handlers.casework.unowned import has_somebody, wait_for_somebody
from storage import case_files, escalations, outbox, replies
from storage.cases import SomeoneWasFaster, append_event, count_once, load_case, save_case
from storage.failpoints import reached

_TRIES = 5
_TOUCHING = frozenset(
    {
        Action.CONTACT_REACHED,
        Action.CONTACT_MISSED,
        Action.FOLLOW_UP_GOOD,
        Action.FOLLOW_UP_BAD,
        Action.FOLLOW_UP_MISSED,
    }
)
_HEARING = _TOUCHING | {Action.RESUME}


Also = Callable[[Session, Case], None]


async def carry_out(
    desk: Desk, case_id: int, orders: Sequence[Order], *, once: str | None = None, also: Also | None = None
) -> Case:
    """Carry out the orders together, committed before this returns; the case as it is then.

    `once` names the press: the same press never counts again (`AlreadyDone`). Raises the `Refusal` that applies.
    `also` is done with the case in the same transaction.
    When somebody was faster, the rules decide anew on what they left.
    """
    for attempt in range(_TRIES):
        try:
            after = await desk.db.write(together, desk, case_id, list(orders), once, also)
        except SomeoneWasFaster:
            if attempt == _TRIES - 1:
                raise
        else:
            reached("press/after_commit")
            desk.to_send.set()
            return after
    raise AssertionError("unreachable: the loop returns or raises")


def ensure_may(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """Raise the `Refusal` that carrying it out would raise; nothing changes."""
    advance(case, _completed(session, desk, case, order), desk.policy.deadlines)


def together(
    session: Session, desk: Desk, case_id: int, orders: list[Order], once: str | None = None, also: Also | None = None
) -> Case:
    """The same inside a transaction."""
    if once:
        count_once(session, once, orders[0].at)
    before = case = load_case(session, case_id)
    completed = []
    for order in orders:
        completed.append(_completed(session, desk, case, order))
        case = _one(session, desk, case, completed[-1])
    settle(session, desk, case, orders[-1].at)
    incident_upkeep.note_change(session, desk, case_id, orders[-1].at)
    if case.owner is None:
        gave_back = before.owner if completed[-1].action is Action.RELEASE else None
        wait_for_somebody(session, desk, case, completed[-1].because, orders[-1].at, besides=gave_back)
    elif before.owner is None:
        has_somebody(session, desk, case)
    if also:
        also(session, case)
    _weigh_on_people(session, desk, before, case, completed)
    reached("press/before_commit")
    return case


def _one(session: Session, desk: Desk, before: Case, order: Order) -> Case:
    after, granted, quoted = advance(before, order, desk.policy.deadlines), None, None
    if order.action is Action.PUBLIC_REPLY:
        quoted = quoted_item(session, desk, before, order.said)
        replies.add(session, after.id, order.said, order.script, order.at, order.by.user_id, improvement=quoted)
    if order.action is Action.SOLUTION:
        after, granted = compensation.ask(session, desk, after, order)
    save_case(session, before, after)
    if order.action in (Action.HAND_OVER, Action.RELEASE):
        case_files.note_assignment(session, after.id, order.because)
    if order.action is Action.RELEASE:
        escalations.count_anew(session, after.id, order.at)
    if order.action is Action.SNOOZE:
        outbox.follow(session, after.id, before.generation, after.generation, OVERDUE)
    event_id = append_event(
        session,
        after,
        order.action,
        at=order.at,
        actor=order.by.user_id,
        came_from=before.status,
        facts=_facts(order, before, after) | ({"improvement": quoted} if quoted else {}),
    )
    tell_order(session, desk, before, after, order, event_id)
    consequences.follow_from(session, desk, after, order)
    if order.action is Action.RESOLVE:
        causes.note_cause(session, desk, after, order.by.user_id, order.at)
        look_back(session, desk, after, order.at)
    elif before.status in FINISHED and after.status in ACTIVE:
        causes.withdraw(session, desk, after, order.at)
    if after.category is not before.category:
        incidents.reconsider(session, desk, after, order.at)
    if granted:
        compensation.tell_asked(session, desk, after, granted, order.note, order.at)
    if order.outcome is Outcome.LEAVE_ALONE:
        leave_alone_everywhere(session, desk, after, order)
    return after


def _weigh_on_people(session: Session, desk: Desk, before: Case, after: Case, orders: Sequence[Order]) -> None:
    """A case that came to another is strain for them, and so is what a customer said to whoever spoke with them.

    The last thing in a transaction: it locks the person, and nobody waits for a case or an incident while holding one.
    """
    last = orders[-1]
    if after.owner != before.owner and after.status in ACTIVE:
        by_desk = any(order.because for order in orders)
        claimed = last.by.user_id == after.owner
        strain.came_to(session, desk, after, last.at, by_desk=by_desk, claimed=claimed)
    for order in orders:
        if order.action in _HEARING and order.note:
            strain.heard(session, desk, after, order.by.user_id, order.note, order.at)


def _completed(session: Session, desk: Desk, case: Case, order: Order) -> Order:
    """What the order leaves to us: to whom a case goes back, and whether the receiver can take it."""
    if order.action is Action.HAND_OVER and order.giver not in (None, case.owner):
        raise NoLongerTheirs(case.id, order.giver or "")  # before their authority over it is asked for
    if order.action is Action.HAND_OVER and (order.to is None or desk.policy.actor(order.to).role is None):
        check(case, order)
        raise NotOnTheTeam(order.to or "")
    if order.action is Action.INVITE:
        ensure_may_invite(session, desk, case, order)
    if order.action is Action.PUBLIC_REPLY:
        ensure_may_reply(session, desk, case, order)
    if order.channel or order.action is Action.PUBLIC_REPLY:
        ensure_not_on_its_way(session, case, order)
    if order.action in _TOUCHING:
        ensure_possible(case, order)
        ensure_open(session, desk, case, order)
    if order.action is Action.RESOLVE:
        check(case, order)
        compensation.ensure_settled(session, case)
        tasks.ensure_apologised(session, case)
    if order.action is not Action.RELEASE:
        return order
    back = _back_to(session, desk, case, order.at)
    return replace(order, to=back.owner, because=back.why)


def _back_to(session: Session, desk: Desk, case: Case, at: datetime) -> Assignment:
    """A case given back goes to whoever else would get it as a new one; to whoever claims it, if nobody would."""
    wanted = wanted_for(desk, case_files.read_file(session, case.id))
    return choose(session, desk, wanted, at, besides=[case.owner] if case.owner else [])


def _facts(order: Order, before: Case, after: Case) -> dict[str, Any]:
    """What the timeline keeps besides who, when and from where to where; only what was said."""
    said = {
        "note": order.note,
        "channel": order.channel,
        "outcome": order.outcome,
        "said": order.said,
        "script": order.script,
        "solution": order.solution,
        "to": order.to,
        "satisfaction": order.satisfaction,
        "promise_broken": order.promise_broken or None,
        "cause": asdict(order.cause) if order.cause else None,
        "until": after.snoozed_until.isoformat() if order.pause and after.snoozed_until else None,
    }
    if before.grade is not after.grade:
        said |= {"grade_before": before.grade, "grade_after": after.grade}
    if before.category is not after.category:
        said |= {"category_before": before.category, "category_after": after.category}
    return {name: value for name, value in said.items() if value not in (None, "")}
