"""Analysis speed: understanding one review, beside SnowNLP's sentiment of the same text."""

import time
from collections.abc import Callable
from itertools import pairwise

from benchmarks.figures import Bound, Figure, Sample, show
from bot.analysis import analyse
from bot.analysis.snownlp_voice import positive_share
from demo.material import groups, written

_MOST = 0.05
_LETTERS = 54  # the mean of some 3,000 reviews that readers labelled
_SNOWNLP = "SnowNLP sentiment, one by one"


def measure(*, texts: int = 200, rounds: int = 3) -> list[Figure]:
    """Each sample text by itself, the best of `rounds`, both warm; SnowNLP's loading is not counted."""
    reviews = _reviews()[:texts]
    workload = f"{len(reviews)} sample reviews, {_mean_length(reviews):.0f} letters each on average, warm"
    ours = Sample(tuple(cost(lambda text: analyse(text), reviews, rounds)))
    theirs = Sample(tuple(cost(positive_share, reviews, rounds)))
    bound = Bound(f"ratio ≤ {_MOST}", ours.median / theirs.median, _MOST)
    return [Figure("analysis", workload, ours, _SNOWNLP, theirs, bound)]


def _reviews() -> list[str]:
    """What the demo's customers write, each going on with the next one's words until it is as long as a real review.

    Those that SnowNLP can read too: some Chinese.
    """
    texts = [one.text for one in written().values()] + [text for group in groups() for text in group.texts]
    chinese = [text for text in texts if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
    return [(one + after)[:_LETTERS] for one, after in pairwise(chinese)]


def _mean_length(texts: list[str]) -> float:
    return sum(map(len, texts)) / len(texts)


def cost(understand: Callable[[str], object], texts: list[str], rounds: int) -> list[float]:
    """Milliseconds for each text."""
    understand(texts[0])  # loads lexicons or model
    return [min(_timed(understand, text) for _ in range(rounds)) for text in texts]


def _timed(understand: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    understand(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    show(measure())
