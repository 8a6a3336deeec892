"""SnowNLP's voice: the only place that knows SnowNLP. It takes 3 s and 400 MB at first call, so give it a process."""

import re

LONGEST = 300  # SnowNLP's cost grows with length, about 0.1 s per 1,000 letters
_CHINESE = re.compile("[㐀-鿿]")


def positive_share(text: str) -> float | None:
    """How positive SnowNLP finds the text, 0–1; None where it has nothing to say (it divides by zero on "")."""
    clipped = text[:LONGEST]
    if not _CHINESE.search(clipped):
        return None
    from snownlp import SnowNLP  # loads a 400 MB model: only whoever calls pays for it

    return float(SnowNLP(clipped).sentiments)
