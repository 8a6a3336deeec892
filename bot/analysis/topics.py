"""Topics: which of the eight categories a complaint is about."""

from dataclasses import dataclass, field

from bot.analysis.findings import Reason
from bot.analysis.lexicons import Topic, lexicons
from bot.analysis.page import Page
from bot.vocabulary import Category

IMPLIED_FROM = 8  # letters


@dataclass(frozen=True)
class TopicReading:
    """`category` is None where the complaint names nothing in particular; `opening` is the one that is named first."""

    category: Category | None
    secondary: tuple[Category, ...]
    reasons: tuple[Reason, ...]
    margin: float
    scores: dict[Category, float] = field(default_factory=dict)
    opening: Category | None = None


def topics_of(page: Page, clauses: dict[int, float]) -> TopicReading:
    """Adds up the phrases of each category; `clauses` are the balances of tone, praise above zero."""
    rules = lexicons().topics
    scores: dict[Category, float] = {}
    reasons: list[tuple[Category, Reason]] = []
    earliest: tuple[int, Category | None] = (len(page.text.text), None)
    for topic in page.spoken(Topic):
        said: set[str] = set()
        for hit in page.hits(topic):
            words = page.words(hit)
            weight = topic.weight * _share(topic, clauses.get(hit.clause, 0.0))
            if not weight or words in said or page.negations.deny(hit):
                continue
            weight /= 1 + len(said)
            said.add(words)
            scores[topic.category] = scores.get(topic.category, 0) + weight
            reasons.append((topic.category, page.reason(topic.id, hit, weight)))
            if hit.start < earliest[0]:
                earliest = (hit.start, topic.category)
    if not scores:
        return _implied(page, clauses)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    first, top = ranked[0]
    least = max(rules.secondary_least, top * rules.secondary_share)
    secondary = tuple(category for category, score in ranked[1:] if score >= least)[:2]
    told = tuple(reason for category, reason in reasons if category in (first, *secondary))
    return TopicReading(first, secondary, told, _margin([score for _, score in ranked]), scores, earliest[1])


def _implied(page: Page, clauses: dict[int, float]) -> TopicReading:
    """A complaint that says more than that it is one, yet names no known trouble, is about the goods.

    "差评!垃圾" says nothing else and stays without a topic.
    """
    if len(page.text.text) < IMPLIED_FROM:
        return TopicReading(None, (), (), 0.0)
    worst = min(clauses, key=lambda clause: clauses[clause], default=0)
    start, end = page.clauses.bounds[worst]
    evidence = page.text.evidence(start, min(end, start + 30)).strip()
    return TopicReading(Category.PRODUCT_QUALITY, (), (Reason("quality.implied", evidence, 0.5),), 0.2)


def _share(topic: Topic, balance: float) -> float:
    """An anchor counts where the clause complains; a sure phrase less where the clause praises."""
    if topic.anchor:
        return 1.0 if balance < -0.5 else 0.0
    return 0.4 if balance > 1 else 1.0


def _margin(scores: list[float]) -> float:
    """0 for two equal candidates, 1 for one alone."""
    return (scores[0] - scores[1]) / scores[0] if len(scores) > 1 else 1.0
