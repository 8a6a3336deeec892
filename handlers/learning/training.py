"""Training: a model is fitted to labelled reviews and to people's corrections, tried on what it has not seen, kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from rich.console import Console

from bot.analysis.learned.fitting import Example, fit
from bot.analysis.learned.model import Model
from bot.analysis.learned.quality import macro_f1, recall_precision, spearman
from bot.analysis.reading import analyse, clues_in
from bot.clock import Clock
from handlers.learning.labelled import DataUnreadable, Labelled, labelled_in
from handlers.plain_faults import Refused
from scripts_library.wording import Wording
from storage import schema
from storage.corrections import CorrectedReview, corrected_reviews
from storage.database import Database

_TITLE = "# What the model beside this file was fitted to, and how it did on a tenth held out."
_HELD_OUT = 10  # one review of so many is not trained on when the model is tried
_CORRECTION = 2.0  # a colleague's word about our own reviews counts as two labels from elsewhere


def train_model(data: Path, out: Path, database: Database, clock: Clock, say: Wording) -> str:
    """Write the model and its card; the closing sentence with the figures of what it had not seen.

    `Refused` when the folder holds nothing to learn from or the file cannot be written: then nothing is changed.
    """
    beside = Console(stderr=True)
    with beside.status(say("learning.reading")):
        labelled, corrected = _labelled(data), _corrected(database)
        examples = [one.example() for one in labelled] + [_example(one) for one in corrected]
    seen = [not _is_held_out(one.id) for one in labelled]
    with beside.status(say("learning.trying")):
        tried = fit([one for one, is_seen in zip(examples, seen, strict=False) if is_seen])
        figures = _figures([one for one, is_seen in zip(labelled, seen, strict=True) if not is_seen], tried)
    with beside.status(say("learning.fitting")):
        model = fit(examples)
    _write(model, out, _card(labelled, corrected, figures, clock.now()))
    return say("learning.done", out=out, reviews=len(labelled), corrections=len(corrected), **figures)


def _labelled(data: Path) -> list[Labelled]:
    try:
        return labelled_in(data)
    except (DataUnreadable, OSError) as wrong:
        raise Refused(f"--data: {wrong}") from None


def _corrected(database: Database) -> list[CorrectedReview]:
    """None before the desk has a database."""
    if schema.is_empty(database):
        return []
    schema.check(database)
    return database.in_snapshot(corrected_reviews)


def _example(corrected: CorrectedReview) -> Example:
    text, clues = clues_in(corrected.text)
    return Example(
        text,
        clues,
        corrected.is_negative,
        corrected.category,
        has_category=corrected.is_negative,
        weight=_CORRECTION,
    )


def _is_held_out(review_id: str) -> bool:
    """The same reviews every time, whatever else is in the folder."""
    return sha256(review_id.encode()).digest()[0] % _HELD_OUT == 0


def _figures(held_out: Sequence[Labelled], model: Model) -> dict[str, str]:
    """Text alone, on reviews that the tried model had not seen; "–" where none of them is labelled so."""
    said = [analyse(one.text, model=model) for one in held_out]
    truth = [one.is_negative for one in held_out]
    recall, precision = recall_precision(truth, [one.is_negative for one in said])
    topical = [(one.category, read.category) for one, read in zip(held_out, said, strict=True) if one.category]
    felt = [(one.intensity, read.intensity) for one, read in zip(held_out, said, strict=True) if one.intensity]
    right = sum(one == read.is_negative for one, read in zip(truth, said, strict=True))
    return {
        "held_out": str(len(held_out)),
        "accuracy": _short(right / len(held_out)) if held_out else "–",
        "recall": _short(recall),
        "precision": _short(precision),
        "category": _short(macro_f1([t for t, _ in topical], [s or "" for _, s in topical])) if topical else "–",
        "emotion": _short(spearman([f for f, _ in felt], [s for _, s in felt])) if felt else "–",
    }


def _short(value: float) -> str:
    return f"{value:.3f}"


def _card(
    labelled: Sequence[Labelled], corrected: Sequence[CorrectedReview], figures: dict[str, str], at: datetime
) -> str:
    told = {
        "made": at.astimezone(UTC).date().isoformat(),
        "reviews": len(labelled),
        "with_category": sum(one.has_category for one in labelled),
        "corrections": len(corrected),
    }
    lines = [f"{name} = {_toml(value)}" for name, value in {**told, **figures}.items()]
    return "\n".join((_TITLE, *lines, ""))


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _write(model: Model, out: Path, card: str) -> None:
    """Whole or not at all: a desk may read the old one meanwhile."""
    beside = out.with_name(f"{out.stem}.part.npz")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        model.save(beside)
        beside.replace(out)
        out.with_suffix(".toml").write_text(card, encoding="utf-8")
    except OSError as refused:
        raise Refused(f"--out: {out} cannot be written ({refused.strerror})") from None
