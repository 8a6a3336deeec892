"""Improvements: planned, in effect, judged, watched, given up; each step one transaction, told to whom it concerns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.cards.improvement_card import answered_blocks, day_of, figures_line, item_blocks, item_name
from bot.case import Actor
from bot.masking import mask_text
from bot.rules import improvements as rules
from bot.rules.improvement_rates import Measured
from bot.rules.improvements import Improvement, ItemStand
from bot.rules.refusals.improvements import UnknownImprovement
from handlers.casework.desk import Desk
from handlers.casework.settling import record
from scripts_library.wording import Token
from storage import improvements, outbox
from storage.cases import count_once, load_case
from storage.improvement_figures import measured

Change = Callable[[Improvement, datetime], Improvement]
Afterwards = Callable[[Session, Improvement], None]
_LONGEST = timedelta(days=365)  # of what came after a change that was made long ago
_ASKING = ("made", "start_passed", "start_passed_again")


async def plan(desk: Desk, item: Improvement, by: Actor, *, once: str, then: Afterwards | None = None) -> Improvement:
    """A new item; `then` is done with it in the same transaction. Raises `LeadNeeded`."""
    kept = await desk.db.write(_plan, desk, item, by, once, then)
    desk.to_send.set()
    return kept


async def take_effect(desk: Desk, number: int, by: Actor, start: date, what: str, *, once: str) -> Improvement:
    """The change is made since `start`. Raises the `Refusal` that applies."""
    policy = desk.policy

    def change(item: Improvement, at: datetime) -> Improvement:
        return rules.in_effect(item, by, at, start, what, policy.improvements, policy.zone)

    return await _change(desk, number, change, once)


async def give_up(desk: Desk, number: int, by: Actor, reason: str, *, once: str) -> Improvement:
    """It is not to be. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda item, at: rules.given_up(item, by, at, reason), once)


