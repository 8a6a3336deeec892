"""Clues: what the rules read, as named numbers that the learned weights go by as well."""

import math
from itertools import combinations

from bot.analysis.force import ForceReading
from bot.analysis.page import Page
from bot.analysis.safety import SafetyReading
from bot.analysis.tone import ToneReading
from bot.analysis.topics import TopicReading

_USUAL_FORCE, _USUAL_LENGTH = 2.5, 3.5
_NAMED = 1.8  # a category whose phrases add up to this is named in earnest
Clues = dict[str, float]


def clues_of(page: Page, tone: ToneReading, topics: TopicReading, force: ForceReading, safety: SafetyReading) -> Clues:
    """Each rule that spoke counts 1; the measures are moved and scaled to lie about zero."""
    said = [*tone.reasons, *topics.reasons, *force.reasons, *safety.reasons]
    clues = {reason.rule: 1.0 for reason in said}
    clues |= {f"weight {category}": score / 4 for category, score in topics.scores.items()}
    named = sorted(category for category, score in topics.scores.items() if score >= _NAMED)
    clues |= {f"both {one} and {other}": 1.0 for one, other in combinations(named, 2)}
    if len(named) == 1:
        clues[f"only {named[0]}"] = 1.0
    if topics.category:
        clues[f"leads {topics.category}"] = 1.0
    if topics.opening:
        clues[f"first {topics.opening}"] = 1.0
    clues |= {f"also {category}": 1.0 for category in topics.secondary}
    if safety.severity:
        clues[f"harm {safety.severity}"] = 1.0
    complaint = min(max(tone.complaint, 0.01), 0.99)
    clues["tone"] = math.log(complaint / (1 - complaint)) / 3
    clues["force"] = force.value - _USUAL_FORCE
    clues["length"] = math.log1p(len(page.text.text)) - _USUAL_LENGTH
    return clues
