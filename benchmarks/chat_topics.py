"""Chat topics: what one line of a service chat is about, beside the analysis of the same text as a review."""

import tomllib
from pathlib import Path

from benchmarks.analysis_speed import cost
from benchmarks.figures import Bound, Figure, Sample, show
from bot.analysis import analyse, topics_said

_MOST = 0.5
_ANALYSIS = "the analysis of the same text as a review"
_TEXTS = Path(__file__).parents[1] / "demo" / "texts" / "chats.toml"


def measure(*, rounds: int = 20) -> list[Figure]:
    """Each sample line by itself, the best of `rounds`, both warm."""
    told = tomllib.loads(_TEXTS.read_text("utf-8"))
    lines = [*told["usual"], *told["rising"]]
    ours = Sample(tuple(cost(topics_said, lines, rounds)))
    theirs = Sample(tuple(cost(lambda text: analyse(text), lines, rounds)))
    letters = sum(map(len, lines)) / len(lines)
    workload = f"{len(lines)} lines, {letters:.0f} letters each on average, warm; {_a_second(ours):,.0f} lines a second"
    bound = Bound(f"ratio ≤ {_MOST}", ours.median / theirs.median, _MOST)
    return [Figure("chat topics", workload, ours, _ANALYSIS, theirs, bound)]


def _a_second(sample: Sample) -> float:
    return 1000 * len(sample.values) / sum(sample.values)


if __name__ == "__main__":
    show(measure())
