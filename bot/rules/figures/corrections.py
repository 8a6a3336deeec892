"""Corrections: how often people corrected the bot's judgement."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Judged:
    """Of the `cases` that the bot gave this category or grade, how many people corrected, and mostly to what.

    None for `said` or `mostly` is "no particular topic"; `mostly` is None also where nothing was corrected.
    """

    said: str | None
    cases: int
    corrected: int
    mostly: str | None


@dataclass(frozen=True)
class Corrections:
    """How often people corrected the bot's judgement of the cases of some time; `dismissed`: found no complaint."""

    cases: int
    corrected: int
    dismissed: int
    by_category: tuple[Judged, ...]
    by_grade: tuple[Judged, ...]
