"""Causes: what a case's root cause is found to be, and whether the department that is named accepts it.

Only a settled cause counts in a department's figures: accepted, not disputed in time, upheld by a lead, or of a
department that has no channel to be asked in.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.case import Actor, RootCause
from bot.duration import Duration
from bot.names import Name
from bot.rules.cause_catalogue import STAGE_OF
from bot.rules.refusals.cases import RoleNeeded
from bot.rules.refusals.causes import CauseSettled, NotTheDepartment
from bot.vocabulary import Action, Role, Stage


class CauseRules(BaseModel):
    """The policy's [causes]: how long a department may dispute, and the shop's own causes with their stage."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    dispute_within: Duration = timedelta(hours=48)
    named: dict[Name, Stage] = Field(default_factory=dict, max_length=60)

    @field_validator("named")
    @classmethod
    def _beside_the_catalogue(cls, named: dict[str, Stage]) -> dict[str, Stage]:
        if taken := next((name for name in named if name in STAGE_OF), None):
            raise ValueError(f"names that the catalogue does not have already, not {taken!r}")
        return named


class CauseStand(StrEnum):
    """Where a finding stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    SILENT = "silent"
    UNASKED = "unasked"
    DISPUTED = "disputed"
    UPHELD = "upheld"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


SETTLED = frozenset({CauseStand.ACCEPTED, CauseStand.SILENT, CauseStand.UNASKED, CauseStand.UPHELD})
OPEN = frozenset({CauseStand.ASKED, CauseStand.DISPUTED})


@dataclass(frozen=True)
class CauseCount:
    """Settled causes by department and by name, and how many are not settled yet."""

    by_department: Counter[str]
    by_name: Counter[str]
    still_open: int


@dataclass(frozen=True)
class Finding:
    """One finding of a cause. `channel` is where its department is asked, None where it has none."""

    id: int
    case_id: int
    cause: RootCause
    found_by: str
    found_at: datetime
    channel: str | None
    until: datetime | None
    stand: CauseStand = CauseStand.ASKED
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it counts for its department."""
        return self.stand in SETTLED


def found(case_id: int, cause: RootCause, by: str, at: datetime, channel: str | None, rules: CauseRules) -> Finding:
    """A new finding: asked of the department, or settled at once where nobody can be asked."""
    if channel is None:
        return Finding(0, case_id, cause, by, at, None, None, CauseStand.UNASKED, None, at)
    return Finding(0, case_id, cause, by, at, channel, at + rules.dispute_within)


def department_shown(chosen: str | None, filled: str | None, last: str | None) -> str | None:
    """Which department stands in the dialog when another cause is chosen, `last` being the new one's.

    What somebody chose themselves stays; what was `filled` in for the cause before makes way.
    """
    return chosen if chosen and chosen != filled else last


def accepted(one: Finding, by: Actor, pressed_in: str | None, at: datetime) -> Finding:
    """The department says so. Raises `CauseSettled` or `NotTheDepartment`."""
    _ensure_asked(one)
    _ensure_theirs(one, by, pressed_in)
    return _decided(one, CauseStand.ACCEPTED, by.user_id, at)


def disputed(one: Finding, by: Actor, pressed_in: str | None, at: datetime, reason: str) -> Finding:
    """The department does not; a lead decides. Raises `CauseSettled` or `NotTheDepartment`."""
    _ensure_asked(one)
    _ensure_theirs(one, by, pressed_in)
    return _decided(one, CauseStand.DISPUTED, by.user_id, at, reason)


def upheld(one: Finding, by: Actor, at: datetime) -> Finding:
    """It stays as it was found. Raises `CauseSettled` or `RoleNeeded`."""
    _ensure_disputed(one, by)
    return _decided(one, CauseStand.UPHELD, by.user_id, at, one.reason)


def changed(one: Finding, by: Actor, at: datetime) -> Finding:
    """Another cause takes its place. Raises `CauseSettled` or `RoleNeeded`."""
    _ensure_disputed(one, by)
    return _decided(one, CauseStand.CHANGED, by.user_id, at, one.reason)


def silent(one: Finding, at: datetime) -> Finding:
    """Nobody disputed it in time."""
    return _decided(one, CauseStand.SILENT, None, at)


def withdrawn(one: Finding, at: datetime) -> Finding:
    """The case goes on: its cause is found anew at its next resolution."""
    return _decided(one, CauseStand.WITHDRAWN, None, at)


def _ensure_asked(one: Finding) -> None:
    if one.stand is not CauseStand.ASKED:
        raise CauseSettled(one.case_id, one.stand, one.decided_by, one.decided_at)


def _ensure_disputed(one: Finding, by: Actor) -> None:
    if one.stand is not CauseStand.DISPUTED:
        raise CauseSettled(one.case_id, one.stand, one.decided_by, one.decided_at)
    if not by.is_at_least(Role.LEAD):
        raise RoleNeeded(one.case_id, Role.LEAD, Action.RESOLVE, by.user_id)


def _ensure_theirs(one: Finding, by: Actor, pressed_in: str | None) -> None:
    """Departments have no roles: whoever is in their channel speaks for them, and leads may."""
    if pressed_in != one.channel and not by.is_at_least(Role.LEAD):
        raise NotTheDepartment(one.case_id, one.cause.department)


def _decided(one: Finding, stand: CauseStand, by: str | None, at: datetime, reason: str = "") -> Finding:
    return replace(one, stand=stand, decided_by=by, decided_at=at, reason=reason, until=None)
