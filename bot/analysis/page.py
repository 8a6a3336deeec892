"""Page: one review read once, so that every family of rules looks at the same words."""

from dataclasses import dataclass
from functools import lru_cache

from bot.analysis.clauses import Clauses, clauses_of
from bot.analysis.findings import Reason
from bot.analysis.lexicons import Rule, lexicons
from bot.analysis.negation import Negations, negations_in
from bot.analysis.phrases import Hit, Phrasebook
from bot.analysis.sane_text import SaneText, sane


@dataclass(frozen=True, slots=True)
class Page:
    """A sane text with its clauses, its negations and every phrase found in it."""

    text: SaneText
    clauses: Clauses
    negations: Negations
    found: dict[str, list[Hit]]

    def hits(self, rule: Rule) -> list[Hit]:
        """Where the rule's words stand, figures of speech left out. Negation is the caller's matter."""
        hits = self.found.get(rule.id, [])
        if not hits or not rule.idioms:
            return hits
        idioms = self.found.get(_idioms_of(rule), [])
        return [hit for hit in hits if not any(i.start < hit.end and hit.start < i.end for i in idioms)]

    def cue(self, name: str) -> list[Hit]:
        """Where a safety cue stands."""
        return self.found.get(f"cue {name}", [])

    def words(self, hit: Hit) -> str:
        """The hit as read: simplified and lower-case, so that equal phrases are equal."""
        return self.text.text[hit.start : hit.end]

    def reason(self, rule: str, hit: Hit, weight: float) -> Reason:
        """The hit as a reason, in the customer's own letters."""
        return Reason(rule, self.text.evidence(hit.start, hit.end), round(weight, 2))


def read(original: str) -> Page:
    """Reads a review of any length and any content."""
    text = sane(original)
    clauses = clauses_of(text.text)
    return Page(text, clauses, negations_in(text.text, clauses), _phrasebook().find(text.text, clauses))


@lru_cache(maxsize=1)
def _phrasebook() -> Phrasebook:
    rules = lexicons()
    phrases = [(rule.id, word) for rule in rules.rules for word in rule.words]
    phrases += [(_idioms_of(rule), word) for rule in rules.rules for word in rule.idioms]
    phrases += [(f"cue {name}", word) for name, words in rules.safety.cues.items() for word in words]
    return Phrasebook(phrases)


def _idioms_of(rule: Rule) -> str:
    return f"idioms of {rule.id}"
