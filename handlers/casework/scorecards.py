"""Scorecards: a month's cards frozen and sent to whom they are about, the month so far, a card shown to one other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.cards.blocks import section
from bot.cards.dialogs.scorecard import Kept
from bot.cards.scorecard_card import Coming, month_name, scorecard_card, shared_card
from bot.rules.refusals.scorecards import NotYourScorecard, ScorecardStillPrivate
from bot.rules.refusals.team import NotOnTheTeam
from bot.rules.scorecard import (
    Evidence,
    Part,
    Scorecard,
    counted_of,
    month_before,
    scorecard_of,
    thirds,
)
from bot.vocabulary import Role
from handlers.casework.desk import Desk
from handlers.casework.scorecard_windows import freezing_at, window_of
from storage import outbox, quality_checks, scorecard_contests, scorecard_months, scorecards
from storage.cases import count_once
from storage.scorecard_counts import NOBODY, counted, evidence, strikes_of, waiting
from storage.scorecard_months import Waiting
from storage.scorecard_rows import Asked
from storage.scorecards import Behind, Frozen


@dataclass(frozen=True)
class Made:
    """Everybody's card of a month, each with the cases behind it; and up to when it has quality checks."""

    month: date
    checks_until: datetime
    waiting: Sequence[Waiting]
    cards: Sequence[tuple[Scorecard, dict[Part, Evidence]]]


def agents_of(desk: Desk) -> list[str]:
    """Whose work is put on a card."""
    roles = desk.policy.roles
    return [user for user in roles.agents if desk.policy.actor(user).role is Role.AGENT]


def made(session: Session, desk: Desk, month: date) -> Made:
    """Everybody's card of a month as it would be frozen now, with the cases behind it."""
    asked = Asked(session, window_of(session, desk, month, desk.clock.now()), desk.policy)
    checks = quality_checks.within(session, asked.window.checks_from, asked.window.checks_until)
    agents, rules = agents_of(desk), desk.policy.scorecard
    found, undecided = evidence(asked, agents), waiting(asked)
    wait = Counter(one.agent for one in undecided)
    cards = {
        agent: scorecard_of(
            agent, month, counted_of(found[agent]), rules, strikes_of([one for one in checks if one.agent == agent])
        )
        for agent in agents
    }
    stands = thirds(list(cards.values()))
    told = [
        (replace(card, third=stands.get(agent), waiting=wait[agent]), found[agent]) for agent, card in cards.items()
    ]
    return Made(month, asked.window.checks_until, undecided, told)


def freeze(session: Session, desk: Desk, everybody: Made, now: datetime) -> int:
    """Keep them, and send each to its owner alone; who had nothing to do gets none. How many were sent."""
    scorecard_months.note(session, everybody.month, everybody.checks_until, everybody.waiting)
    sent = 0
    for card, parts in everybody.cards:
        if not any(of.items for of in parts.values()) and not card.strikes:
            continue
        kept = scorecards.freeze(session, card, Behind(parts, desk.policy.scorecard), now)
        if kept:
            _send(session, desk, kept, now)
            sent += 1
    return sent


