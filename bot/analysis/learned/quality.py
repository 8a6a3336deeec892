"""Quality: how well answers agree with what readers said."""

from collections import Counter
from collections.abc import Iterable, Sequence


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean of F1 over the classes that occur in the truth."""
    scores = f1_by_class(truth, said)
    return sum(scores.values()) / len(scores)


def f1_by_class(truth: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """F1 of each class in the truth."""
    scores = {}
    for name in set(truth):
        recall, precision = recall_precision([t == name for t in truth], [s == name for s in said])
        scores[name] = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return scores


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Rank correlation, ties sharing their mean rank."""
    a, b = _ranks(left), _ranks(right)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    together = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    apart = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return together / apart if apart else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    first: dict[float, int] = {}
    ordered = sorted(values)
    for place, value in enumerate(ordered):
        first.setdefault(value, place)
    count = Counter(ordered)
    return [first[value] + (count[value] - 1) / 2 for value in values]


def recall_precision(truth: Iterable[bool], said: Iterable[bool]) -> tuple[float, float]:
    """(recall, precision) of yes; 0 where there is nothing to divide by."""
    pairs = Counter(zip(truth, said, strict=True))
    hit = pairs[True, True]
    return hit / max(1, hit + pairs[True, False]), hit / max(1, hit + pairs[False, True])
