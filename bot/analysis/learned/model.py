"""Model: the weights, and what they make of one text. A model is one file of NumPy arrays; its card says of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.analysis.learned.clues import Clues
from bot.analysis.learned.grams import BITS, grams_of
from bot.vocabulary import Category

CATEGORIES = tuple(Category)
NARROW_BITS = 17  # labelled reviews are few, and name fewer runs of letters
FORM = 1
_ARRAYS = ("form", "complaint", "labels", "scales", "clue_names", "clues", "bias", "cuts")
Floats = npt.NDArray[np.float32]


class ModelUnreadable(Exception):
    """The file is no model of this program's form; the message says which file and what to do."""


@dataclass(frozen=True)
class Heard:
    """What the weights say of one text.

    `complaint` and `topics` (by category) are log-odds, `force` the emotion before rounding, about 1 to 5.
    `places` are where the letters' runs begin, `weights` what each adds: one row a run, one column a head.
    """

    complaint: float
    topics: dict[Category, float]
    force: float
    places: npt.NDArray[np.int32]
    weights: Floats

    def heaviest(self, head: int, starts: tuple[int, ...]) -> int:
        """The number of the clause, told by where clauses start, that speaks most for a head."""
        clauses = np.maximum(np.searchsorted(starts, self.places, side="right") - 1, 0)
        return int(np.bincount(clauses, weights=self.weights[:, head], minlength=len(starts)).argmax())


@dataclass(frozen=True)
class Model:
    """Heads, in this order: complaint, the eight categories, force.

    `complaint`: int8[2**BITS]; `labels`: int8[2**NARROW_BITS, 9]; `scales`: float32[10], what one step of each head is
    worth; `clues`: float32[names, 10]; `bias`: float32[10]; `cuts`: float32[4], between which the five emotions lie.
    """

    complaint: npt.NDArray[np.int8]
    labels: npt.NDArray[np.int8]
    scales: Floats
    clue_rows: Mapping[str, int]
    clues: Floats
    bias: Floats
    cuts: Floats

    def hear(self, text: str, clues: Clues) -> Heard:
        """Weigh a sane text with what the rules read in it."""
        slots, places = grams_of(text)
        share = 1 / np.sqrt(len(slots) + 1)
        weights = np.empty((len(slots), len(self.scales)), dtype=np.float32)
        weights[:, 0] = self.complaint[slots]
        weights[:, 1:] = self.labels[slots & ((1 << NARROW_BITS) - 1)]
        weights *= self.scales * share
        total = weights.sum(axis=0) + self.bias
        for name, value in clues.items():
            row = self.clue_rows.get(name)
            if row is not None:
                total = total + value * self.clues[row]
        topics = {category: float(total[1 + at]) for at, category in enumerate(CATEGORIES)}
        return Heard(float(total[0]), topics, float(total[-1]), places, weights)

    def emotion(self, force: float) -> int:
        """1 mild … 5 furious."""
        return 1 + int(np.searchsorted(self.cuts, force))

    def save(self, path: Path) -> None:
        """One compressed file."""
        names = np.array(sorted(self.clue_rows, key=self.clue_rows.__getitem__))
        np.savez_compressed(
            path,
            form=np.array(FORM),
            complaint=self.complaint,
            labels=self.labels,
            scales=self.scales,
            clue_names=names,
            clues=self.clues,
            bias=self.bias,
            cuts=self.cuts,
        )


def load(path: Path) -> Model:
    """`ModelUnreadable` unless the file is a model of the form that this program reads."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in _ARRAYS}
    except (OSError, ValueError, KeyError, EOFError) as wrong:
        raise ModelUnreadable(f"{path} is no model ({wrong}); make one with `app.py train`") from None
    if arrays["form"] != FORM or arrays["complaint"].shape != (1 << BITS,):
        raise ModelUnreadable(f"{path} was made by another version; make it anew with `app.py train`")
    rows = {str(name): row for row, name in enumerate(arrays["clue_names"])}
    return Model(
        arrays["complaint"],
        arrays["labels"],
        arrays["scales"],
        rows,
        arrays["clues"],
        arrays["bias"],
        arrays["cuts"],
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the program; read once, about 5 ms."""
    with as_file(files("bot.analysis.learned") / "model.npz") as path:
        return load(path)
