"""Table: what stands in the page's tables, as plain words and shares; how it looks is the template's."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Whisker:
    """A value with how far it may be off, as percent of the width there is."""

    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Cell:
    """One cell. `bar`: percent of its width; `heat`: 0 for nothing, up to 5; `small` stands below."""

    text: str
    small: str = ""
    bar: float | None = None
    whisker: Whisker | None = None
    heat: int | None = None
    is_number: bool = False

    @property
    def is_drawn(self) -> bool:
        """Whether there is a drawing beside its words."""
        return self.whisker is not None or self.bar is not None


@dataclass(frozen=True)
class Table:
    """A caption that says what is counted, and rows that each begin with their name; `empty` where there is none.

    `is_wide`: its columns stay beside one another on a phone.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    is_wide: bool = False
    kind: str = ""


def number_cell(text: object, small: str = "") -> Cell:
    """A figure, at the right."""
    return Cell(str(text), small, is_number=True)


def bars(counts: Sequence[int]) -> list[float]:
    """Each as percent of the largest."""
    most = max(counts, default=0)
    return [round(100 * count / most, 1) if most else 0.0 for count in counts]
