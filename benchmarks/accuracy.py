"""Accuracy: how well `bot.analysis` reads labelled reviews, beside SnowNLP."""

import argparse
import csv
import gzip
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.analysis import Analysis, analyse
from bot.rules.grading import GradingRules, Signals, grade
from bot.vocabulary import Grade

BOOK_AND_HOTEL = frozenset({"书籍", "酒店", "蒙牛", "计算机"})  # in SnowNLP's own training texts, or no goods
POLARITY_SAMPLE = 4000


@dataclass(frozen=True)
class Labelled:
    """One row labelled by reading."""

    id: str
    text: str
    is_negative: bool
    category: str
    secondary: str
    severity: str
    safety: bool
    intensity: int


@dataclass(frozen=True)
class Answer:
    """What we say about it."""

    row: Labelled
    said: Analysis
    severity: str


def main() -> None:
    """Prints every measure for every labelled file in the folder."""
    options = _options()
    voice = _snownlp() if options.snownlp else None
    _polarity(options.data / "sentiment_train.csv.gz", voice)
    for name in ("labelled_dev.csv", "labelled_train.csv"):
        path = options.data / name
        if path.exists():
            answers = [_answer(row) for row in labelled_rows(path)]
            print(f"\n== {name}: {len(answers)} reviews")
            _report(answers)
            _mistakes(answers, options.mistakes)


def labelled_rows(path: Path) -> list[Labelled]:
    """The rows of a labelled CSV, without social-media chatter and texts without content."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return [_labelled(row) for row in csv.DictReader(opened) if row.get("flag") not in ("s", "z")]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with the labelled files")
    parser.add_argument(
        "--snownlp", action="store_true", help="also measure SnowNLP, and our reading with it as second voice (minutes)"
    )
    parser.add_argument("--mistakes", type=int, default=0, help="show so many mistakes of each kind")
    return parser.parse_args()


def _snownlp() -> Callable[[str], float | None]:
    from bot.analysis.snownlp_voice import positive_share

    return positive_share


def _labelled(row: dict[str, str]) -> Labelled:
    return Labelled(
        row["id"],
        row["text"],
        row["is_negative"] == "1",
        row["category"],
        row["category2"],
        row["severity"],
        row["safety"] == "1",
        int(row["intensity"] or 0),
    )


def _answer(row: Labelled, *, rating: int | None = None) -> Answer:
    said = analyse(row.text, rating)
    graded = grade(said, Signals(), GradingRules())
    severity = graded.grade.value if said.is_negative or said.safety else "none"
    return Answer(row, said, severity)


def _polarity(path: Path, voice: Callable[[str], float | None] | None) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as opened:
        rows = [row for row in csv.DictReader(opened) if row["product_category"] not in BOOK_AND_HOTEL]
    rows = random.Random(7).sample(rows, POLARITY_SAMPLE if voice is None else 600)
    truth = [row["label"] == "0" for row in rows]
    print(f"== polarity on {len(rows)} goods reviews, text alone")
    _print_polarity("ours", truth, [analyse(row["text"]).is_negative for row in rows])
    if voice is None:
        return
    shares = [voice(row["text"]) for row in rows]
    _print_polarity("snownlp", truth, [share is not None and share < 0.5 for share in shares])
    both = [analyse(r["text"], second_opinion=s).is_negative for r, s in zip(rows, shares, strict=True)]
    _print_polarity("both", truth, both)


def _print_polarity(name: str, truth: Sequence[bool], said: Sequence[bool]) -> None:
    right = sum(t == s for t, s in zip(truth, said, strict=True)) / len(truth)
    recall, precision = _recall_precision(truth, said)
    print(f"{name:8} accuracy {right:.3f}   negative recall {recall:.3f} at precision {precision:.3f}")


def _report(answers: list[Answer]) -> None:
    _print_polarity("ours", [a.row.is_negative for a in answers], [a.said.is_negative for a in answers])
    complaints = [a for a in answers if a.row.is_negative and a.row.category]
    _print_category("text alone", complaints)
    _print_category("with 1★", [_answer(a.row, rating=1) for a in complaints], by_class=True)
    _print_hits("urgent", [a.row.severity == "urgent" for a in answers], [a.severity == "urgent" for a in answers])
    _print_hits("safety", [a.row.safety for a in answers], [a.said.safety for a in answers])
    truth, said = [a.row.severity for a in answers], [a.severity for a in answers]
    print(f"severity macro-F1 {macro_f1(truth, said):.3f}")
    for (labelled, ours), count in sorted(Counter(zip(truth, said, strict=True)).items()):
        print(f"    {labelled:10} read as {ours:10} {count}")
    felt = [(a.row.intensity, a.said.intensity) for a in answers if a.row.is_negative]
    print(f"intensity Spearman on complaints {spearman([f for f, _ in felt], [s for _, s in felt]):.3f}")


def _print_category(name: str, complaints: list[Answer], *, by_class: bool = False) -> None:
    truth, said = [a.row.category for a in complaints], [a.said.category or "" for a in complaints]
    scores = f1_by_class(truth, said)
    print(
        f"category {name}: macro-F1 {sum(scores.values()) / len(scores):.3f}   "
        f"accuracy {_share(truth, said):.3f}   primary or secondary {_hit(complaints):.3f}"
    )
    for category, score in sorted(scores.items()) if by_class else ():
        print(f"    {category:22} {score:.2f}   n={truth.count(category)}")


def _print_hits(name: str, truth: Sequence[bool], said: Sequence[bool]) -> None:
    recall, precision = _recall_precision(truth, said)
    print(f"{name} recall {recall:.3f}   precision {precision:.3f}   n={sum(truth)}")


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean of F1 over the classes that occur in the truth."""
    scores = f1_by_class(truth, said)
    return sum(scores.values()) / len(scores)


