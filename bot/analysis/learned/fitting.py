"""Fitting: weights from labelled reviews, by stochastic gradient descent with a step of its own for each weight.

Duchi, Hazan, Singer: Adaptive Subgradient Methods (Adagrad), JMLR 12 (2011). Plain NumPy; some tens of seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.analysis.learned.clues import Clues
from bot.analysis.learned.grams import BITS, grams_of
from bot.analysis.learned.model import CATEGORIES, Floats, Model
from bot.vocabulary import Category

SECONDARY = 0.6  # how true a second category counts as
CAUTION = 0.4  # log-odds towards "complaint": a praise read as one costs a look, a complaint read as praise a customer
# Log-odds against a category as the first one: the largest class, so that the small ones are found; and the service,
# of which people complain beside what made them ask for it.
AGAINST = {Category.PRODUCT_QUALITY: 1.0, Category.SERVICE_ATTITUDE: 1.0}
_FIRST_SQUARE = 0.01
_SCALE, _UNCUT = 127, 0.99995


@dataclass(frozen=True)
class Example:
    """One review with whatever is known of it; None where nobody said. `weight` is how far it is believed."""

    text: str
    clues: Clues
    is_negative: bool | None = None
    category: Category | None = None
    secondary: Category | None = None
    has_category: bool = False
    intensity: float | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class _Seen:
    slots: npt.NDArray[np.int32]
    share: float
    rows: npt.NDArray[np.int32]
    values: Floats


@dataclass(frozen=True)
class _Head:
    """Weights of some targets: of letters' runs, of clues, and the bias."""

    runs: Floats
    clues: Floats
    bias: Floats


@dataclass(frozen=True)
class _Pace:
    """`forgotten`: the share of letters' runs and clues that is left out at random, anew at each look.

    `tries`: fits whose weights are averaged, since chance has a say in each.
    """

    epochs: int
    step: float
    forgotten: float
    tries: int = 1


def fit(examples: Sequence[Example], *, seed: int = 0) -> Model:
    """A model of these examples. The same examples, order and seed give the same model.

    Raises ValueError where nothing is said of polarity, category or emotion: there would be nothing to fit.
    """
    names = sorted({name for example in examples for name in example.clues})
    rows = {name: row for row, name in enumerate(names)}
    polar = [one for one in examples if one.is_negative is not None]
    topical = [one for one in examples if one.has_category]
    felt = [one for one in examples if one.intensity is not None]
    for what, found in (("polarity", polar), ("category", topical), ("intensity", felt)):
        if not found:
            raise ValueError(f"no example says anything of {what}")
    complaint = _fit_often(polar, _polarity(polar), rows, _Pace(8, 0.4, 0.3, tries=2), seed=seed)
    topics = _fit_often(topical, _topics(topical), rows, _Pace(12, 0.3, 0.5, tries=5), seed=seed)
    usual = float(np.mean([one.intensity for one in felt]))
    force = _fit(felt, _intensity(felt) - usual, rows, _Pace(8, 0.05, 0.3), logistic=False, seed=seed)
    told = np.array([_told(force, one, rows)[0] for one in felt]) + usual
    bias = np.concatenate([complaint.bias + CAUTION, topics.bias, force.bias + usual])
    for category, against in AGAINST.items():
        bias[1 + CATEGORIES.index(category)] -= against
    runs = np.concatenate([complaint.runs, topics.runs, force.runs], axis=1)
    scales: Floats = np.array([_step_of(head) for head in runs.T], dtype=np.float32)
    return Model(
        runs=_steps(runs, scales),
        scales=scales,
        clue_rows=rows,
        clues=np.concatenate([complaint.clues, topics.clues, force.clues], axis=1),
        bias=bias.astype(np.float32),
        cuts=_cuts(told, _intensity(felt)[:, 0]),
    )


def _polarity(examples: Sequence[Example]) -> Floats:
    return np.array([[float(bool(one.is_negative))] for one in examples], dtype=np.float32)


def _topics(examples: Sequence[Example]) -> Floats:
    """1 for the category, a little less for the second; all 0 for a complaint that names nothing."""
    truth = np.zeros((len(examples), len(CATEGORIES)), dtype=np.float32)
    for row, one in enumerate(examples):
        if one.secondary:
            truth[row, CATEGORIES.index(one.secondary)] = SECONDARY
        if one.category:
            truth[row, CATEGORIES.index(one.category)] = 1
    return truth


def _intensity(examples: Sequence[Example]) -> Floats:
    return np.array([[one.intensity] for one in examples], dtype=np.float32)


