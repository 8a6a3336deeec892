"""Scorecard contests: an agent asks that a case should not count; a supervisor decides once, and the card follows."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.cards.dialogs.scorecard import against_of
from bot.cards.notice_card import case_name
from bot.cards.scorecard_card import Drawn, answer_card, contest_card
from bot.case import Actor
from bot.rules import scorecard_contests as rules
from bot.rules.refusals.scorecards import (
    AlreadyContested,
    ContestDecided,
    ContestNotYours,
    ContestWithoutDecider,
    NothingToContest,
)
from bot.rules.scorecard import Part, Scorecard, thirds
from bot.rules.scorecard_contests import Contest, ContestStand
from handlers.casework.desk import Desk
from handlers.casework.scorecards import own, rewrite
from scripts_library.wording import Token
from storage import case_files, outbox, scorecard_contests, scorecards
from storage.cases import count_once
from storage.scorecards import Frozen


async def contest(desk: Desk, number: int, by: str, part: Part, case_id: int, reason: str, *, once: str) -> None:
    """Ask for it. Raises the `Refusal` that applies."""
    await desk.db.write(_contest, desk, number, by, part, case_id, reason, once)
    desk.to_send.set()


async def decide(desk: Desk, number: int, by: Actor, stand: ContestStand, answer: str, *, once: str) -> None:
    """Leave it, or leave the case out. Raises the `Refusal` that applies."""
    await desk.db.write(_decide, desk, number, by, stand, answer, once)
    desk.to_send.set()


def ensure_may_contest(session: Session, desk: Desk, number: int, user_id: str) -> Frozen:
    """The card. Raises `NotYourScorecard`, `ContestOver`, or `NothingToContest` where no case counts against it."""
    frozen = own(session, number, user_id)
    rules.ensure_open(frozen.contest_until, desk.clock.now())
    if not against_of(frozen.card, scorecards.behind(session, number).parts):
        raise NothingToContest
    return frozen


def asked_line(session: Session, desk: Desk, one: Contest) -> str:
    """What is contested, in a sentence."""
    return _drawn(session, desk, one)[0]


def find(session: Session, desk: Desk, number: int, by: Actor) -> Contest:
    """To be decided by this person. Raises what `ensure_may_decide` raises."""
    one = scorecard_contests.find(session, number)
    if one is None:
        raise ContestNotYours(number)
    rules.ensure_may_decide(one, by, _deciders(desk, one))
    return one


def _contest(
    session: Session, desk: Desk, number: int, by: str, part: Part, case_id: int, reason: str, once: str
) -> None:
    now = desk.clock.now()
    count_once(session, once, now)
    frozen = ensure_may_contest(session, desk, number, by)
    against = against_of(frozen.card, scorecards.behind(session, number).parts)
    if case_id not in against.get(part, ()):
        raise NothingToContest
    one = scorecard_contests.add(session, Contest(0, number, by, case_id, part, reason, now))
    if one is None:
        raise AlreadyContested(case_id)
    if not (deciders := _deciders(desk, one)):
        raise ContestWithoutDecider
    text, blocks = _drawn(session, desk, one)
    for to in deciders:
        outbox.enqueue(session, key=_key(one, to), channel=to, text=text, blocks=blocks, now=now)
    rewrite(session, desk, frozen, now)


def _decide(session: Session, desk: Desk, number: int, by: Actor, stand: ContestStand, answer: str, once: str) -> None:
    now = desk.clock.now()
    count_once(session, once, now)
    before = find(session, desk, number, by)
    scorecards.lock(session, before.card_id)
    one = rules.decided(before, by, now, stand, answer)
    if not scorecard_contests.decide(session, one):
        known = scorecard_contests.find(session, number) or one
        raise ContestDecided(known.stand, known.decided_by, known.decided_at)
    frozen = scorecards.find(session, one.card_id)
    assert frozen is not None
    asked = _drawn(session, desk, one)  # with a strike's evidence, which the card may lose now
    if stand is ContestStand.LEFT_OUT:
        frozen = replace(frozen, card=_left_out(session, one, frozen.card))
    rewrite(session, desk, frozen, now)
    _tell(session, desk, one, asked, frozen.card, now)


def _left_out(session: Session, one: Contest, card: Scorecard) -> Scorecard:
    """The card without this case. Its third is looked up anew; nobody else's changes."""
    made_of, anew = scorecards.behind(session, one.card_id).card(card, one.part, one.case_id)
    others = [other for other in scorecards.of_month(session, card.month) if other.user_id != card.user_id]
    after = replace(anew, third=thirds([*others, anew]).get(card.user_id))
    scorecards.change(session, one.card_id, after, made_of)
    return after


def _tell(session: Session, desk: Desk, one: Contest, asked: Drawn, card: Scorecard, now: datetime) -> None:
    """The agent hears it, and whoever was asked sees that it is decided."""
    text, blocks = asked
    for to in _deciders(desk, one):
        outbox.rewrite(session, _key(one, to), text=text, blocks=blocks)
    text, blocks = answer_card(one, card.month, _case(session, desk, one), card, desk.look)
    outbox.enqueue(session, key=f"scorecard_answer:{one.id}", channel=one.user_id, text=text, blocks=blocks, now=now)


def _drawn(session: Session, desk: Desk, one: Contest) -> Drawn:
    frozen = scorecards.find(session, one.card_id)
    assert frozen is not None
    case, own_check = _case(session, desk, one), not set(_deciders(desk, one)) - set(one.checked_by)
    return contest_card(one, frozen.card.month, case, frozen.card.strikes, desk.look, own_check=own_check)


def _case(session: Session, desk: Desk, one: Contest) -> Token:
    file = case_files.read_file(session, one.case_id)
    return case_name(file, desk.look, desk.link(file.card))


def _deciders(desk: Desk, one: Contest) -> list[str]:
    return rules.deciders(one, desk.policy.roles.supervisors, desk.policy.roles.managers)


def _key(one: Contest, to: str) -> str:
    return f"scorecard_contest:{one.id}:{to}"
