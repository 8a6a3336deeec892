"""Page: one review read once, so that every family of rules looks at the same words."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.analysis.clauses import Clauses, clauses_of
from bot.analysis.findings import Reason
from bot.analysis.lexicons import Rule, lexicons
from bot.analysis.negation import Negations, negations_in
from bot.analysis.phrases import Hit, Phrasebook
from bot.analysis.sane_text import SaneText, sane
from bot.vocabulary import Category

_R = TypeVar("_R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Page:
    """A sane text with its clauses, its negations and every phrase found in it; `rules` are those that have one."""

    text: SaneText
    clauses: Clauses
    negations: Negations
    found: dict[str, list[Hit]]
    rules: tuple[Rule, ...]
    cues: dict[str, frozenset[int]]

    def spoken(self, family: type[_R]) -> list[_R]:
        """The rules of a family whose words stand in the text at all, in the lexicon's order."""
        return [rule for rule in self.rules if isinstance(rule, family)]

    def hits(self, rule: Rule) -> list[Hit]:
        """Where the rule's words stand, figures of speech left out. Negation is the caller's matter."""
        hits = self.found.get(rule.id, [])
        if not hits or not rule.idioms:
            return hits
        idioms = self.found.get(_idioms_of(rule), [])
        return [hit for hit in hits if not _is_inside(hit, idioms)]

    def cue(self, name: str) -> frozenset[int]:
        """The numbers of the clauses in which a safety cue stands."""
        return self.cues.get(name, frozenset())

    def words(self, hit: Hit) -> str:
        """The hit as read: simplified and lower-case, so that equal phrases are equal."""
        return self.text.text[hit.start : hit.end]

    @staticmethod
    def category_of(rule: str) -> Category | None:
        """The category that a rule of topics speaks for."""
        return _categories().get(rule)

    def reason(self, rule: str, hit: Hit, weight: float) -> Reason:
        """The hit as a reason, in the customer's own letters."""
        return Reason(rule, self.text.evidence(hit.start, hit.end), round(weight, 2))


def read(original: str) -> Page:
    """Reads a review of any length and any content."""
    text = sane(original)
    clauses = clauses_of(text.text)
    found = _phrasebook().find(text.text, clauses)
    names = _cues()
    cues = {names[key]: frozenset(hit.clause for hit in hits) for key, hits in found.items() if key in names}
    places = _places_of_rules()
    rules = lexicons().rules
    spoken = tuple(rules[place] for place in sorted(places[key] for key in found if key in places))
    return Page(text, clauses, negations_in(text.text, clauses), found, spoken, cues)


@lru_cache(maxsize=1)
def _phrasebook() -> Phrasebook:
    rules = lexicons()
    phrases = [(rule.id, word) for rule in rules.rules for word in rule.words]
    phrases += [(_idioms_of(rule), word) for rule in rules.rules for word in rule.idioms]
    phrases += [(key, word) for key, name in _cues().items() for word in rules.safety.cues[name]]
    return Phrasebook(phrases)


@lru_cache(maxsize=1)
def _places_of_rules() -> dict[str, int]:
    return {rule.id: place for place, rule in enumerate(lexicons().rules)}


@lru_cache(maxsize=1)
def _categories() -> dict[str, Category]:
    return {topic.id: topic.category for topic in lexicons().topics.topic}


@lru_cache(maxsize=1)
def _cues() -> dict[str, str]:
    """The phrasebook's key of each cue → its name."""
    return {f"cue {name}": name for name in lexicons().safety.cues}


def _is_inside(hit: Hit, idioms: list[Hit]) -> bool:
    """Whether any of the idioms, which stand in order and apart, overlaps the hit."""
    at = bisect_left(idioms, hit.end, key=lambda idiom: idiom.start)
    return at > 0 and idioms[at - 1].end > hit.start


def _idioms_of(rule: Rule) -> str:
    return f"idioms of {rule.id}"
