"""Analysis: the one door through which a review's text is understood.

What is behind it is loaded with the first review, not at the program's start.
"""

from typing import TYPE_CHECKING

from bot.analysis.findings import Analysis, Reason
from bot.vocabulary import Category

if TYPE_CHECKING:
    from bot.analysis.learned.model import Model

__all__ = ["Analysis", "Reason", "alarming_topics", "analyse", "category_of_topic", "rule_ids", "topics_said"]


def analyse(
    text: str,
    rating: int | None = None,
    *,
    second_opinion: float | None = None,
    appended: bool = False,
    model: "Model | None" = None,
) -> Analysis:
    """Reads one review; see `bot.analysis.reading.analyse`. The first call loads lexicons and model, about 0.2 s."""
    from bot.analysis.reading import analyse as read  # the first review pays for it, not the start

    return read(text, rating, second_opinion=second_opinion, appended=appended, model=model)


def rule_ids() -> frozenset[str]:
    """Every rule that a reason can name."""
    from bot.analysis.rule_catalogue import rule_ids as listed  # as above

    return listed()


def topics_said(text: str) -> frozenset[str]:
    """What one line of a service chat is about; see `bot.analysis.chat_topics.topics_said`."""
    from bot.analysis.chat_topics import topics_said as heard  # as above

    return heard(text)


def alarming_topics() -> frozenset[str]:
    """The topics of chats that are dangers."""
    from bot.analysis.chat_topics import alarming  # as above

    return alarming()


def category_of_topic(topic: str) -> Category:
    """What a review of a topic of chats would chiefly be about."""
    from bot.analysis.chat_topics import category_of  # as above

    return category_of(topic)
