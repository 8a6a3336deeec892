"""Row reader: the cells of one row by the fields they stand for, each read as what its column is for."""

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
    """A cell does not hold what its field needs."""

    def __init__(self, field: str, key: str, value: object, expected: str = "") -> None:
        super().__init__(field, key)
        self.field, self.key, self.value, self.expected = field, key, value, expected


def refused_row(row_number: int, refused: FieldRefused, heading: Heading) -> RefusedRow:
    """The row left out because of it."""
    column = heading.name_of(refused.field)
    return RefusedRow.because(
        row_number, refused.field, refused.key, column=column, value=refused.value, expected=refused.expected
    )


def has_too_many(cells: Sequence[Cell], heading: Heading) -> bool:
    """Whether anything stands beyond the heading."""
    return any(not is_nothing(cell) for cell in cells[len(heading.names) :])


def too_many_cells(row_number: int, cells: Sequence[Cell], heading: Heading) -> RefusedRow:
    """The row left out because of that."""
    facts = {"cells": len(cells), "columns": len(heading.names)}
    return RefusedRow.because(row_number, "row", "too_many_cells", column="", **facts)


@dataclass(frozen=True)
class RowReader:
    """One row."""

    row_number: int
    cells: Sequence[Cell]
    heading: Heading
    shop: Shop

    def store(self) -> str:
        """The store's key."""
        named = self.words("store")
        return self.shop.stores.get(named, named) or self.shop.default_store

    def moment(self, field: str) -> datetime | None:
        """A moment, in the shop's zone where none is told."""
        return self.read(field, lambda cell: as_moment(cell, self.shop.zone))

    def words(self, field: str) -> str:
        """What is written there."""
        cell = self.cell(field)
        return "" if is_nothing(cell) else as_words(cell)

    def word(self, field: str, known: Mapping[str, T]) -> T | None:
        """One of the known words, as what it means."""
        named = self.words(field)
        if named and named.lower() not in known:
            raise FieldRefused(field, "word_unknown", named, ", ".join(known))
        return known.get(named.lower())

    def read(self, field: str, read: Callable[[Cell], T]) -> T:
        """The cell read so; `FieldRefused` where it cannot be."""
        cell = self.cell(field)
        try:
            return read(cell)
        except CellRefused as refused:
            raise FieldRefused(field, refused.key, cell) from refused

    def cell(self, field: str) -> Cell:
        """The first cell with something in it among the field's columns."""
        cells = [self.cells[place] for place in self.heading.places.get(field, ()) if place < len(self.cells)]
        return next((cell for cell in cells if not is_nothing(cell)), cells[0] if cells else None)
