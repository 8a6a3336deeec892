"""Sealing: encrypting a delivery and reading it again, beside the check of every field that it goes through anyway."""

import json
import time
from collections.abc import Callable
from dataclasses import replace

from pydantic_core import to_json

from benchmarks.figures import Bound, Figure, Sample, show
from benchmarks.load import review
from bot.review import Review
from storage.sealing import new_key, ring_from

_MOST = 0.75
_PLACE = "inbox.review"


def measure(*, deliveries: int = 2000, rounds: int = 9) -> list[Figure]:
    """Microseconds for one, the mean of many; both in turns, each round."""
    ring = ring_from(new_key())
    assert ring
    body = json.dumps(review("r-1"), ensure_ascii=False)
    plain = to_json(Review.model_validate_json(body).model_dump(mode="json", exclude_unset=True)).decode()

    def seal_and_open() -> None:
        ring.open(ring.seal(plain, _PLACE), _PLACE)

    def check() -> None:
        Review.model_validate_json(body)

    seal_and_open()  # loads what it needs
    pairs = [(_cost(seal_and_open, deliveries), _cost(check, deliveries)) for _ in range(rounds)]
    ours, theirs = (Sample(values, "µs") for values in zip(*pairs, strict=True))
    figure = Figure("sealing", f"a delivery of {len(plain)} letters", ours, "its fields checked", theirs, in_pairs=True)
    return [replace(figure, bound=Bound(f"ratio ≤ {_MOST}", figure.ratio or 0.0, _MOST))]


def _cost(work: Callable[[], None], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times * 1_000_000


if __name__ == "__main__":
    show(measure())
