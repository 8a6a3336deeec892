"""Drill talk: a played customer grows calmer or angrier by what is said to them, and at last agrees or leaves.

All of it follows from the persona, a seed and what was said: nothing is generated, and the same talk runs the same way.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.drill_hearing import BAD, GOOD, Heard, Move
from bot.rules.drills import MOST_TURNS, DrillStand, chance
from scripts_library.drills import Persona, Story

_CALM, _SOONEST = 2, 2
_ANGERS = {Move.BROKE: 3, Move.TEMPLATE: 1, Move.LONG: 1, Move.SHORT: 1}
_NOTHING, _MISFIT, _TOUCHY, _AGREE, _LEAVE, _LISTENING = "nothing", "misfit", "touchy", "agree", "leave", "listening"


class Mood(StrEnum):
    """How the customer takes what was said."""

    ANGRY = "angry"
    CALMER = "calmer"
    ANGRIER = "angrier"
    LEFT = "left"
    AGREED = "agreed"


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


@dataclass(frozen=True)
class _State:
    """What the customer knows of the good that was said, how angry they are, and what they said last."""

    known: frozenset[Move]
    heat: int
    said: str = ""


def talk(persona: Persona, story: Story, seed: int, texts: Sequence[Heard]) -> Talk:
    """Plays the customer: what they answer to each text, until they agree, leave, or eight were said."""
    opening = _picked(persona.openings, story, seed, "opening")
    state = _State(frozenset(), persona.heat + chance(seed, "heat", 2))
    answers: list[Answer] = []
    for turn, one in enumerate(texts[:MOST_TURNS], 1):
        state, mood = _step(persona, story, seed, turn, state, one)
        answers.append(Answer(state.said, mood, state.heat))
        if mood in (Mood.AGREED, Mood.LEFT):
            break
    return Talk(opening, tuple(answers))


def _step(persona: Persona, story: Story, seed: int, turn: int, state: _State, one: Heard) -> tuple[_State, Mood]:
    new = [move for move in GOOD if move in one.moves and move not in state.known]
    is_touched = _is_touched(persona, one, new, {*state.known, *new})
    known = state.known | {*new} - ({*persona.touchy} if is_touched else set())
    missing = [need for need in persona.needs if Move(need) not in known]
    change = _change(one, new, is_touched=is_touched, has_all=not missing)
    heat = max(0, state.heat + change)
    mood = _mood(persona, heat, change, turn, has_all=not missing, is_insulted=Move.BROKE in one.moves)
    keys = _said(one, new, missing, mood, is_touched=is_touched)
    lines = (_picked(persona.lines[key], story, seed, f"{turn}:{key}", state.said) for key in keys)
    between = " " if persona.name.isascii() else ""
    return _State(known, heat, between.join(lines)), mood


def _is_touched(persona: Persona, one: Heard, new: Sequence[Move], known: Collection[Move]) -> bool:
    """A remedy before anybody named their words, if it is money or goods: somebody's word is none."""
    if Move.OWN_WORDS in known:
        return False
    return any(move in persona.touchy and (move is not Move.REMEDY or one.is_paid) for move in new)


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


def _said(one: Heard, new: Sequence[Move], missing: Sequence[str], mood: Mood, *, is_touched: bool) -> list[str]:
    """Which of their lines: one for what stood out, and one that tells what they still wait for."""
    if mood in (Mood.AGREED, Mood.LEFT):
        return [_AGREE if mood is Mood.AGREED else _LEAVE]
    bad = next((move for move in BAD if move in one.moves), None)
    if bad or is_touched:
        return [bad or _TOUCHY]
    if not new and missing:
        return [_MISFIT if Move.MISFIT in one.moves else _NOTHING]
    if not new:
        return [_LISTENING]
    return [new[0], *([f"missing_{missing[0]}"] if missing else [])]


def _picked(lines: Sequence[str], story: Story, seed: int, what: str, before: str = "") -> str:
    """By chance, but not what was said a moment ago."""
    filled = [_filled(line, story) for line in lines]
    fresh = [line for line in filled if line not in before] or filled
    return fresh[chance(seed, what, len(fresh))]


def _filled(line: str, story: Story) -> str:
    """Plain replacing: what stands in the story is never read as a template. A line begins with a capital."""
    told = line.replace("[product]", story.product).replace("[words]", story.words)
    return told[:1].upper() + told[1:]
