"""Force: how strongly a complaint is worded, 1 to 5."""

import re
from dataclasses import dataclass

from bot.analysis.findings import Reason
from bot.analysis.lexicons import Force, lexicons
from bot.analysis.page import Page

_EXCLAMATION = re.compile("[!！]")
_REPEATED = re.compile(r"([^\s,。!！?？.…~]{2,8}?)[\s,，。!！]*\1[\s,，。!！]*\1")


@dataclass(frozen=True)
class ForceReading:
    """`value` before rounding, `reasons` what raised it."""

    value: float
    reasons: tuple[Reason, ...]

    @property
    def intensity(self) -> int:
        """1 mild … 5 furious."""
        return max(1, min(5, round(self.value)))


def force_of(page: Page, *, in_danger: bool) -> ForceReading:
    """Adds up wording, exclamation marks, repetition, length and danger; polarity has no part in it."""
    rules = lexicons().force
    value = rules.base
    reasons: list[Reason] = []
    for force in page.spoken(Force):
        step, said = _step(page, force)
        value += step
        if said and step > 0:
            reasons.append(Reason(force.id, said, round(step, 2)))
    step, said = _shouting(page.text.original)
    value += step
    if said:
        reasons.append(Reason("force.shouting", said, round(step, 2)))
    if len(page.text.text) > rules.long_from:
        value += rules.long_text
    if in_danger:
        value += rules.danger
    return ForceReading(value, tuple(reasons))


def _step(page: Page, force: Force) -> tuple[float, str]:
    """What this kind adds, and its first phrase as the customer wrote it."""
    hits = [hit for hit in page.hits(force) if not page.negations.deny(hit)]
    if not hits:
        return 0.0, ""
    kinds = len({page.words(hit) for hit in hits})
    step = force.step + force.again * (kinds - 1)
    step = min(step, force.most) if force.step > 0 else max(step, force.most)
    return step, page.text.evidence(hits[0].start, hits[0].end)


def _shouting(original: str) -> tuple[float, str]:
    rules = lexicons().force
    opening = original[:4000]
    marks = len(_EXCLAMATION.findall(opening))
    step = rules.exclamations * (0 if marks < 3 else 1 if marks < 8 else 2)
    repeated = _REPEATED.search(opening)
    if repeated:
        return step + rules.repetition, repeated.group(1)
    return step, "!" * min(marks, 8) if step else ""
