"""Analysis: the one door through which a review's text is understood.

What is behind it is loaded with the first review, not at the program's start.
"""

from bot.analysis.findings import Analysis, Reason

__all__ = ["Analysis", "Reason", "analyse", "rule_ids"]


def analyse(
    text: str, rating: int | None = None, *, second_opinion: float | None = None, appended: bool = False
) -> Analysis:
    """Reads one review; see `bot.analysis.reading.analyse`. The first call loads the lexicons, about 0.1 s."""
    from bot.analysis.reading import analyse as read  # the first review pays for it, not the start

    return read(text, rating, second_opinion=second_opinion, appended=appended)


def rule_ids() -> frozenset[str]:
    """Every rule that a reason can name."""
    from bot.analysis.rule_catalogue import rule_ids as listed  # as above

    return listed()
