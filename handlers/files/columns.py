"""Columns: which column of an export holds what, told by the names the platforms give them."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HEADING_SEARCHED = 10


@cache
def known_names() -> dict[str, list[str]]:
    """Field of the standard source → the column names it goes by, the surest first: `columns.toml`, read once."""
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Heading:
    """Where each field stands: `places[field]` are column numbers from 0, the surest first."""

    row_number: int
    names: tuple[str, ...]
    places: dict[str, tuple[int, ...]]

    @property
    def is_enough(self) -> bool:
        """Whether reviews can be told from this heading at all."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields without which no row can be a review; "rating" stands for rating or text."""
        lacking = [] if "created_at" in self.places else ["created_at"]
        return tuple(lacking if self.places.keys() & {"rating", "text"} else ["rating", *lacking])

    def name_of(self, field: str) -> str:
        """The column's name as the reader sees it in the file; the field's own where there is none."""
        return self.names[self.places[field][0]] if field in self.places else field


def find_heading(rows: Sequence[tuple[int, Sequence[object]]]) -> Heading | None:
    """The first row that is enough of a heading (exports put titles above it), else the nearest; None without rows."""
    candidates = [_heading(number, cells) for number, cells in rows[:HEADING_SEARCHED]]
    enough = next((one for one in candidates if one.is_enough), None)
    return enough or max(candidates, key=lambda one: len(one.places), default=None)


def _heading(row_number: int, cells: Sequence[object]) -> Heading:
    names = tuple("" if cell is None else str(cell).strip() for cell in cells)
    ranked: dict[str, list[tuple[int, int]]] = {}
    for place, name in enumerate(names):
        known = _known(name)
        if known:
            ranked.setdefault(known[0], []).append((known[1], place))
    return Heading(row_number, names, {field: tuple(at for _, at in sorted(found)) for field, found in ranked.items()})


def _known(name: str) -> tuple[str, int] | None:
    """(field, rank) by the whole name, else by the name without what stands in brackets: 实付金额(元)."""
    bare = re.sub(r"[(\[【].*?[)\]】]", "", unicodedata.normalize("NFKC", name))
    return _table().get(_folded(name)) or _table().get(_folded(bare))


@cache
def _table() -> dict[str, tuple[str, int]]:
    return {_folded(name): (field, rank) for field, names in known_names().items() for rank, name in enumerate(names)}


def _folded(name: str) -> str:
    """Letters and digits alone, in one width and case: ` Order_ID ` and `orderid` are one name."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