def _fit_often(examples: Sequence[Example], truth: Floats, rows: dict[str, int], pace: _Pace, *, seed: int) -> _Head:
    tries = range(pace.tries)
    return _mean([_fit(examples, truth, rows, pace, logistic=True, seed=seed + number) for number in tries])


def _fit(
    examples: Sequence[Example],
    truth: Floats,
    rows: dict[str, int],
    pace: _Pace,
    *,
    logistic: bool,
    seed: int,
) -> _Head:
    seen = [_seen(one, rows) for one in examples]
    believed = np.array([one.weight for one in examples], dtype=np.float32)
    heads = truth.shape[1]
    head = _Head(_zeros(1 << BITS, heads), _zeros(len(rows), heads), np.zeros(heads, dtype=np.float32))
    squares = _Head(_zeros(1 << BITS, heads), _zeros(len(rows), heads), np.ones(heads, dtype=np.float32))
    squares.runs.fill(_FIRST_SQUARE)
    squares.clues.fill(_FIRST_SQUARE)
    chance = np.random.default_rng(seed)
    for _ in range(pace.epochs):
        for at in chance.permutation(len(seen)):
            part = _partly(seen[at], pace.forgotten, chance)
            _learn(head, squares, part, truth[at], float(believed[at]), pace.step, logistic)
    return head


def _mean(heads: Sequence[_Head]) -> _Head:
    """One head whose sum is the mean of theirs."""
    share = np.float32(1 / len(heads))
    mean = _Head(np.zeros_like(heads[0].runs), np.zeros_like(heads[0].clues), np.zeros_like(heads[0].bias))
    for head in heads:
        mean.runs[:] += share * head.runs
        mean.clues[:] += share * head.clues
        mean.bias[:] += share * head.bias
    return mean


def _learn(head: _Head, squares: _Head, seen: _Seen, truth: Floats, weight: float, step: float, logistic: bool) -> None:
    said = _sum(head, seen)
    wrong = weight * ((1 / (1 + np.exp(-said)) if logistic else said) - truth)
    by_run = wrong * seen.share
    squares.runs[seen.slots] += by_run**2
    head.runs[seen.slots] -= step * by_run / np.sqrt(squares.runs[seen.slots])
    by_clue = seen.values[:, None] * wrong
    squares.clues[seen.rows] += by_clue**2
    head.clues[seen.rows] -= step * by_clue / np.sqrt(squares.clues[seen.rows])
    squares.bias[:] += wrong**2
    head.bias[:] -= step * wrong / np.sqrt(squares.bias)


def _sum(head: _Head, seen: _Seen) -> Floats:
    said: Floats = head.runs[seen.slots].sum(axis=0) * seen.share + seen.values @ head.clues[seen.rows] + head.bias
    return said


def _told(head: _Head, example: Example, rows: dict[str, int]) -> Floats:
    return _sum(head, _seen(example, rows))


def _seen(example: Example, rows: dict[str, int]) -> _Seen:
    slots = grams_of(example.text)
    clues = [(rows[name], value) for name, value in example.clues.items()]
    return _Seen(
        slots,
        float(1 / np.sqrt(len(slots) + 1)),
        np.array([row for row, _ in clues], dtype=np.int32),
        np.array([value for _, value in clues], dtype=np.float32),
    )


def _partly(seen: _Seen, forgotten: float, chance: np.random.Generator) -> _Seen:
    """Without some of it, and the rest weighing more: so no single run of letters is leaned on."""
    slots = seen.slots[chance.random(len(seen.slots)) >= forgotten]
    kept = chance.random(len(seen.rows)) >= forgotten
    more = 1 / (1 - forgotten)
    return _Seen(slots, seen.share * more, seen.rows[kept], seen.values[kept] * np.float32(more))


def _zeros(rows: int, columns: int) -> Floats:
    return np.zeros((rows, columns), dtype=np.float32)


def _step_of(head: Floats) -> float:
    """What one of 127 steps is worth; the few largest weights are cut, so that the many keep their differences."""
    used = np.abs(head[head != 0])
    return float(np.quantile(used, _UNCUT)) / _SCALE if len(used) else 1.0


def _steps(weights: Floats, scales: Floats) -> npt.NDArray[np.int8]:
    steps: npt.NDArray[np.int8] = np.clip(np.rint(weights / scales), -_SCALE, _SCALE).astype(np.int8)
    return steps


def _cuts(told: npt.NDArray[np.floating], felt: Floats) -> Floats:
    """Where the five emotions part, so that as many reviews come to lie in each as readers put there."""
    shares = [np.mean(felt <= step + 0.5) for step in range(1, 5)]
    return np.asarray(np.quantile(told, shares), dtype=np.float32)
