"""Dispatch outcomes: what came of a text that was handed over becomes the case's, and who asked hears of it.

A contact counts when its text went out; where nobody knows whether it did, a person looks and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.cards.dispatch_card import looked_up_blocks, unclear_blocks
from bot.cards.notice_card import case_name
from bot.case import Actor, Case
from bot.outreach import Outreach, Parcel
from bot.rules import dispatch as rules
from bot.rules.dispatch import Dispatch, DispatchStand
from bot.rules.permission import refusal_for
from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import SomeoneElses, UnknownCase
from bot.vocabulary import Action, Purpose
from handlers.casework import carry_out
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, record, redraw, tell
from scripts_library.wording import Token
from storage import case_files, dispatches, outbox, replies
from storage.cases import count_once, load_case

log = structlog.get_logger()


@dataclass(frozen=True)
class Handover:
    """What one process hands over to a gateway now, under its lease."""

    dispatch: Dispatch
    lease: str
    parcel: Parcel
    gateway: Outreach


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
    end(session, desk, case, rules.refused(handover.dispatch, because, desk.clock.now()), handover.lease)


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
        leave_unclear(session, desk, case, one, handover.lease)
    else:
        end(session, desk, case, one, handover.lease)


def is_unclear(session: Session, desk: Desk, handover: Handover, because: str) -> None:
    """Nobody knows whether it went: a person has to look."""
    case = load_case(session, handover.dispatch.case_id)
    leave_unclear(session, desk, case, rules.unclear(handover.dispatch, because), handover.lease)


def end(session: Session, desk: Desk, case: Case, one: Dispatch, lease: str | None = None) -> None:
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


def leave_unclear(session: Session, desk: Desk, case: Case, one: Dispatch, lease: str | None = None) -> None:
    """Nobody knows whether it went: timeline, thread, card, and a question to whoever asked."""
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