def f1_by_class(truth: Sequence[str], said: Sequence[str]) -> dict[str, float]:
    """F1 of each class in the truth."""
    scores = {}
    for name in set(truth):
        recall, precision = _recall_precision([t == name for t in truth], [s == name for s in said])
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


def _recall_precision(truth: Iterable[bool], said: Iterable[bool]) -> tuple[float, float]:
    pairs = Counter(zip(truth, said, strict=True))
    hit = pairs[True, True]
    return hit / max(1, hit + pairs[True, False]), hit / max(1, hit + pairs[False, True])


def _share(truth: Sequence[str], said: Sequence[str]) -> float:
    return sum(t == s for t, s in zip(truth, said, strict=True)) / len(truth)


def _hit(complaints: list[Answer]) -> float:
    """How often our first category is one of the reader's two."""
    return sum((a.said.category or "-") in (a.row.category, a.row.secondary) for a in complaints) / len(complaints)


def _mistakes(answers: list[Answer], most: int) -> None:
    kinds: dict[str, Callable[[Answer], bool]] = {
        "urgent missed": lambda a: a.row.severity == "urgent" != a.severity,
        "urgent cried": lambda a: a.severity == Grade.URGENT and a.row.severity != "urgent",
        "polarity": lambda a: a.row.is_negative != a.said.is_negative,
        "category": lambda a: a.row.is_negative and bool(a.row.category) and a.row.category != a.said.category,
        "important missed": lambda a: a.row.severity == "important" and a.severity in ("normal", "none"),
        "important cried": lambda a: a.severity == "important" and a.row.severity in ("normal", "none"),
        "intensity": lambda a: a.row.is_negative and abs(a.row.intensity - a.said.intensity) >= 2,
    }
    for name, is_mistake in kinds.items():
        wrong = [a for a in answers if is_mistake(a)] if most else []
        for answer in random.Random(1).sample(wrong, min(most, len(wrong))):
            print(f"[{name}] {_mistake(answer)}")


def _mistake(answer: Answer) -> str:
    row, said = answer.row, answer.said
    why = [(reason.rule, reason.evidence) for reason in said.reasons[:4]]
    labelled = f"{row.severity} {row.category}/{row.secondary} {row.intensity}"
    return f"{labelled} → {answer.severity} {said.category} {said.intensity} {why} | {row.text[:150]!r}"


if __name__ == "__main__":
    main()
