"""Drills: practice with a played customer; how one begins, stands and ends, and chance by its seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field

from bot.rules.refusals.drills import DrillMovedOn, DrillOver, NotYourDrill
from scripts_library.drills import Persona, Story

MOST_TURNS = 8
LAPSES_AFTER = timedelta(days=1)
REMIND_AFTER = timedelta(days=7)
FEWEST_FOR_AVERAGE = 5


class DrillRules(BaseModel):
    """The policy's `[drills]`: whether and on which day of the month agents are offered one."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    monthly: bool = True
    day: int = Field(default=1, ge=1, le=28)


class DrillStand(StrEnum):
    """How a drill stands, or how it ended."""

    GOING = "going"
    AGREED = "agreed"
    LEFT = "left"
    RAN_OUT = "ran_out"
    STOPPED = "stopped"
    LAPSED = "lapsed"


SCORED = frozenset({DrillStand.AGREED, DrillStand.LEFT, DrillStand.RAN_OUT, DrillStand.STOPPED})


@dataclass(frozen=True)
class Drill:
    """One drill of one person. `turns` is how often they have replied; `marks` by part of the rubric, once scored."""

    id: int
    user_id: str
    persona: str
    seed: int
    story: Story
    begun_at: datetime
    stand: DrillStand = DrillStand.GOING
    turns: int = 0
    wakes_at: datetime | None = None
    ended_at: datetime | None = None
    marks: Mapping[str, int] = field(default_factory=dict)
    total: int | None = None


@dataclass(frozen=True)
class TeamDrills:
    """What the team has scored in some time; `averages` by part, which only enough people make tellable."""

    people: int
    drills: int
    averages: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_tellable(self) -> bool:
        """Whether nobody can be told apart in the averages."""
        return self.people >= FEWEST_FOR_AVERAGE


def begun(user_id: str, named: Persona, story: Story, seed: int, now: datetime) -> Drill:
    """A new one; it has no number yet."""
    return Drill(0, user_id, named.id, seed, story, now, wakes_at=now + LAPSES_AFTER)


def ensure_going(drill: Drill, user_id: str, turn: int | None = None) -> None:
    """Raise `NotYourDrill`, `DrillOver`, or `DrillMovedOn` where another window has replied meanwhile."""
    if drill.user_id != user_id:
        raise NotYourDrill(drill.id)
    if drill.stand is not DrillStand.GOING:
        raise DrillOver(drill.id)
    if turn is not None and turn != drill.turns:
        raise DrillMovedOn(drill.id)


def seed_of(user_id: str, now: datetime) -> int:
    """Another one for each beginning."""
    return int.from_bytes(sha256(f"{user_id}:{now.isoformat()}".encode()).digest()[:4]) >> 1


def chosen(everyone: Mapping[str, Persona], seed: int, last: str | None) -> Persona:
    """One of them by chance, another than last time."""
    others = [one for one in everyone.values() if one.id != last]
    return others[chance(seed, "persona", len(others))]


def named(everyone: Mapping[str, Persona], typed: str) -> Persona | None:
    """The one that somebody means by its name, or the beginning of it."""
    wanted = typed.strip().lower()
    return next((one for one in everyone.values() if wanted and one.name.lower().startswith(wanted)), None)


def told_story(persona: Persona, seed: int, recent: Sequence[Story]) -> Story:
    """What happened this time: out of the shop's own patterns where there are some, else a built-in one."""
    pool = recent or persona.stories
    return pool[chance(seed, "story", len(pool))]


def chance(seed: int, what: str, many: int) -> int:
    """One of so many, always the same for this seed and this matter."""
    return int.from_bytes(sha256(f"{seed}:{what}".encode()).digest()[:4]) % many
