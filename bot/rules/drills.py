"""Drills: a played customer grows calmer or angrier by what is said to them, and at last agrees or leaves.

All of it follows from the persona, a seed and what was said: nothing is generated, and the same talk runs the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, Field

from bot.rules.drill_hearing import BAD, GOOD, Heard, Move
from bot.rules.refusals import DrillMovedOn, DrillOver, NotYourDrill
from scripts_library.drills import Persona, Story

MOST_TURNS = 8
LAPSES_AFTER = timedelta(days=1)
REMIND_AFTER = timedelta(days=7)
FEWEST_FOR_AVERAGE = 5
_CALM, _SOONEST = 2, 2
_ANGERS = {Move.BROKE: 3, Move.TEMPLATE: 1, Move.LONG: 1, Move.SHORT: 1}
_NOTHING, _MISFIT, _TOUCHY, _AGREE, _LEAVE, _LISTENING = "nothing", "misfit", "touchy", "agree", "leave", "listening"


class DrillRules(BaseModel):
    """The policy's `[drills]`: whether and on which day of the month agents are offered one."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    monthly: bool = True
    day: int = Field(default=1, ge=1, le=28)


class Mood(StrEnum):
    """How the customer takes what was said."""

    ANGRY = "angry"
    CALMER = "calmer"
    ANGRIER = "angrier"
    LEFT = "left"
    AGREED = "agreed"


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


@dataclass(frozen=True)
class Answer:
    """What the customer says to it, and how they feel then."""

    words: str
    mood: Mood
    heat: int


@dataclass(frozen=True)
class Talk:
    """A whole talk so far: the opening, and an answer to each text that was heard."""

    opening: str
    answers: tuple[Answer, ...]

    @property
    def stand(self) -> DrillStand:
        """Whether it goes on, or how it ended."""
        mood = self.answers[-1].mood if self.answers else Mood.ANGRY
        if mood is Mood.AGREED:
            return DrillStand.AGREED
        if mood is Mood.LEFT:
            return DrillStand.LEFT
        return DrillStand.RAN_OUT if len(self.answers) >= MOST_TURNS else DrillStand.GOING


def talk(persona: Persona, story: Story, seed: int, texts: Sequence[Heard]) -> Talk:
    """Plays the customer: what they answer to each text, until they agree, leave, or eight were said."""
    opening = _filled(_picked(persona.openings, seed, "opening"), story)
    answers: list[Answer] = []
    known: set[Move] = set()
    heat, before = persona.heat + _chance(seed, "heat", 2), ""
    for turn, one in enumerate(texts, 1):
        new = [move for move in GOOD if move in one.moves and move not in known]
        is_touched = any(move in persona.touchy for move in new) and Move.OWN_WORDS not in {*known, *new}
        known |= {*new} - ({*persona.touchy} if is_touched else set())
        has_all = {Move(need) for need in persona.needs} <= known
        change = _change(one, new, is_touched=is_touched, has_all=has_all)
        heat = max(0, heat + change)
        mood = _mood(persona, heat, change, turn, has_all=has_all, is_insulted=Move.BROKE in one.moves)
        said = _said(persona, one, new, known, mood, is_touched=is_touched)
        words = " ".join(_filled(_picked(persona.lines[key], seed, f"{turn}:{key}", before), story) for key in said)
        answers.append(Answer(words, mood, heat))
        before = words
        if mood in (Mood.AGREED, Mood.LEFT):
            break
    return Talk(opening, tuple(answers[:MOST_TURNS]))


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
    return others[_chance(seed, "persona", len(others))]


def named(everyone: Mapping[str, Persona], typed: str) -> Persona | None:
    """The one that somebody means by its name, or the beginning of it."""
    wanted = typed.strip().lower()
    return next((one for one in everyone.values() if wanted and one.name.lower().startswith(wanted)), None)


def told_story(persona: Persona, seed: int, recent: Sequence[Story]) -> Story:
    """What happened this time: out of the shop's own patterns where there are some, else a built-in one."""
    pool = recent or persona.stories
    return pool[_chance(seed, "story", len(pool))]


def _change(one: Heard, new: Sequence[Move], *, is_touched: bool, has_all: bool) -> int:
    """Who has heard all that they need is calmed by any decent word; before that, nothing new angers."""
    angers = sum(_ANGERS[move] for move in BAD if move in one.moves)
    calms = 0 if Move.BROKE in one.moves else len(new)
    if is_touched:
        return angers + 1
    if new:
        return angers - calms
    return angers or (-1 if has_all else 1)


def _mood(persona: Persona, heat: int, change: int, turn: int, *, has_all: bool, is_insulted: bool) -> Mood:
    """Nobody leaves, or agrees, after a single text, unless it broke a rule."""
    if heat >= persona.patience and (turn >= _SOONEST or is_insulted):
        return Mood.LEFT
    if change < 0 and heat <= _CALM and turn >= _SOONEST and has_all:
        return Mood.AGREED
    if change == 0:
        return Mood.ANGRY
    return Mood.CALMER if change < 0 else Mood.ANGRIER


def _said(
    persona: Persona, one: Heard, new: Sequence[Move], known: set[Move], mood: Mood, *, is_touched: bool
) -> list[str]:
    """Which of their lines: one for what stood out, and one that tells what they still wait for."""
    if mood in (Mood.AGREED, Mood.LEFT):
        return [_AGREE if mood is Mood.AGREED else _LEAVE]
    bad = next((move for move in BAD if move in one.moves), None)
    if bad or is_touched:
        return [bad or _TOUCHY]
    missing = [need for need in persona.needs if Move(need) not in known]
    if not new and missing:
        return [_MISFIT if Move.MISFIT in one.moves else _NOTHING]
    if not new:
        return [_LISTENING]
    return [new[0], *([f"missing_{missing[0]}"] if missing else [])]


def _filled(line: str, story: Story) -> str:
    """Plain replacing: what stands in the story is never read as a template."""
    return line.replace("[product]", story.product).replace("[words]", story.words)


def _picked(lines: Sequence[str], seed: int, what: str, before: str = "") -> str:
    """By chance, but not what was said a moment ago."""
    fresh = [line for line in lines if line not in before] or list(lines)
    return fresh[_chance(seed, what, len(fresh))]


def _chance(seed: int, what: str, many: int) -> int:
    return int.from_bytes(sha256(f"{seed}:{what}".encode()).digest()[:4]) % many
