"""Dispatching: a text is asked for, looked at once more, and handed over by handlers/outgoing/sending.

What came of it is in dispatch_outcomes: a contact counts when its text went out, not when somebody asked for it.
"""

from dataclasses import replace
from datetime import timedelta

import structlog
from sqlmodel import Session

from bot.case import Actor, Case, Order
from bot.case_file import CaseFile
from bot.compliance import Sent, lint
from bot.outreach import Parcel
from bot.rules import dispatch as rules
from bot.rules.dispatch import Dispatch, Dropped
from bot.rules.refusals import Refusal
from bot.rules.refusals.sending import ChannelClosed, MayNotLeave, NoGateway
from bot.vocabulary import Outlet, Purpose
from handlers.casework import carry_out
from handlers.casework.desk import Desk
from handlers.casework.dispatch_outcomes import Handover, end, leave_unclear
from handlers.casework.settling import redraw
from storage import case_files, dispatches
from storage.cases import append_event, count_once, load_case
from storage.trouble import is_the_databases

log = structlog.get_logger()
_TROUBLE = timedelta(minutes=2)


def can_send(session: Session, desk: Desk, file: CaseFile, outlet: Outlet) -> bool:
    """Whether the desk has a gateway there, and knows enough of the customer for it."""
    return desk.gateways.towards(dispatches.addressee(session, file.case.id), outlet) is not None


def dispatch_of(
    desk: Desk, case_id: int, purpose: Purpose, outlet: Outlet, order: Order, *, waits: bool = False
) -> Dispatch:
    """What an order says, to be sent by the desk; it is given up when it would be too late to say it."""
    return Dispatch(
        0,
        case_id,
        outlet,
        purpose,
        order.said,
        order.script,
        order.by.user_id,
        order.at,
        order.at + _patience(desk, outlet),
        note=order.note,
        waits=waits,
    )


async def ask(desk: Desk, one: Dispatch, *, once: str) -> Dispatch:
    """Have it sent, committed before this returns. Raises the `Refusal` that applies."""
    made = await desk.db.write(_ask, desk, one, once)
    desk.to_dispatch.set()
    desk.to_send.set()
    return made


def take(session: Session, desk: Desk, lease: str) -> Handover | None:
    """The next one that is due, ours for a minute; what is not to be sent any more is ended instead, and None."""
    taken = dispatches.take(session, desk.clock.now(), lease)
    if taken is None:
        return None
    one = rules.begun(taken.dispatch) if taken.was_begun else taken.dispatch
    try:
        with session.begin_nested():
            return _looked_at(session, desk, one, taken.lease)
    except Exception as failed:
        if is_the_databases(failed):
            raise  # its trouble is not this text's
        log.exception("a text could not be handed over and is put off", case=one.case_id)
        again = desk.clock.now() + _TROUBLE  # whoever asked hears of it once it can be looked at: not given up here
        dispatches.save(session, replace(one, tries=one.tries + 1, not_before=again))
        return None


def _looked_at(session: Session, desk: Desk, one: Dispatch, lease: str) -> Handover | None:
    now = desk.clock.now()
    case, to = load_case(session, one.case_id), dispatches.addressee(session, one.case_id)
    gateway = desk.gateways.towards(to, one.outlet)
    why_not = _why_not(session, desk, case, one) if gateway else Dropped.NO_GATEWAY
    if one.may_be_out and (why_not or not gateway or not gateway.repeats_safely):
        leave_unclear(session, desk, case, rules.unclear(one, one.because))
    elif why_not:
        end(session, desk, case, rules.dropped(one, why_not, now))
    elif gateway:
        return Handover(one, lease, Parcel(one.key, one.outlet, one.text, to), gateway)
    return None


def _patience(desk: Desk, outlet: Outlet) -> timedelta:
    if outlet is Outlet.PUBLIC:
        return desk.policy.public_reply.give_up
    known = desk.policy.gateways.get(outlet.value)  # type: ignore[call-overload]  # a channel without one has no key
    return known.give_up if known else timedelta(minutes=15)


def _ask(session: Session, desk: Desk, one: Dispatch, once: str) -> Dispatch:
    count_once(session, once, one.asked_at)
    case, by = load_case(session, one.case_id), desk.policy.actor(one.asked_by)
    carry_out.ensure_may(session, desk, case, _first(one, by))
    if not _may_leave(one, case):
        raise MayNotLeave(case.id)
    if not can_send(session, desk, case_files.read_file(session, case.id), one.outlet):
        raise NoGateway(case.id, one.outlet)
    made = dispatches.add(session, one)
    facts = {"outlet": one.outlet, "said": one.text, "script": one.script}
    append_event(session, case, "send_asked", at=one.asked_at, actor=by.user_id, came_from=case.status, facts=facts)
    redraw(session, desk, case, one.asked_at)
    return made


def _first(one: Dispatch, by: Actor) -> Order:
    return replace(rules.orders_of(one, by, one.asked_at)[0], dispatch=one.id)


def _why_not(session: Session, desk: Desk, case: Case, one: Dispatch) -> Dropped | None:
    """Why it is not to be sent now; the case went on meanwhile, and so did the evening."""
    now = desk.clock.now()
    if now > one.gives_up_at:
        return Dropped.LATE
    order = replace(_first(one, desk.policy.actor(one.asked_by)), at=now)
    try:
        carry_out.ensure_may(session, desk, case, order)
    except ChannelClosed:
        return Dropped.CLOSED
    except Refusal:
        return Dropped.MOOT
    # Somebody may have come to harm since it was asked for: what may be said is another thing then.
    return None if _may_leave(one, case) else Dropped.MOOT


def _may_leave(one: Dispatch, case: Case) -> bool:
    return bool(one.text.strip()) and lint(one.text, Sent(one.outlet, one.purpose, case.safety)).allowed