def look_at(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Do what its time has come for: remind, judge or watch; nothing where somebody was faster."""
    item = improvements.load(session, number)
    if item is None or item.remind_at is None or item.remind_at > now:
        return
    zone, today = desk.policy.zone, now.astimezone(desk.policy.zone).date()
    if item.stand is ItemStand.PLANNED:
        _remind(session, desk, item, now)
    elif item.stand is ItemStand.IN_EFFECT:
        since = max(item.start, today - _LONGEST)
        before, after = before_of(session, desk, item, item.start), _measured(session, desk, item, since, today)
        _found(session, desk, rules.judged(item, before, after, now, desk.policy.improvements, zone), now)
    else:
        lately = _measured(session, desk, item, today - desk.policy.improvements.window, today)
        _watched(session, desk, item, rules.watched(item, lately, now, desk.policy.improvements, zone), now)


def before_of(session: Session, desk: Desk, item: Improvement, day: date) -> Measured:
    """What the rate was in the days before that one."""
    return _measured(session, desk, item, day - desk.policy.improvements.window, day)


def room_of(desk: Desk, item: Improvement) -> str:
    """Where a department hears of its items: its own channel, or the supervisors'."""
    known = desk.policy.departments.get(item.department)
    return known.channel if known else desk.policy.shop.supervisors_channel


def _plan(
    session: Session, desk: Desk, item: Improvement, by: Actor, once: str, then: Afterwards | None
) -> Improvement:
    at = desk.clock.now()
    count_once(session, once, at)
    today = at.astimezone(desk.policy.zone).date()
    item = rules.planned(item, by, desk.policy.zone)
    item = replace(item, before=before_of(session, desk, item, min(item.start, today)))
    item = improvements.add(session, item)
    if item.case_id:
        case = load_case(session, item.case_id)
        line = desk.look.say.md("improvements.thread_made", name=item_name(item, desk.look))
        facts = {"improvement": item.id, "note": item.what}
        record(session, case, "improvement_made", line, at, by=by.user_id, facts=facts)
    _tell(session, desk, item, "made", at, but=by.user_id)
    if then:
        then(session, item)
    return item


async def _change(desk: Desk, number: int, change: Change, once: str) -> Improvement:
    after = await desk.db.write(_changed, desk, number, change, once)
    desk.to_send.set()
    return after


def _changed(session: Session, desk: Desk, number: int, change: Change, once: str) -> Improvement:
    at = desk.clock.now()
    count_once(session, once, at)
    item = improvements.load(session, number)
    if item is None:
        raise UnknownImprovement(number)
    after = change(item, at)
    if after.stand is ItemStand.IN_EFFECT:
        after = replace(after, before=before_of(session, desk, after, after.start))
    improvements.save(session, after)
    _answered(session, desk, item, after)
    _tell(session, desk, after, after.stand, at, but=after.moved_by)
    return after


def _remind(session: Session, desk: Desk, item: Improvement, now: datetime) -> None:
    """The first time its owner alone, the second time the department too."""
    after, again = rules.reminded(item, now, desk.policy.zone)
    improvements.save(session, after)
    if again:
        _tell(session, desk, after, "start_passed_again", now)
    else:
        _tell(session, desk, after, "start_passed", now, but=room_of(desk, item))


def _found(session: Session, desk: Desk, item: Improvement, now: datetime) -> None:
    improvements.save(session, item)
    assert item.verdict, "what was judged has a verdict"
    _tell(session, desk, item, item.verdict, now)


def _watched(session: Session, desk: Desk, before: Improvement, after: Improvement, now: datetime) -> None:
    """What still holds says nothing."""
    improvements.save(session, after)
    if after.stand is not before.stand:
        _tell(session, desk, after, after.stand, now)


def _measured(session: Session, desk: Desk, item: Improvement, begin: date, end: date) -> Measured:
    return measured(session, item.scope, item.category, item.metric, begin, max(begin, end), desk.policy.zone)


def _tell(session: Session, desk: Desk, item: Improvement, what: str, at: datetime, *, but: str | None = None) -> None:
    """To its owner and its department, `but` to one of them who knows it or need not know it."""
    text = _sentence(desk, item, what)
    for place in {item.owner, room_of(desk, item)} - {but}:
        outbox.enqueue(
            session,
            key=_key(desk, item, what, place),
            channel=place,
            text=text,
            blocks=item_blocks(text, item, desk.look),
            now=at,
        )


def _answered(session: Session, desk: Desk, before: Improvement, after: Improvement) -> None:
    """What asked for word says what became of it, and has no more buttons that are too late."""
    became = desk.look.say.md(f"improvements.became_{after.stand}", **_said(desk, after))
    reopened = [ItemStand.REOPENED] if before.stand is ItemStand.REOPENED else []
    for what in (*_ASKING, *([before.verdict] if before.verdict else []), *reopened):
        text = Token(f"{_sentence(desk, before, what)}\n{became}")
        for place in (before.owner, room_of(desk, before)):
            outbox.rewrite(session, _key(desk, before, what, place), text=text, blocks=answered_blocks(text))


def _sentence(desk: Desk, item: Improvement, what: str) -> Token:
    return Token(desk.look.say.md(f"improvements.told_{what}", **_said(desk, item)))


def _said(desk: Desk, item: Improvement) -> dict[str, object]:
    look = desk.look
    return {
        "name": item_name(item, look),
        "owner": look.name(item.owner),
        "by": look.name(item.moved_by or item.made_by),
        "start": day_of(item.start, look),
        "figures": figures_line(item, look),
        "days": desk.policy.improvements.judge_after // timedelta(days=1),
        "reason": mask_text(item.reason),
    }


def _key(desk: Desk, item: Improvement, what: str, place: str) -> str:
    """One message of a kind to a place; judgements come again, each of its own day."""
    judged = item.judged_at.astimezone(desk.policy.zone).date() if item.judged_at else ""
    return f"improvement:{item.id}:{item.start}:{what}:{'' if what in _ASKING else judged}:{place}"
