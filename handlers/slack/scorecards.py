"""Scorecards in Slack: one's own card and the cases behind it, contested, decided, and shown to one colleague."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.scorecard import (
    MOST_LINKS,
    against_of,
    cases_view,
    contest_dialog,
    decide_dialog,
    scorecard_view,
    share_dialog,
)
from bot.messenger import Block
from bot.rules.refusals.cases import ReasonNeeded
from bot.rules.refusals.scorecards import ContestNotYours, NothingToContest
from bot.rules.scorecard import Part
from bot.rules.scorecard_contests import ContestStand
from bot.vocabulary import Action
from handlers.casework import scorecard_contests
from handlers.casework import scorecards as casework
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_note
from storage import case_lists, scorecards

Handler = Callable[[Pressed], Awaitable[Afterwards]]
Submitting = Callable[[Submitted], Awaitable[Answer]]
Draw = Callable[[Session, Door, Pressed], Block]
_PAST = 12


def register(door: Door) -> None:
    """Listen to everything about scorecards."""
    door.on_press(Press.SCORECARD, _showing(door, _own))
    door.on_press(Press.SCORECARD_CASES, _showing(door, _cases))
    door.on_press(Press.SCORECARD_CONTEST, _showing(door, _contesting))
    door.on_press(Press.SCORECARD_SHARE, _showing(door, _sharing))
    door.on_press(Press.SCORECARD_DECIDE, _showing(door, _deciding))
    door.on_submit(Dialog.SCORECARD_CONTEST, _contested(door))
    door.on_submit(Dialog.SCORECARD_SHARE, _shared(door))
    door.on_submit(Dialog.SCORECARD_DECIDE, _decided(door))


def _showing(door: Door, draw: Draw) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        await show_view(door, pressed, await door.desk.db.read(draw, door, pressed))
        return None

    return handle


def _own(session: Session, door: Door, pressed: Pressed) -> Block:
    """Always of whoever pressed: there is no way to name somebody else's."""
    desk, now = door.desk, door.desk.clock.now()
    frozen = scorecards.of_person(session, pressed.user_id, _PAST)
    kept = casework.kept_as(session, frozen[0], now) if frozen else None
    past = [one.card for one in reversed(frozen)]
    coming = casework.coming(session, desk, pressed.user_id)
    return scorecard_view(kept, past, coming, casework.running(session, desk, pressed.user_id), desk.look)


def _cases(session: Session, door: Door, pressed: Pressed) -> Block:
    frozen = casework.own(session, pressed.number, pressed.user_id)
    evidence = casework.evidence_of(session, frozen.id)
    named = {number for cases in against_of(frozen.card, evidence).values() for number in cases[:MOST_LINKS]}
    links = {file.case.id: door.desk.link(file.card) for file in case_lists.chosen(session, named)}
    return cases_view(frozen.card, evidence, links, door.desk.look)


def _contesting(session: Session, door: Door, pressed: Pressed) -> Block:
    frozen = scorecard_contests.ensure_may_contest(session, door.desk, pressed.number, pressed.user_id)
    against = against_of(frozen.card, casework.evidence_of(session, frozen.id))
    return contest_dialog(frozen.id, frozen.card.month, against, door.desk.look)


def _sharing(session: Session, door: Door, pressed: Pressed) -> Block:
    frozen = casework.ensure_may_be_shown(session, door.desk, pressed.number, pressed.user_id)
    people = casework.may_be_shown_to(door.desk, pressed.user_id)
    return share_dialog(frozen.id, frozen.card.month, people, door.desk.look)


def _deciding(session: Session, door: Door, pressed: Pressed) -> Block:
    one = scorecard_contests.find(session, door.desk, pressed.number, door.desk.policy.actor(pressed.user_id))
    return decide_dialog(one, scorecard_contests.asked_line(session, door.desk, one), door.desk.look)


def _contested(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        given = answers(submitted.state)
        part, _, number = str(given.get("which") or "").partition(":")
        if part not in list(Part) or not number.isdecimal():
            raise NothingToContest
        reason, faults = await _reason(door, given.get("reason"))
        if faults:
            return {"response_action": "errors", "errors": {"reason": faults}}
        card = int(submitted.brought.get("card", 0))
        await scorecard_contests.contest(
            door.desk, card, submitted.user_id, Part(part), int(number), reason, once=submitted.key
        )
        return None

    return handle


def _shared(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        to, card = str(answers(submitted.state).get("to") or ""), int(submitted.brought.get("card", 0))
        await casework.share(door.desk, card, submitted.user_id, to, once=submitted.key)
        return None

    return handle


def _decided(door: Door) -> Submitting:
    async def handle(submitted: Submitted) -> Answer:
        given, number = answers(submitted.state), int(submitted.brought.get("contest", 0))
        answer, faults = await _reason(door, given.get("answer"))
        if faults:
            return {"response_action": "errors", "errors": {"answer": faults}}
        if given.get("stand") not in (ContestStand.KEPT, ContestStand.LEFT_OUT):
            raise ContestNotYours(number)
        by = door.desk.policy.actor(submitted.user_id)
        await scorecard_contests.decide(door.desk, number, by, ContestStand(given["stand"]), answer, once=submitted.key)
        return None

    return handle


async def _reason(door: Door, typed: object) -> tuple[str, str]:
    """What was written, and what may not even be noted."""
    reason = str(typed or "").strip()
    if not reason:
        raise ReasonNeeded(Action.RESOLVE)
    return reason, await asyncio.to_thread(faults_in_note, door.desk.look, reason)
