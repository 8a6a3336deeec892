"""Labelled reviews: what the files of a data folder and the program's own labels say of reviews, as examples."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.analysis.learned.fitting import Example
from bot.analysis.reading import clues_in
from bot.analysis.sane_text import is_empty
from bot.vocabulary import Category

POLARITY, LABELLED = "sentiment_train.csv.gz", ("labelled_dev.csv", "labelled_train.csv")
STREAM = "reviews_stream.jsonl"  # of which only those count that the program's own labels name
_LEFT_OUT = ("s", "z")  # flags of social-media chatter and of texts without content
_Row = Mapping[str, str]


class DataUnreadable(Exception):
    """The folder holds nothing to learn from; the message names the file and the column."""


@dataclass(frozen=True)
class Labelled:
    """A review with a reader's labels; `is_negative` alone where only its polarity is known."""

    id: str
    text: str
    is_negative: bool
    category: Category | None = None
    secondary: Category | None = None
    intensity: int | None = None
    has_category: bool = False

    def example(self, weight: float = 1.0) -> Example:
        """As the fitting takes it: sane, with what the rules read in it."""
        text, clues = clues_in(self.text)
        return Example(
            text,
            clues,
            is_negative=self.is_negative,
            category=self.category,
            secondary=self.secondary,
            has_category=self.has_category,
            intensity=self.intensity,
            weight=weight,
        )


def labelled_in(folder: Path) -> list[Labelled]:
    """Every review of the folder's files once: read by people first, then those of known polarity.

    Reviews that the program's own labels name by id are read with those labels. Raises `DataUnreadable`.
    """
    found: dict[str, Labelled] = {}
    for name in LABELLED:
        path = folder / name
        if path.exists():
            for row in _rows(path):
                if row.get("flag") not in _LEFT_OUT:
                    _keep(found, _labelled(row, row["text"], path))
    own = own_labels()
    path = folder / STREAM
    if path.exists():
        for row in _lines(path):
            if row.get("review_id") in own:
                _keep(found, _labelled(own[row["review_id"]], row["text"], path))
    path = folder / POLARITY
    if path.exists():
        for row in _rows(path):
            known = own.get(row["id"])
            review = _labelled(known, row["text"], path) if known else _polar(row, path)
            _keep(found, review)
    if not found:
        raise DataUnreadable(f"{folder} holds none of {', '.join((*LABELLED, POLARITY))}")
    return list(found.values())


def own_labels() -> dict[str, _Row]:
    """id → labels of reviews whose text is not ours to keep."""
    told = files("bot.analysis.learned").joinpath("labels.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(told.splitlines())}


def _keep(found: dict[str, Labelled], review: Labelled) -> None:
    """Of equal texts the first: the same words in two files are one review."""
    if not is_empty(review.text):
        found.setdefault("".join(review.text.split()), review)


def _rows(path: Path) -> Iterator[_Row]:
    told = path.read_bytes()
    text = (gzip.decompress(told) if path.suffix == ".gz" else told).decode("utf-8-sig")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _lines(path: Path) -> Iterator[_Row]:
    try:
        yield from (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    except ValueError as wrong:
        raise DataUnreadable(f"{path} is not JSON, one review a line: {wrong}") from None


def _polar(row: _Row, path: Path) -> Labelled:
    try:
        return Labelled(row["id"], row["text"], row["label"] == "0")
    except KeyError as missing:
        raise DataUnreadable(f"{path} has no column {missing}") from None


def _labelled(row: _Row, text: str, path: Path) -> Labelled:
    try:
        negative = row["is_negative"] == "1"
        return Labelled(
            row["id"],
            text,
            negative,
            category=Category(row["category"]) if row["category"] else None,
            secondary=Category(row["category2"]) if row["category2"] else None,
            intensity=int(row["intensity"]) if negative and row["intensity"] else None,
            has_category=negative,
        )
    except KeyError as missing:
        raise DataUnreadable(f"{path} has no column {missing}") from None
    except ValueError as wrong:
        raise DataUnreadable(f"{path}, review {row['id']}: {wrong}") from None
