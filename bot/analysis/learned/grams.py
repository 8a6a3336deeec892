"""Grams: a text as the slots of its runs of one to three letters; no dictionary, so any text has some."""

import numpy as np
import numpy.typing as npt

BITS = 18
LONGEST_RUN = 3
MOST_LETTERS = 800  # of a longer text only the beginning is weighed; the rules read on
Slots = npt.NDArray[np.int32]

_SPREAD = np.uint32(0x9E3779B1)  # odd numbers without a pattern, as in Knuth's multiplicative hashing
_MIX, _NEXT, _LAST = np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D), 0x27D4EB2F
_BEGIN, _END = "\x02", "\x03"


def grams_of(text: str) -> tuple[Slots, Slots]:
    """(slots, places): each run's slot in 0 … 2**BITS-1, once, and the index of the letter where it first begins."""
    letters = np.frombuffer((_BEGIN + text[:MOST_LETTERS] + _END).encode("utf-32-le", "replace"), dtype=np.uint32)
    runs, slots = letters * _SPREAD, []
    for length in range(1, LONGEST_RUN + 1):
        if length > 1:
            runs = (runs[:-1] ^ (runs[:-1] >> np.uint32(11))) * _NEXT + letters[length - 1 :] * _SPREAD
        slots.append(_slot(runs, np.uint32(_LAST + 2 * length)))
    starts = np.concatenate([np.arange(len(of_length), dtype=np.int32) for of_length in slots])
    once, first = np.unique(np.concatenate(slots), return_index=True)
    return once.astype(np.int32), np.maximum(starts[first] - 1, 0)


def _slot(runs: npt.NDArray[np.uint32], last: np.uint32) -> npt.NDArray[np.uint32]:
    mixed = (runs ^ (runs >> np.uint32(15))) * _MIX
    mixed = (mixed ^ (mixed >> np.uint32(13))) * last
    return (mixed ^ (mixed >> np.uint32(16))) & np.uint32((1 << BITS) - 1)
