"""Tone: how far a review complains or praises, by its words."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.analysis.findings import Reason
from bot.analysis.lexicons import Tone, ToneRules, Topic, lexicons
from bot.analysis.page import Page
from bot.analysis.phrases import Hit

SILENT_UP_TO = 4  # letters


@dataclass(frozen=True)
class ToneReading:
    """`complaint` is 0–1; `clauses` the balance of each clause that says anything, below zero where it complains."""

    complaint: float
    clauses: dict[int, float]
    reasons: tuple[Reason, ...]

    @property
    def complains(self) -> bool:
        """Whether any clause complains in earnest."""
        return min(self.clauses.values(), default=0) <= -1.4

    @property
    def is_torn(self) -> bool:
        """Whether some clauses complain and others praise, both in earnest."""
        return min(self.clauses.values(), default=0) <= -1.5 and max(self.clauses.values(), default=0) >= 1.5


def tone_of(page: Page, *, sarcastic: bool) -> ToneReading:
    """Weighs praise and complaint by clause: what comes after "but" weighs more, a sarcastic praise nothing."""
    rules = lexicons().tone
    heard: dict[tuple[str, str], Reason] = {}
    clauses: dict[int, float] = {}
    for tone in page.spoken(Tone):
        for hit in page.hits(tone):
            weight = _weight(page, tone, hit, rules)
            if sarcastic and weight > 0:
                continue
            clauses[hit.clause] = clauses.get(hit.clause, 0) + weight
            key = (tone.id, page.words(hit))
            if key not in heard or abs(weight) > abs(heard[key].weight):
                heard[key] = page.reason(tone.id, hit, weight)
    for reason in _named_troubles(page, clauses, rules):
        heard[reason.rule, ""] = reason
    total = sum(reason.weight for reason in heard.values()) + (rules.sarcasm if sarcastic else 0)
    score = rules.leaning + _dampened(total) if heard else _of_silence(page, rules)
    return ToneReading(1 / (1 + math.exp(rules.sharpness * score)), clauses, tuple(heard.values()))


def _weight(page: Page, tone: Tone, hit: Hit, rules: ToneRules) -> float:
    weight = tone.weight
    if page.negations.deny(hit):
        weight *= -(rules.denied_praise if weight > 0 else rules.denied_complaint)
    elif page.negations.doubt(hit):
        weight *= rules.doubted
    if hit.clause in page.clauses.after_contrast:
        weight *= rules.after_contrast
    return weight


def _named_troubles(page: Page, clauses: dict[int, float], rules: ToneRules) -> Iterator[Reason]:
    """Troubles named where no word of tone says that they are one ("等了十天"); adds them to their clauses."""
    for topic in page.spoken(Topic):
        if topic.anchor:
            continue
        meant = (h for h in page.hits(topic) if not page.negations.deny(h) and not page.negations.doubt(h))
        hit = next(meant, None)
        if hit and -0.1 < clauses.get(hit.clause, 0) < 2:
            clauses[hit.clause] = clauses.get(hit.clause, 0) + rules.named_trouble
            yield page.reason(topic.id, hit, rules.named_trouble)


def _of_silence(page: Page, rules: ToneRules) -> float:
    """Whoever writes a sentence without one known word of praise mostly complains; a smiley or a "嗯" says nothing."""
    said = sum(letter.isalpha() for letter in page.text.text[:100])
    return rules.leaning_of_silence if said > SILENT_UP_TO else 0.0


def _dampened(total: float) -> float:
    """Ten reasons are not ten times one: beyond 4 only a quarter counts."""
    return math.copysign(min(abs(total), 4 + (abs(total) - 4) / 4) if abs(total) > 4 else abs(total), total)
