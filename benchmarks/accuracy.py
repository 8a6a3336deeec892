"""Accuracy: how well `bot.analysis` reads labelled reviews, beside SnowNLP."""

import argparse
import csv
import gzip
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.analysis import Analysis, analyse
from bot.analysis.learned.fitting import fit
from bot.analysis.learned.model import Model
from bot.analysis.learned.quality import f1_by_class, macro_f1, recall_precision, spearman
from bot.rules.grading import GradingRules, Signals, grade
from bot.vocabulary import Grade
from handlers.learning.labelled import LABELLED, POLARITY, labelled_in

BOOK_AND_HOTEL = frozenset({"书籍", "酒店", "蒙牛", "计算机"})  # in SnowNLP's own training texts, or no goods
POLARITY_SAMPLE = 4000
PARTS = 4  # of the reviews; each is read by a model fitted to the other three
PRECISION = 0.89
DRAWS = 200
Reader = Callable[..., Analysis]


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
    """Prints every measure for every labelled file in the folder, each review read by a model that has not seen it."""
    options = _options()
    voice = _snownlp() if options.snownlp else None
    files = {name: labelled_rows(options.data / name) for name in LABELLED if (options.data / name).exists()}
    goods = _goods(options.data / POLARITY)
    models = None if options.shipped else _models(options.data)
    read = _reader(models)
    _polarity(random.Random(7).sample(goods, min(len(goods), POLARITY_SAMPLE if voice is None else 600)), voice, read)
    for name, rows in files.items():
        answers = [_answer(row, read) for row in rows]
        print(f"\n== {name}: {len(answers)} reviews")
        _report(answers, read)
        _mistakes(answers, options.mistakes)


def _models(data: Path) -> list[Model]:
    """One for each part of the reviews, fitted to all but that part."""
    labelled = labelled_in(data)
    examples = [one.example() for one in labelled]
    parts = [_part(one.text) for one in labelled]
    found = []
    for part in range(PARTS):
        print(f"fitting {part + 1} of {PARTS} …", file=sys.stderr)
        found.append(fit([one for one, of in zip(examples, parts, strict=True) if of != part]))
    return found


def _part(text: str) -> int:
    """Equal texts are in one part, whichever file they stand in."""
    return sha256("".join(text.split()).encode()).digest()[0] % PARTS


def _reader(models: list[Model] | None) -> Reader:
    def read(text: str, rating: int | None = None, second_opinion: float | None = None) -> Analysis:
        model = models[_part(text)] if models else None
        return analyse(text, rating, second_opinion=second_opinion, model=model)

    return read


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
    parser.add_argument("--shipped", action="store_true", help="read with the shipped model: for reviews it never saw")
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


def _answer(row: Labelled, read: Reader, *, rating: int | None = None) -> Answer:
    said = read(row.text, rating)
    graded = grade(said, Signals(), GradingRules())
    severity = graded.grade.value if said.is_negative or said.safety else "none"
    return Answer(row, said, severity)


