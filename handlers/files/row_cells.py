"""Row cells: the cells of one row by their fields, read as what their columns are for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from handlers.files.cells import Cell, CellRefused, as_moment, as_words, is_nothing
from handlers.files.columns import Heading
from handlers.files.refusals import RefusedRow

T = TypeVar("T")


@dataclass(frozen=True)
class Shop:
    """What the file does not say: the store's key where no column names one, keys by store name, and the zone."""

    default_store: str
    zone: ZoneInfo
    stores: Mapping[str, str]


class FieldRefused(Exception):
    """A cell does not hold what its field is for."""

    def __init__(self, field: str, key: str, value: object, expected: str = "") -> None:
        super().__init__(field, key)
        self.field, self.key, self.value, self.expected = field, key, value, expected

    def of_row(self, row_number: int, heading: Heading) -> RefusedRow:
        """The row's refusal, with the column's name."""
        column = heading.name_of(self.field)
        return RefusedRow.because(
            row_number, self.field, self.key, column=column, value=self.value, expected=self.expected
        )


def too_many_cells(row_number: int, cells: Sequence[Cell], heading: Heading) -> RefusedRow | None:
    """The refusal of a row that has more than the heading names."""
    if not any(not is_nothing(cell) for cell in cells[len(heading.names) :]):
        return None
    facts = {"cells": len(cells), "columns": len(heading.names)}
    return RefusedRow.because(row_number, "row", "too_many_cells", column="", **facts)


@dataclass(frozen=True)
class RowCells:
    """One row. What a cell does not hold is a `FieldRefused`."""

    row_number: int
    cells: Sequence[Cell]
    heading: Heading
    shop: Shop

    def store(self) -> str:
        """The store's key."""
        named = self.words("store")
        return self.shop.stores.get(named, named) or self.shop.default_store

    def moment(self, field: str) -> datetime | None:
        """An aware time."""
        return self.read(field, lambda cell: as_moment(cell, self.shop.zone))

    def words(self, field: str) -> str:
        """What people wrote; '' where the cell says nothing."""
        cell = self.cell(field)
        return "" if is_nothing(cell) else as_words(cell)

    def word(self, field: str, known: Mapping[str, T]) -> T | None:
        """One of the words that are known for it."""
        named = self.words(field)
        if named and named.lower() not in known:
            raise FieldRefused(field, "word_unknown", named, ", ".join(known))
        return known.get(named.lower())

    def read(self, field: str, read: Callable[[Cell], T]) -> T:
        """The cell by this reading."""
        cell = self.cell(field)
        try:
            return read(cell)
        except CellRefused as refused:
            raise FieldRefused(field, refused.key, cell) from refused

    def cell(self, field: str) -> Cell:
        """The first cell with something in it among the field's columns."""
        cells = [self.cells[place] for place in self.heading.places.get(field, ()) if place < len(self.cells)]
        return next((cell for cell in cells if not is_nothing(cell)), cells[0] if cells else None)
