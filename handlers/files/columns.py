"""Columns: which column of an export holds what, told by the names the platforms give them."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEADING_SEARCHED = 10


@dataclass(frozen=True)
class Columns:
    """A kind of export: the file with its columns' names, and what no row can do without, each a choice of fields."""

    file: str
    needed: tuple[tuple[str, ...], ...]


REVIEWS = Columns("columns.toml", (("rating", "text"), ("created_at",)))
ORDERS = Columns("order_columns.toml", (("id",), ("placed_at",)))
CHATS = Columns("chat_columns.toml", (("text",), ("at",), ("from",)))


@cache
def known_names(columns: Columns = REVIEWS) -> dict[str, list[str]]:
    """Field of the standard source → the column names it goes by, the surest first; read once.

    `@field` among the names stands for all the names that the field has in an export of reviews.
    """
    told = tomllib.loads(Path(__file__).with_name(columns.file).read_text(encoding="utf-8"))
    return {field: [name for one in names for name in _names(one)] for field, names in told.items()}


def _names(told: str) -> list[str]:
    return known_names()[told.removeprefix("@")] if told.startswith("@") else [told]


@dataclass(frozen=True)
class Heading:
    """Where each field stands: `places[field]` are column numbers from 0, the surest first."""

    row_number: int
    names: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    needed: tuple[tuple[str, ...], ...] = REVIEWS.needed

    @property
    def is_enough(self) -> bool:
        """Whether anything can be told from this heading at all."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields without which no row can be read; the first of a choice stands for it."""
        return tuple(choice[0] for choice in self.needed if not self.places.keys() & set(choice))

    def name_of(self, field: str) -> str:
        """The column's name as the reader sees it in the file; the field's own where there is none."""
        return self.names[self.places[field][0]] if field in self.places else field


def find_heading(rows: Sequence[tuple[int, Sequence[object]]], columns: Columns = REVIEWS) -> Heading | None:
    """The first row that is enough of a heading (exports put titles above it), else the nearest; None without rows."""
    candidates = [_heading(number, cells, columns) for number, cells in rows[:HEADING_SEARCHED]]
    enough = next((one for one in candidates if one.is_enough), None)
    return enough or max(candidates, key=lambda one: len(one.places), default=None)


def _heading(row_number: int, cells: Sequence[object], columns: Columns) -> Heading:
    names = tuple("" if cell is None else str(cell).strip() for cell in cells)
    ranked: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(names):
        known = _known(name, columns)
        if known:
            ranked.setdefault(known[0], []).append((known[1], place))
    places = {field: tuple(at for _, at in sorted(found)) for field, found in ranked.items()}
    return Heading(row_number, names, places, columns.needed)


def _known(name: str, columns: Columns) -> tuple[str, int] | None:
    """(field, rank) by the whole name, else by the name without what stands in brackets: 实付金额(元)."""
    bare = re.sub(r"[(\[【].*?[)\]】]", "", unicodedata.normalize("NFKC", name))
    table = _table(columns)
    return table.get(_folded(name)) or table.get(_folded(bare))


@cache
def _table(columns: Columns) -> dict[str, tuple[str, int]]:
    known = known_names(columns)
    return {_folded(name): (field, rank) for field, names in known.items() for rank, name in enumerate(names)}


def _folded(name: str) -> str:
    """Letters and digits alone, in one width and case: ` Order_ID ` and `orderid` are one name."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
