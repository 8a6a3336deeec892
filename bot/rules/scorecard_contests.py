"""Scorecard contests: an agent says why a case should not count; a supervisor decides once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.case import Actor
from bot.rules.refusals.scorecards import ContestDecided, ContestNotYours, ContestOver
from bot.rules.scorecard import Part
from bot.vocabulary import Role


class ContestStand(StrEnum):
    """How it stands."""

    ASKED = "asked"
    KEPT = "kept"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Contest:
    """One case in one part of a card. `checked_by` made the check that it is about, where it is about one."""

    id: int
    card_id: int
    user_id: str
    case_id: int
    part: Part
    reason: str
    asked_at: datetime
    checked_by: tuple[str, ...] = ()
    stand: ContestStand = ContestStand.ASKED
    decided_by: str | None = None
    decided_at: datetime | None = None
    answer: str = ""


def ensure_open(closes_at: datetime, now: datetime) -> None:
    """Raise `ContestOver` once the time is up."""
    if now >= closes_at:
        raise ContestOver(closes_at)


def deciders(one: Contest, supervisors: Sequence[str], managers: Sequence[str]) -> list[str]:
    """Who is asked: the supervisors who did not make the check; where there are none, such managers.

    Where nobody else is left, whoever made the check: a reason is told to nobody who cannot decide.
    """
    for out in ((one.user_id, *one.checked_by), (one.user_id,)):
        for people in (supervisors, managers):
            if found := [user for user in people if user not in out]:
                return found
    return []


def ensure_may_decide(one: Contest, by: Actor, asked: Collection[str]) -> None:
    """Supervisors and above, but nobody about their own card; about their own check only who was `asked` for it."""
    its_own = by.user_id in one.checked_by and by.user_id not in asked
    if not by.is_at_least(Role.SUPERVISOR) or by.user_id == one.user_id or its_own:
        raise ContestNotYours(one.id)
    if one.stand is not ContestStand.ASKED:
        raise ContestDecided(one.stand, one.decided_by, one.decided_at)


def decided(one: Contest, by: Actor, at: datetime, stand: ContestStand, answer: str) -> Contest:
    """Left as it is, or left out, by somebody who may."""
    return replace(one, stand=stand, decided_by=by.user_id, decided_at=at, answer=answer)