def _goods(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as opened:
        return [row for row in csv.DictReader(opened) if row["product_category"] not in BOOK_AND_HOTEL]


def _polarity(rows: list[dict[str, str]], voice: Callable[[str], float | None] | None, read: Reader) -> None:
    truth = [row["label"] == "0" for row in rows]
    print(f"== polarity on {len(rows)} goods reviews, text alone")
    said = [read(row["text"]) for row in rows]
    _print_polarity("ours", truth, [one.is_negative for one in said])
    print(f"negative recall where precision is {PRECISION}: {_recall_at(truth, said):.3f}")
    if voice is None:
        return
    shares = [voice(row["text"]) for row in rows]
    _print_polarity("snownlp", truth, [share is not None and share < 0.5 for share in shares])
    both = [read(r["text"], None, s).is_negative for r, s in zip(rows, shares, strict=True)]
    _print_polarity("both", truth, both)


def _recall_at(truth: Sequence[bool], said: Sequence[Analysis]) -> float:
    """The largest recall at a threshold of confidence at which the precision is still met."""
    sure = [one.confidence if one.is_negative else 1 - one.confidence for one in said]
    best = hits = 0.0
    for count, (_, is_negative) in enumerate(sorted(zip(sure, truth, strict=True), reverse=True), 1):
        hits += is_negative
        if hits / count >= PRECISION:
            best = hits
    return best / sum(truth)


def _print_polarity(name: str, truth: Sequence[bool], said: Sequence[bool]) -> None:
    right = _between(truth, said, _share)
    recall, precision = recall_precision(truth, said)
    print(f"{name:8} accuracy {right}   negative recall {recall:.3f} at precision {precision:.3f}")


def _report(answers: list[Answer], read: Reader) -> None:
    _print_polarity("ours", [a.row.is_negative for a in answers], [a.said.is_negative for a in answers])
    complaints = [a for a in answers if a.row.is_negative and a.row.category]
    _print_category("text alone", complaints)
    _print_category("with 1★", [_answer(a.row, read, rating=1) for a in complaints], by_class=True)
    _print_hits("urgent", [a.row.severity == "urgent" for a in answers], [a.severity == "urgent" for a in answers])
    _print_hits("safety", [a.row.safety for a in answers], [a.said.safety for a in answers])
    truth, said = [a.row.severity for a in answers], [a.severity for a in answers]
    print(f"severity macro-F1 {_between(truth, said, macro_f1)}")
    for (labelled, ours), count in sorted(Counter(zip(truth, said, strict=True)).items()):
        print(f"    {labelled:10} read as {ours:10} {count}")
    felt = [(a.row.intensity, a.said.intensity) for a in answers if a.row.is_negative]
    print(f"intensity Spearman on complaints {_between([f for f, _ in felt], [s for _, s in felt], spearman)}")


def _print_category(name: str, complaints: list[Answer], *, by_class: bool = False) -> None:
    truth, said = [a.row.category for a in complaints], [a.said.category or "" for a in complaints]
    scores = f1_by_class(truth, said)
    print(
        f"category {name}: macro-F1 {_between(truth, said, macro_f1)}   "
        f"accuracy {_share(truth, said):.3f}   primary or secondary {_hit(complaints):.3f}"
    )
    for category, score in sorted(scores.items()) if by_class else ():
        print(f"    {category:22} {score:.2f}   n={truth.count(category)}   read as {_mostly(category, truth, said)}")


def _print_hits(name: str, truth: Sequence[bool], said: Sequence[bool]) -> None:
    spread = [_between(truth, said, _recall), _between(truth, said, _precision)]
    print(f"{name} recall {spread[0]}   precision {spread[1]}   n={sum(truth)}")


def _between(truth: Sequence[Any], said: Sequence[Any], measure: Callable[[list[Any], list[Any]], float]) -> str:
    """The measure, and between what it lies in 95 of 100 draws of as many reviews with replacement (bootstrap)."""
    chance, drawn = random.Random(1), []
    for _ in range(DRAWS):
        places = chance.choices(range(len(truth)), k=len(truth))
        drawn.append(measure([truth[at] for at in places], [said[at] for at in places]))
    drawn.sort()
    low, high = drawn[round(DRAWS * 0.025)], drawn[round(DRAWS * 0.975) - 1]
    return f"{measure(list(truth), list(said)):.3f} ({low:.2f}–{high:.2f})"


def _recall(truth: Sequence[bool], said: Sequence[bool]) -> float:
    return recall_precision(truth, said)[0]


def _precision(truth: Sequence[bool], said: Sequence[bool]) -> float:
    return recall_precision(truth, said)[1]


def _mostly(category: str, truth: Sequence[str], said: Sequence[str]) -> str:
    """Its row of the confusion matrix, the largest first."""
    row = Counter(s or "nothing" for t, s in zip(truth, said, strict=True) if t == category)
    return ", ".join(f"{name} {count}" for name, count in row.most_common(4))


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
