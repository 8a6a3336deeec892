"""Dispatching: a text is asked for, handed over by handlers/outgoing/sending, and what came of it becomes the case's.

A contact counts when its text went out, not when somebody asked for it: what never left reached nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.cards.dispatch_card import looked_up_blocks, unclear_blocks
from bot.cards.notice_card import case_name
from bot.case import Actor, Case, Order
from bot.case_file import CaseFile
from bot.compliance import Sent, lint
from bot.outreach import Outreach, Parcel
from bot.rules import dispatch as rules
from bot.rules.dispatch import Dispatch, DispatchStand, Dropped
from bot.rules.permission import refusal_for
from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import SomeoneElses, UnknownCase
from bot.rules.refusals.sending import ChannelClosed, MayNotLeave, NoGateway
from bot.vocabulary import Action, Outlet, Purpose
from handlers.casework import carry_out
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, record, redraw, tell
from scripts_library.wording import Token
from storage import case_files, dispatches, outbox, replies
from storage.cases import append_event, count_once, load_case
from storage.trouble import is_the_databases

log = structlog.get_logger()
_TROUBLE = timedelta(minutes=2)


@dataclass(frozen=True)
class Handover:
    """What one process hands over to a gateway now, under its lease."""

    dispatch: Dispatch
    lease: str
    parcel: Parcel
    gateway: Outreach


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


async def look_up(desk: Desk, number: int, by: Actor, *, was_sent: bool, once: str) -> Dispatch:
    """A person says whether an unclear one went out. Raises the `Refusal` that applies."""
    after = await desk.db.write(_look_up, desk, number, by, was_sent, once)
    desk.to_send.set()
    return after


def message_key(session: Session, number: int) -> str:
    """The name of the message that asks whether it went out. Raises `UnknownCase`."""
    one = dispatches.find(session, number)
    if one is None:
        raise UnknownCase(0)
    return _key(one)


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


def went_out(session: Session, desk: Desk, handover: Handover, reference: str) -> None:
    """The gateway took it: now it counts."""
    at = desk.clock.now()
    case = load_case(session, handover.dispatch.case_id)
    after = rules.sent(handover.dispatch, at, reference)
    if dispatches.save(session, after, handover.lease):
        _count(session, desk, case, after, desk.policy.actor(after.asked_by))


def was_refused(session: Session, desk: Desk, handover: Handover, because: str) -> None:
    """The gateway does not take it: whoever asked hears why."""
    case = load_case(session, handover.dispatch.case_id)
    _end(session, desk, case, rules.refused(handover.dispatch, because, desk.clock.now()), handover.lease)


def comes_later(
    session: Session, desk: Desk, handover: Handover, after: float | None = None, because: str = ""
) -> None:
    """It did not go, and may go later; or it is given up. `because`: why nobody knows whether it did go."""
    case = load_case(session, handover.dispatch.case_id)
    tried = replace(handover.dispatch, because=because or handover.dispatch.because)
    one = rules.put_off(tried, desk.clock.now(), after)
    if one.stand is DispatchStand.WAITING:
        dispatches.save(session, one, handover.lease)
    elif one.stand is DispatchStand.UNCLEAR:
        _leave_unclear(session, desk, case, one, handover.lease)
    else:
        _end(session, desk, case, one, handover.lease)


def is_unclear(session: Session, desk: Desk, handover: Handover, because: str) -> None:
    """Nobody knows whether it went: a person has to look."""
    case = load_case(session, handover.dispatch.case_id)
    _leave_unclear(session, desk, case, rules.unclear(handover.dispatch, because), handover.lease)


def _looked_at(session: Session, desk: Desk, one: Dispatch, lease: str) -> Handover | None:
    now = desk.clock.now()
    case, to = load_case(session, one.case_id), dispatches.addressee(session, one.case_id)
    gateway = desk.gateways.towards(to, one.outlet)
    why_not = _why_not(session, desk, case, one) if gateway else Dropped.NO_GATEWAY
    if one.may_be_out and (why_not or not gateway or not gateway.repeats_safely):
        _leave_unclear(session, desk, case, rules.unclear(one, one.because))
    elif why_not:
        _end(session, desk, case, rules.dropped(one, why_not, now))
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


def _count(session: Session, desk: Desk, case: Case, one: Dispatch, by: Actor) -> None:
    """As if whoever asked had written it now. Where the case went on meanwhile, it is only noted that it went out; an
    invitation or a reply stays the only one all the same.
    """
    at = one.ended_at or desk.clock.now()
    orders = [replace(order, dispatch=one.id) for order in rules.orders_of(one, by, at)]
    try:
        with session.begin_nested():
            carry_out.together(session, desk, case.id, orders)
    except Refusal as moved_on:
        log.info("a text went out when its case had moved on", case=case.id, because=type(moved_on).__name__)
        facts = {"channel": orders[0].channel, "outcome": orders[0].outcome, "said": one.text, "script": one.script}
        _note(session, desk, case, one, "texted", facts)
        redraw(session, desk, _had(session, case, one, by, at), at, before=case)


def _had(session: Session, case: Case, one: Dispatch, by: Actor, at: datetime) -> Case:
    """The case, which knows that the customer has had what there is once."""
    if one.purpose is Purpose.AMEND and case.invited_at is None:
        return replace(case, invited_at=at, invited_by=by.user_id)
    if one.purpose is Purpose.PUBLIC_REPLY and case.replied_at is None:
        replies.add(session, case.id, one.text, one.script, at, by.user_id, improvement=None)
        return replace(case, replied_at=at, replied_by=by.user_id)
    return case


def _end(session: Session, desk: Desk, case: Case, one: Dispatch, lease: str | None = None) -> None:
    """It did not go: timeline, thread, card, and a word to whoever asked."""
    if not dispatches.save(session, one, lease):
        return
    at = one.ended_at or desk.clock.now()
    _note(session, desk, case, one, "not_sent", {"outlet": one.outlet, "note": _because(desk, one)})
    redraw(session, desk, case, at)
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    text = desk.look.say.md("sending.dm_not_sent", case=name, **_said(desk, one))
    tell(session, desk, load_case(session, case.id), Telling(f"dispatch:{one.id}:not_sent", one.asked_by, text), at)


def _leave_unclear(session: Session, desk: Desk, case: Case, one: Dispatch, lease: str | None = None) -> None:
    if not dispatches.save(session, one, lease):
        return
    at = desk.clock.now()
    words = "" if one.because == rules.NO_WORD else desk.look.brief(one.because)
    _note(session, desk, case, one, "send_unclear", {"outlet": one.outlet, "note": words})
    redraw(session, desk, case, at)
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    text = Token(desk.look.say.md("sending.dm_unclear", case=name, **_said(desk, one)))
    outbox.enqueue(
        session,
        key=_key(one),
        channel=one.asked_by,
        text=text,
        blocks=unclear_blocks(text, one, desk.look),
        now=at,
        case_id=case.id,
        rank=case.grade.rank,
    )


def _look_up(session: Session, desk: Desk, number: int, by: Actor, was_sent: bool, once: str) -> Dispatch:
    at = desk.clock.now()
    count_once(session, once, at)
    known = dispatches.find(session, number)
    if known is None:
        raise UnknownCase(0)
    case = load_case(session, known.case_id)  # locks: from here on the dispatch is nobody else's
    refusal = refusal_for(case, Action.CONTACT_REACHED, by)
    if refusal and not (isinstance(refusal, SomeoneElses) and by.user_id == known.asked_by):
        raise refusal  # whoever asked was told to look, whosever the case is by now
    one = dispatches.find(session, number)
    assert one is not None
    after = rules.looked_up(one, at, was_sent=was_sent)
    dispatches.save(session, after)
    if was_sent:
        _count(session, desk, case, after, by)
    else:
        _note(session, desk, case, after, "not_sent", {"outlet": one.outlet})
        redraw(session, desk, case, at)
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    key = "sending.looked_up_sent" if was_sent else "sending.looked_up_not"
    text = Token(desk.look.say.md(key, case=name, by=desk.look.name(by.user_id), **_said(desk, after)))
    outbox.rewrite(session, _key(one), text=text, blocks=looked_up_blocks(text, file, desk.look))
    return after


def _note(session: Session, desk: Desk, case: Case, one: Dispatch, what: str, facts: Mapping[str, object]) -> None:
    at = one.ended_at or desk.clock.now()
    line = desk.look.say.md(f"sending.thread_{what}", **_said(desk, one))
    record(session, case, what, line, at, by=None, facts=facts)


def _said(desk: Desk, one: Dispatch) -> dict[str, object]:
    look = desk.look
    return {
        "outlet": look.say(f"words.outlet.{one.outlet}"),
        "asker": look.name(one.asked_by),
        "at": look.time(one.asked_at),
        "because": _because(desk, one),
    }


def _because(desk: Desk, one: Dispatch) -> str:
    """The gateway's own words, as data; or why we gave it up."""
    if one.stand is DispatchStand.DROPPED:
        return desk.look.say(f"sending.dropped_{one.because}")
    return desk.look.brief(one.because)


def _key(one: Dispatch) -> str:
    return f"to:{one.asked_by}:dispatch:{one.id}:unclear"
