"""Scorecard cohorts: how many customers could be expected to buy again, by the same grade and tier with everybody else.

A person's own cases are left out of what is expected of them: else somebody who has most of a cohort would be measured
against themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.scorecard_shrinking import expected_rate

Cell = tuple[str, str]  # grade, tier


@dataclass(frozen=True)
class Bought:
    """Cases whose time is over, and how many of their customers bought again."""

    cases: int = 0
    bought: int = 0

    def __add__(self, other: "Bought") -> "Bought":
        return Bought(self.cases + other.cases, self.bought + other.bought)


@dataclass(frozen=True)
class Cohorts:
    """All cases by whose they are and in which cell; `strength`: a cell leans on the whole as on so many cases."""

    counted: Mapping[tuple[str, Cell], Bought]
    strength: float

    def usual(self, agent: str) -> float | None:
        """The rate of everybody else; None where there is nobody else to go by."""
        others = self._sum(agent, None)
        return others.bought / others.cases if others.cases else None

    def expected(self, agent: str) -> dict[Cell, float]:
        """By cell of theirs, what everybody else reaches there."""
        usual = self.usual(agent)
        if usual is None:
            return {}
        cells = {cell for who, cell in self.counted if who == agent}
        others = {cell: self._sum(agent, cell) for cell in cells}
        return {cell: expected_rate(one.bought, one.cases, usual, self.strength) for cell, one in others.items()}

    def _sum(self, but: str, cell: Cell | None) -> Bought:
        found = Bought()
        for (who, where), one in self.counted.items():
            if who != but and cell in (None, where):
                found += one
        return found
