"""Drills: the customers whom the desk plays for practice, by locale; what they say is text, never a template."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Story:
    """What happened: a product (or a line of them), and the words in which it is complained of."""

    product: str
    words: str


@dataclass(frozen=True)
class Persona:
    """One kind of customer. `heat` is how angry they begin, at `patience` they leave.

    They agree to nothing before all of `needs` was heard; what is `touchy` angers them while nobody named their words.
    `own` are words of theirs that are worth naming; `lines` are what they say, by what the other one did. Beside what
    the trade offers for the category, `fits` are solutions that fit their own matter; a complaint that one of the rules
    `untold` found cannot be theirs.
    """

    id: str
    name: str
    who: str
    category: str
    safety: bool
    heat: int
    patience: int
    needs: tuple[str, ...]
    touchy: tuple[str, ...]
    own: tuple[str, ...]
    stories: tuple[Story, ...]
    openings: tuple[str, ...]
    lines: Mapping[str, tuple[str, ...]]
    fits: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


@lru_cache
def personas(locale: str) -> Mapping[str, Persona]:
    """All of a locale by id, in the order of the file; what all of them say alike is joined in."""
    told = tomllib.loads((_HERE / locale / "personas.toml").read_text("utf-8"))
    common = _lines(told["everybody"])
    return {name: _persona(name, row, common) for name, row in told["persona"].items()}


def _persona(name: str, row: Mapping[str, Any], common: Mapping[str, tuple[str, ...]]) -> Persona:
    return Persona(
        id=name,
        name=row["name"],
        who=row["who"],
        category=row["category"],
        safety=row.get("safety", False),
        heat=row["heat"],
        patience=row["patience"],
        needs=tuple(row["needs"]),
        touchy=tuple(row.get("touchy", ())),
        own=tuple(row["own"]),
        stories=tuple(Story(product, words) for product, words in row["stories"]),
        openings=tuple(row["openings"]),
        lines={**common, **_lines(row["lines"])},
        fits=tuple(row.get("fits", ())),
        untold=tuple(row.get("untold", ())),
    )


def _lines(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(lines) for name, lines in table.items()}