def close(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """The time to contest is up: from now on its owner may show it."""
    scorecards.close(session, number)
    if frozen := scorecards.find(session, number):
        rewrite(session, desk, frozen, now)


def rewrite(session: Session, desk: Desk, frozen: Frozen, now: datetime) -> None:
    """Its message says how it is now."""
    contested, is_open = scorecard_contests.of_card(session, frozen.id), now < frozen.contest_until
    text, blocks = scorecard_card(frozen.id, frozen.card, frozen.contest_until, contested, desk.look, is_open=is_open)
    outbox.rewrite(session, _key(frozen.id), text=text, blocks=blocks)


def own(session: Session, number: int, user_id: str) -> Frozen:
    """The card of this number. Raises `NotYourScorecard` for anybody but its owner."""
    frozen = scorecards.find(session, number)
    if frozen is None or frozen.card.user_id != user_id:
        raise NotYourScorecard(number)
    return frozen


def running(session: Session, desk: Desk, user_id: str) -> Scorecard:
    """The month so far: nobody is compared, and nothing is kept."""
    return _as_of_now(session, desk, user_id, _this_month(desk))


def coming(session: Session, desk: Desk, user_id: str) -> Coming | None:
    """The card of a month that is over, as it stands now, and when it is frozen; None where it has been."""
    month = month_before(_this_month(desk))
    frozen_at = freezing_at(desk, month)
    if not desk.policy.scorecard.monthly or desk.clock.now() >= frozen_at:
        return None
    newest = scorecard_months.newest(session, month)
    is_frozen = newest is not None and newest[0] == month  # the policy's day was an earlier one then
    return None if is_frozen else Coming(_as_of_now(session, desk, user_id, month), frozen_at)


def _this_month(desk: Desk) -> date:
    return desk.clock.now().astimezone(desk.policy.zone).date().replace(day=1)


def _as_of_now(session: Session, desk: Desk, user_id: str, month: date) -> Scorecard:
    now = desk.clock.now()
    asked = Asked(session, window_of(session, desk, month, now), desk.policy)
    everybody = counted(asked)
    checks = quality_checks.within(session, asked.window.checks_from, asked.window.checks_until)
    strikes = strikes_of([one for one in checks if one.agent == user_id])
    return scorecard_of(user_id, month, everybody.get(user_id, everybody[NOBODY]), desk.policy.scorecard, strikes)


def kept_as(session: Session, frozen: Frozen, now: datetime) -> Kept:
    """For a dialog."""
    contested = scorecard_contests.of_card(session, frozen.id)
    return Kept(frozen.id, frozen.card, frozen.contest_until, now < frozen.contest_until, contested)


def may_be_shown_to(desk: Desk, user_id: str) -> list[str]:
    """Leads and supervisors, but for the owner."""
    roles = desk.policy.roles
    return [user for user in dict.fromkeys((*roles.leads, *roles.supervisors)) if user != user_id]


def ensure_may_be_shown(session: Session, desk: Desk, number: int, user_id: str) -> Frozen:
    """Raises `NotYourScorecard`, or `ScorecardStillPrivate` while it may be contested."""
    frozen = own(session, number, user_id)
    if desk.clock.now() < frozen.contest_until:
        raise ScorecardStillPrivate(frozen.contest_until)
    return frozen


async def share(desk: Desk, number: int, by: str, to: str, *, once: str) -> None:
    """Its owner shows it to one colleague. Raises the `Refusal` that applies."""
    await desk.db.write(_share, desk, number, by, to, once)
    desk.to_send.set()


def _share(session: Session, desk: Desk, number: int, by: str, to: str, once: str) -> None:
    now = desk.clock.now()
    count_once(session, once, now)
    frozen = ensure_may_be_shown(session, desk, number, by)
    if to not in may_be_shown_to(desk, by):
        raise NotOnTheTeam(to)
    text, blocks = shared_card(frozen.card, by, desk.look)
    key = f"scorecard_shared:{number}:{to}"
    outbox.enqueue(session, key=key, channel=to, text=text, blocks=blocks, now=now)
    said = desk.look.say.md("scorecard.shown", to=desk.look.name(to), month=month_name(frozen.card.month, desk.look))
    outbox.enqueue(session, key=f"{key}:said", channel=by, text=said, blocks=[section(said)], now=now)


def _send(session: Session, desk: Desk, frozen: Frozen, now: datetime) -> None:
    text, blocks = scorecard_card(frozen.id, frozen.card, frozen.contest_until, (), desk.look, is_open=True)
    outbox.enqueue(session, key=_key(frozen.id), channel=frozen.card.user_id, text=text, blocks=blocks, now=now)


def _key(number: int) -> str:
    return f"scorecard:{number}"


def evidence_of(session: Session, number: int) -> Mapping[Part, Evidence]:
    """The cases behind a card."""
    return scorecards.behind(session, number).parts
