"""Improvements in Slack: planned from a case, an incident or a frequent cause, said to be in effect, given up."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.improvement import Beginning as Known
from bot.cards.dialogs.improvement import drop_dialog, effect_dialog, improvement_dialog
from bot.cards.improvement_card import report_lines
from bot.compliance import Sent
from bot.messenger import Block
from bot.rules.cause_catalogue import is_known
from bot.rules.causes import CauseCount
from bot.rules.improvement_rates import Metric
from bot.rules.improvements import MAY_BE_GIVEN_UP, TO_DO, Improvement, ItemStand, ensure_may, told
from bot.rules.refusals.cases import ReasonNeeded
from bot.rules.refusals.causes import UnknownCause
from bot.rules.refusals.improvements import ErrorsOfAnother, LeadNeeded, UnknownImprovement
from bot.vocabulary import Action, Category, Outlet, Purpose, Role
from handlers.casework import improvements as casework
from handlers.casework.desk import Desk
from handlers.casework.improvement_beginnings import from_case, from_cause, from_incident, scope_chosen
from handlers.casework.improvement_quotes import sentence_of
from handlers.casework.product_alerts import note_improvement
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.rates import rate_typed
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note, what_may_not_leave
from storage import improvements

Handler = Callable[[Pressed], Awaitable[Afterwards]]
Beginning = Callable[[Session, Desk, Pressed], Known]
Submitting = Callable[[Submitted], Awaitable[Answer]]
_CAUSES, _LISTED, _OVER = 5, 15, 5
_SHORTEST = 4  # letters: what is shorter says nothing, and would be found in replies that mean something else


def register(door: Door) -> None:
    """Listen to everything about improvements."""
    door.on_press(Press.IMPROVEMENT, _planning(door, _of_case, instead=True))
    door.on_press(Press.INCIDENT_IMPROVE, _planning(door, _of_incident))
    for place in range(_CAUSES):
        door.on_press(f"{Press.IMPROVE_CAUSE}:{place}", _planning(door, _of_cause))
    door.on_press(Press.IMPROVEMENT_EFFECT, _asking(door, TO_DO, _effect_drawn))
    door.on_press(Press.IMPROVEMENT_DROP, _asking(door, MAY_BE_GIVEN_UP, _drop_drawn))
    door.on_submit(Dialog.IMPROVEMENT, _planned(door))
    door.on_submit(Dialog.IMPROVEMENT_EFFECT, _took_effect(door))
    door.on_submit(Dialog.IMPROVEMENT_DROP, _dropped(door))


async def report_blocks(door: Door, user_id: str, count: CauseCount, begin: datetime, end: datetime) -> list[Block]:
    """For the report: a button for each frequent cause, for whoever may plan; then the items with their state."""
    items, quoted = await door.desk.db.read(_reported, begin, end)
    look = door.desk.look
    row = [
        blocks.button(look.say("buttons.improve_cause", cause=look.cause(name)), f"{Press.IMPROVE_CAUSE}:{place}", name)
        for place, (name, _) in enumerate(count.by_name.most_common(_CAUSES))
    ]
    may_plan = row and door.desk.policy.actor(user_id).is_at_least(Role.LEAD)
    return [*([blocks.actions("improve", row)] if may_plan else []), *report_lines(items, quoted, look)]


def _reported(session: Session, begin: datetime, end: datetime) -> tuple[list[Improvement], dict[int, int]]:
    items = [*improvements.live(session, _LISTED), *improvements.over_within(session, begin, end, _OVER)]
    return items, improvements.quoted(session, [one.id for one in items])


def _planning(door: Door, begin: Beginning, *, instead: bool = False) -> Handler:
    """The dialog of a new item, filled in with what is known where it was pressed; `instead` of the dialog there."""

    async def handle(pressed: Pressed) -> Afterwards:
        _ensure_leads(door, pressed.user_id)
        known = await door.desk.db.read(begin, door.desk, pressed)
        await show_view(door, pressed, improvement_dialog(known, door.desk.look), instead=instead)
        return None

    return handle


def _of_case(session: Session, desk: Desk, pressed: Pressed) -> Known:
    return from_case(session, desk, pressed.number, pressed.user_id)


def _of_incident(session: Session, desk: Desk, pressed: Pressed) -> Known:
    return from_incident(session, desk, pressed.number, pressed.user_id)


def _of_cause(session: Session, desk: Desk, pressed: Pressed) -> Known:
    return from_cause(session, desk, pressed.value, pressed.user_id)


def _ensure_leads(door: Door, user_id: str) -> None:
    if not door.desk.policy.actor(user_id).is_at_least(Role.LEAD):
        raise LeadNeeded(user_id)


def _asking(door: Door, stands: frozenset[ItemStand], draw: Callable[[Door, Improvement], Block]) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        item = await door.desk.db.read(improvements.find, pressed.number)
        if item is None:
            raise UnknownImprovement(pressed.number)
        ensure_may(item, door.desk.policy.actor(pressed.user_id), stands)
        await show_view(door, pressed, draw(door, item))
        return None

    return handle


def _effect_drawn(door: Door, item: Improvement) -> Block:
    return effect_dialog(item, door.desk.look, _today(door))


def _drop_drawn(door: Door, item: Improvement) -> Block:
    return drop_dialog(item, door.desk.look)


def _planned(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        desk, by = door.desk, door.desk.policy.actor(submitted.user_id)
        item = await desk.db.read(_read, door, submitted, answers(submitted.state))
        if faults := await _faults(door, item):
            return _wrong("what", faults)
        await casework.plan(desk, item, by, once=submitted.key, then=_noted(door, submitted))
        return None

    return handle


def _noted(door: Door, submitted: Submitted) -> casework.Afterwards | None:
    """The product alert that it comes from says so."""
    alert = int(submitted.brought.get("alert", 0))
    return partial(note_improvement, desk=door.desk, number=alert) if alert else None


def _read(session: Session, door: Door, submitted: Submitted, given: dict[str, Any]) -> Improvement:
    metric, category = Metric(given["metric"]), Category(given["category"])
    if metric is Metric.ERRORS and category is not Category.WRONG_OR_MISSING:
        raise ErrorsOfAnother
    if (cause := str(given.get("cause") or "")) and not is_known(cause, door.desk.policy.causes.named):
        raise UnknownCause(cause)
    return Improvement(
        id=0,
        what=str(given.get("what") or "").strip(),
        scope=scope_chosen(session, str(given["where"])),
        category=category,
        cause=cause,
        department=str(given["department"]),
        owner=str(given["owner"]),
        start=date.fromisoformat(given["start"]),
        metric=metric,
        target=rate_typed(str(given.get("target") or ""), metric),
        made_by=submitted.user_id,
        made_at=door.desk.clock.now(),
        case_id=submitted.case_id or None,
    )


def _took_effect(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        given, number = answers(submitted.state), int(submitted.brought.get("item", 0))
        start, what = date.fromisoformat(given["start"]), str(given.get("what") or "").strip()
        item = await door.desk.db.read(improvements.find, number)
        if item is None:
            raise UnknownImprovement(number)
        if faults := await _faults(door, _worded(item, what)):
            return _wrong("what", faults)
        by = door.desk.policy.actor(submitted.user_id)
        await casework.take_effect(door.desk, number, by, start, what, once=submitted.key)
        return None

    return handle


def _dropped(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        reason = str(answers(submitted.state).get("note") or "").strip()
        if not reason:
            raise ReasonNeeded(Action.DISMISS)
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return _wrong("note", faults)
        by, number = door.desk.policy.actor(submitted.user_id), int(submitted.brought.get("item", 0))
        await casework.give_up(door.desk, number, by, reason, once=submitted.key)
        return None

    return handle


async def _faults(door: Door, item: Improvement) -> str:
    """It will be read in public, so it is looked at like what is said there."""
    if len(told(item)) < _SHORTEST:
        return door.desk.look.say("improvements.too_short")
    sent = Sent(Outlet.PUBLIC, Purpose.PUBLIC_REPLY)
    return " ".join(await asyncio.to_thread(what_may_not_leave, door.desk.look, sentence_of(door.desk, item), sent))


def _worded(item: Improvement, what: str) -> Improvement:
    return replace(item, what=what, stand=ItemStand.IN_EFFECT)


def _wrong(field: str, faults: str) -> Answer:
    return {"response_action": "errors", "errors": {field: faults}}


def _today(door: Door) -> date:
    return door.desk.clock.now().astimezone(door.desk.policy.zone).date()
