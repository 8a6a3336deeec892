"""Model: the weights, and what they make of one text. A model is one file of NumPy arrays; its card says of what."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.analysis.learned.clues import Clues
from bot.analysis.learned.grams import BITS, grams_of, places_of
from bot.vocabulary import Category

CATEGORIES = tuple(Category)
HEADS = 1 + len(CATEGORIES) + 1  # complaint, each category, force
FORM = 1
_ARRAYS = ("form", "runs", "scales", "clue_names", "clues", "bias", "cuts")
Floats = npt.NDArray[np.float32]


class ModelUnreadable(Exception):
    """The file is no model of this program's form; the message says which file and what to do."""


@dataclass(frozen=True)
class Heard:
    """What the weights say of one text.

    `complaint` and `topics` (by category) are log-odds, `force` the emotion before rounding, about 1 to 5. `runs`:
    int8[runs of letters, HEADS], what each run of the text adds, by length and place.
    """

    complaint: float
    topics: dict[Category, float]
    force: float
    runs: npt.NDArray[np.int8]

    def heaviest(self, head: int, starts: tuple[int, ...]) -> int:
        """The number of the clause, told by where clauses start, that speaks most for a head; 0 is the complaint."""
        if len(starts) < 2:
            return 0
        clauses = np.maximum(np.searchsorted(starts, places_of(len(self.runs)), side="right") - 1, 0)
        return int(np.bincount(clauses, weights=self.runs[:, head], minlength=len(starts)).argmax())


@dataclass(frozen=True)
class Model:
    """Heads, in this order: complaint, the eight categories, force.

    `runs`: int8[2**BITS, HEADS]; `scales`: float32[HEADS], what one step of each head is worth; `clues`: float32[names,
    HEADS]; `bias`: float32[HEADS]; `cuts`: float32[4], between which the five emotions lie.
    """

    runs: npt.NDArray[np.int8]
    scales: Floats
    clue_rows: Mapping[str, int]
    clues: Floats
    bias: Floats
    cuts: Floats

    def hear(self, text: str, clues: Clues) -> Heard:
        """Weigh a sane text with what the rules read in it."""
        runs = self.runs.take(grams_of(text), axis=0)
        share = np.full(len(runs), 1 / math.sqrt(len(runs) + 1), dtype=np.float32)
        total = (share @ runs.astype(np.float32)) * self.scales + self.bias
        known = [name for name in clues if name in self.clue_rows]
        if known:
            rows = [self.clue_rows[name] for name in known]
            total += np.array([clues[name] for name in known], dtype=np.float32) @ self.clues.take(rows, axis=0)
        said = total.tolist()
        return Heard(said[0], dict(zip(CATEGORIES, said[1:-1], strict=True)), said[-1], runs)

    def emotion(self, force: float) -> int:
        """1 mild … 5 furious."""
        cuts: list[float] = self.cuts.tolist()
        return 1 + sum(force > cut for cut in cuts)

    def save(self, path: Path) -> None:
        """One compressed file."""
        names = np.array(sorted(self.clue_rows, key=self.clue_rows.__getitem__))
        np.savez_compressed(
            path,
            form=np.array(FORM),
            runs=self.runs,
            scales=self.scales,
            clue_names=names,
            clues=self.clues,
            bias=self.bias,
            cuts=self.cuts,
        )


def load(path: Path) -> Model:
    """`ModelUnreadable` unless the file is a model of the form that this program reads."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in _ARRAYS}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as wrong:
        raise ModelUnreadable(f"{path} is no model ({wrong}); make one with `app.py train`") from None
    if arrays["form"] != FORM or arrays["runs"].shape != (1 << BITS, HEADS):
        raise ModelUnreadable(f"{path} was made by another version; make it anew with `app.py train`")
    rows = {str(name): row for row, name in enumerate(arrays["clue_names"])}
    return Model(
        arrays["runs"],
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
