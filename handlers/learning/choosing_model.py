"""Choosing a model: the shop's own where MODEL_FILE names one; NumPy is loaded only then."""

from pathlib import Path
from typing import TYPE_CHECKING

from handlers.plain_faults import Refused

if TYPE_CHECKING:
    from bot.analysis.learned.model import Model


def model_of(path: Path | None) -> "Model | None":
    """The model in this file, None for the one that comes with the program; `Refused` when it cannot be read."""
    if path is None:
        return None
    from bot.analysis.learned.model import ModelUnreadable, load  # loads NumPy

    try:
        return load(path)
    except ModelUnreadable as wrong:
        raise Refused(f"MODEL_FILE: {wrong}") from None
