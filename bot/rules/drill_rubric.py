"""Drill rubric: empathy, facts, compliance, solution and time, 0 to 4 each, with the words that earned them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.drill_hearing import Heard, Move
from bot.rules.drills import DrillStand

FULL, MOST = 4, 20
_EARLY = 2


class Part(StrEnum):
    """The five parts of the rubric."""

    EMPATHY = "empathy"
    FACTS = "facts"
    COMPLIANCE = "compliance"
    SOLUTION = "solution"
    TIME = "time"


@dataclass(frozen=True)
class Mark:
    """Points of a part and the trainee's own words behind them; `rule` is the linter's, where one was broken."""

    part: Part
    points: int
    quote: str = ""
    rule: str = ""

    @property
    def advice(self) -> str:
        """The key of what is advised: the part, and whether all of it, some or nothing was there."""
        return f"{self.part}_{'full' if self.points >= FULL else 'some' if self.points > 0 else 'none'}"


def marks_of(texts: Sequence[Heard], stand: DrillStand) -> tuple[Mark, ...]:
    """One for each part, in their order."""
    return (
        _empathy(texts),
        _facts(texts),
        _compliance(texts),
        _solution(texts, stand),
        _time(texts),
    )


def total(marks: Sequence[Mark]) -> int:
    """Out of 20; a rule that was broken voids the whole."""
    if any(one.part is Part.COMPLIANCE and one.points == 0 for one in marks):
        return 0
    return sum(one.points for one in marks)


def _empathy(texts: Sequence[Heard]) -> Mark:
    sorry, named = _first(texts, Move.APOLOGY), _first(texts, Move.OWN_WORDS)
    stock = sum(Move.TEMPLATE in one.moves for one in texts)
    points = (1 if sorry else 0) + (2 if named else 0) + (1 if named and named[0] <= 1 else 0) - stock
    best = named or sorry or _first(texts, Move.TEMPLATE)
    return Mark(Part.EMPATHY, _within(points), best[1] if best else "")


def _facts(texts: Sequence[Heard]) -> Mark:
    asked = _first(texts, Move.QUESTION)
    if not asked:
        return Mark(Part.FACTS, 0)
    return Mark(Part.FACTS, 4 if asked[0] <= _EARLY else 3, asked[1])


def _compliance(texts: Sequence[Heard]) -> Mark:
    """Zero tolerance; what the linter only advises against costs a point."""
    findings = [finding for one in texts for finding in one.findings if finding.evidence]
    broken = next((one for one in findings if one.forbids), None)
    if broken:
        return Mark(Part.COMPLIANCE, 0, broken.evidence, broken.rule)
    return Mark(Part.COMPLIANCE, 3, findings[0].evidence, findings[0].rule) if findings else Mark(Part.COMPLIANCE, 4)


def _solution(texts: Sequence[Heard], stand: DrillStand) -> Mark:
    offered, other = _first(texts, Move.REMEDY), _first(texts, Move.MISFIT)
    if offered:
        return Mark(Part.SOLUTION, 4 if stand is DrillStand.AGREED else 3, offered[1])
    return Mark(Part.SOLUTION, 1, other[1]) if other else Mark(Part.SOLUTION, 0)


def _time(texts: Sequence[Heard]) -> Mark:
    promised = _first(texts, Move.PROMISE)
    if not promised:
        return Mark(Part.TIME, 0)
    return Mark(Part.TIME, 4 if promised[0] <= _EARLY + 1 else 3, promised[1])


def _first(texts: Sequence[Heard], move: Move) -> tuple[int, str] | None:
    """In which text it was first done, counted from 1, and in which words."""
    return next(((place, one.moves[move]) for place, one in enumerate(texts, 1) if move in one.moves), None)


def _within(points: int) -> int:
    return min(FULL, max(0, points))
