"""Findings: what one review was found to say, and why."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.vocabulary import Category, Grade


class Reason(NamedTuple):
    """One ground of a decision.

    `rule` is a stable key such as "safety.smoke"; its words for people are in the wording catalogue. `evidence` is a
    span of the review exactly as the customer wrote it, or a fact in figures ("1★", "×4"). `weight` orders the
    reasons of one decision.
    """

    rule: str
    evidence: str
    weight: float = 1.0


@dataclass(frozen=True)
class Analysis:
    """What a review says, read by its words and stars alone.

    `category` is None where the review is not negative, or complains of nothing in particular. `safety` may be true
    whatever the polarity. `safety_severity` is URGENT for harm or danger, IMPORTANT for the trade's borderline cases
    (rotten fruit, heavy hair loss …), None without a safety matter. `intensity` runs from 1 (mild) to 5 (furious),
    `confidence` from 0 to 1. `wants_second_opinion` asks the caller to fetch SnowNLP's voice and analyse once more.
    """

    is_negative: bool
    category: Category | None
    secondary: tuple[Category, ...]
    safety: bool
    safety_severity: Grade | None
    intensity: int
    confidence: float
    reasons: tuple[Reason, ...]
    signals: frozenset[str]
    wants_second_opinion: bool
