"""SnowNLP's voice: the only place that knows SnowNLP. It takes 3 s and 400 MB at first call, so give it a process."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator

LONGEST = 300  # SnowNLP's cost grows with length, about 0.1 s per 1,000 letters
_CHINESE = re.compile("[㐀-鿿]")


def positive_share(text: str) -> float | None:
    """How positive SnowNLP finds the text, 0–1; None where it has nothing to say (it divides by zero on "")."""
    clipped = text[:LONGEST]
    if not _CHINESE.search(clipped):
        return None
    from snownlp import SnowNLP  # loads a 400 MB model: only whoever calls pays for it

    return float(SnowNLP(clipped).sentiments)


def answer_questions(questions: Iterable[str]) -> Iterator[str]:
    """One JSON answer {"number", "share"} per JSON question {"number", "text"}; the child process's whole life."""
    for question in questions:
        asked = json.loads(question)
        yield json.dumps({"number": asked["number"], "share": positive_share(asked["text"])})


if __name__ == "__main__":
    os.nice(10)  # people's clicks come first, also while the model is loading
    for answer in answer_questions(sys.stdin):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
