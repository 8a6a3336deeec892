"""Assignment: which member of the team answers for a case of a product line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_USER_ID = re.compile(r"[UW][A-Z0-9]+")


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


class Why(StrEnum):
    """How the owner was found; the card and the supervisors read it."""

    LINE_OWNER = "line_owner"
    DEPUTY = "deputy"
    NOBODY_ON_DUTY = "nobody_on_duty"
    LINE_UNKNOWN = "line_unknown"


@dataclass(frozen=True)
class Assignment:
    """Who answers, None when the supervisors must find someone, and why."""

    owner: str | None
    why: Why


def assign(line: str, lines: Mapping[str, Line], off: Collection[str]) -> Assignment:
    """The product line's owner, the deputy while the owner is among `off` (user ids), else nobody."""
    duty = lines.get(line)
    if duty is None:
        return Assignment(None, Why.LINE_UNKNOWN)
    if duty.owner not in off:
        return Assignment(duty.owner, Why.LINE_OWNER)
    if duty.deputy and duty.deputy not in off:
        return Assignment(duty.deputy, Why.DEPUTY)
    return Assignment(None, Why.NOBODY_ON_DUTY)
