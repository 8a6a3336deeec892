"""Grams: a text as the slots of its runs of one to three letters; no dictionary, so any text has some."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

BITS = 18
LONGEST_RUN = 3
MOST_LETTERS = 800  # of a longer text only the beginning is weighed; the rules read on
Slots = npt.NDArray[np.int32]

# Odd numbers without a pattern: multiplied and cut to their upper bits they spread the runs evenly over the slots
# (multiply-shift hashing; Dietzfelbinger et al., A Reliable Randomized Algorithm for the Closest-Pair Problem, 1997).
_FIRST, _SECOND, _THIRD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)
_SPREAD = (np.uint32(0x27D4EB2F), np.uint32(0x165667B1), np.uint32(0x9E3779B9))
_CUT = np.uint32(32 - BITS)
_BEGIN, _END = "\x02", "\x03"


def grams_of(text: str) -> Slots:
    """The slot of each run, in 0 … 2**BITS-1: first those of one letter by place, then of two, then of three."""
    letters = np.frombuffer((_BEGIN + text[:MOST_LETTERS] + _END).encode("utf-32-le", "replace"), dtype=np.uint32)
    ones = letters * _FIRST
    twos = ones[:-1] + (letters * _SECOND)[1:]
    threes = twos[:-1] + (letters * _THIRD)[2:]
    runs = np.concatenate([ones * _SPREAD[0], twos * _SPREAD[1], threes * _SPREAD[2]])
    return (runs >> _CUT).astype(np.int32)


@lru_cache(maxsize=1024)
def places_of(count: int) -> Slots:
    """Of so many runs, as `grams_of` orders them, the index of the letter at which each begins."""
    letters = (count + LONGEST_RUN * (LONGEST_RUN - 1) // 2) // LONGEST_RUN
    starts = [np.arange(letters - shorter, dtype=np.int32) for shorter in range(LONGEST_RUN)]
    places: Slots = np.maximum(np.concatenate(starts) - 1, 0)
    return places
