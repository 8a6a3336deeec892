"""Assignment: which member of the team answers for a case, and why it is this one or nobody.

The product line's owner, then the deputy, each if on duty and below their limit; then, in a shop that keeps a rota,
whoever on duty has the least load and the skills that the case needs; else nobody, which the supervisors hear at once.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from bot.vocabulary import Grade

_USER_ID = re.compile(r"[UW][A-Z0-9]+")
_LATIN, _HAN = re.compile(r"[A-Za-z]"), re.compile(r"[\u3400-\u9fff]")
_HAN_SAYS_AS_MUCH = 4  # a Chinese character says about as much as four Latin letters
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
SAFETY, ENGLISH = "safety", "en"


def _user_id(value: str) -> str:
    if not _USER_ID.fullmatch(value):
        raise ValueError(f"a Slack user id such as U0LI, not {value!r}")
    return value


UserId = Annotated[str, AfterValidator(_user_id)]


class Line(BaseModel):
    """A product line: who answers for its reviews, and who when they are off. Slack user ids."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    owner: UserId
    deputy: UserId | None = None


class AssignmentRules(BaseModel):
    """How much an open case of each grade weighs; its emotional intensity, 1 to 5, multiplies it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    weights: dict[Grade, int] = Field(
        default_factory=lambda: {Grade.NORMAL: 1, Grade.IMPORTANT: 2, Grade.URGENT: 4}, validate_default=False
    )

    @field_validator("weights")
    @classmethod
    def _every_grade_weighs_something(cls, weights: dict[Grade, int]) -> dict[Grade, int]:
        if set(weights) != set(Grade) or min(weights.values()) < 1:
            raise ValueError("a whole number from 1 on for each of normal, important and urgent")
        return weights


class Why(StrEnum):
    """How the owner was found, or why there is none; the card and the supervisors read it."""

    LINE_OWNER = "line_owner"
    DEPUTY = "deputy"
    LEAST_LOAD = "least_load"
    NOBODY_ON_DUTY = "nobody_on_duty"
    LINE_UNKNOWN = "line_unknown"
    OVER_LIMIT = "over_limit"
    NO_SKILL = "no_skill"
    PAUSED = "paused"


NOBODY = frozenset({Why.NOBODY_ON_DUTY, Why.LINE_UNKNOWN, Why.OVER_LIMIT, Why.NO_SKILL, Why.PAUSED})


@dataclass(frozen=True)
class Assignment:
    """Who answers, None when the supervisors must find someone, and why."""

    owner: str | None
    why: Why


@dataclass(frozen=True)
class Load:
    """What somebody holds: open cases, their weight, and when a case was last given to them."""

    cases: int = 0
    weight: int = 0
    given_at: datetime | None = None


@dataclass(frozen=True)
class Member:
    """Somebody who may be given a case; no `limit` is no end.

    `shares` what owner and deputy cannot take; others get the cases of their own lines only. `is_strained`: much came
    to them lately, and of those who could take this case others come first.
    """

    user_id: str
    name: str = ""
    limit: int | None = None
    skills: frozenset[str] = frozenset()
    load: Load = Load()
    shares: bool = True
    is_strained: bool = False

    @property
    def is_full(self) -> bool:
        """Whether they hold as many open cases as they are to hold."""
        return self.limit is not None and self.load.cases >= self.limit


def assign(
    line: str,
    lines: Mapping[str, Line],
    off: Collection[str],
    rota: Collection[Member] = (),
    needed: Collection[str] = (),
    paused: Collection[str] = (),
) -> Assignment:
    """Who answers for a case of this line. `off` are not on duty; without a `rota` it ends with the deputy.

    `needed` are skills; one that nobody on the rota has is not asked for. `paused` are spared cases such as this one:
    where one of them would have got it, and nobody else does, that is the reason.
    """
    found = _assign(line, lines, {*off, *paused}, rota, needed)
    if found.owner or not paused:
        return found
    spared = _assign(line, lines, off, rota, needed)
    return Assignment(None, Why.PAUSED) if spared.owner else found


def _assign(
    line: str, lines: Mapping[str, Line], off: Collection[str], rota: Collection[Member], needed: Collection[str]
) -> Assignment:
    duty, known = lines.get(line), {one.user_id: one for one in rota}
    for user_id, why in ((duty.owner, Why.LINE_OWNER), (duty.deputy, Why.DEPUTY)) if duty else ():
        if user_id and user_id not in off and not (user_id in known and known[user_id].is_full):
            return Assignment(user_id, why)
    if not rota:
        return Assignment(None, Why.NOBODY_ON_DUTY if duty else Why.LINE_UNKNOWN)
    sharing = [one for one in rota if one.shares]
    return _least_loaded([one for one in sharing if one.user_id not in off], _asked_for(needed, sharing))


def skills_for(text: str, *, safety: bool) -> frozenset[str]:
    """What it takes to answer this review: English where most of it is Latin letters, and to know of safety."""
    is_english = len(_LATIN.findall(text)) > _HAN_SAYS_AS_MUCH * len(_HAN.findall(text))
    return frozenset({SAFETY} if safety else ()) | frozenset({ENGLISH} if is_english else ())


def _asked_for(needed: Collection[str], rota: Collection[Member]) -> frozenset[str]:
    return frozenset(needed) & frozenset(skill for one in rota for skill in one.skills)


def _least_loaded(on_duty: Collection[Member], needed: frozenset[str]) -> Assignment:
    """Of equals the one who got a case longest ago, then by name."""
    free = [one for one in on_duty if not one.is_full]
    able = [one for one in free if needed <= one.skills]
    if able:
        return Assignment(min(able, key=_burden).user_id, Why.LEAST_LOAD)
    if not on_duty:
        return Assignment(None, Why.NOBODY_ON_DUTY)
    return Assignment(None, Why.NO_SKILL if free else Why.OVER_LIMIT)


def _burden(one: Member) -> tuple[bool, int, datetime, str, str]:
    return one.is_strained, one.load.weight, one.load.given_at or _LONG_AGO, one.name, one.user_id
