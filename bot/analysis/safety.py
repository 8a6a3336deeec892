"""Safety: harm and danger in a review, by hazard, exposure, negation and idiom."""

from dataclasses import dataclass

from bot.analysis.findings import Reason
from bot.analysis.lexicons import Hazard
from bot.analysis.page import Page
from bot.analysis.phrases import Hit
from bot.vocabulary import Grade


@dataclass(frozen=True)
class SafetyReading:
    """`severity` is the gravest of what was found; the reasons begin with it."""

    severity: Grade | None
    reasons: tuple[Reason, ...]


def safety_of(page: Page) -> SafetyReading:
    """Looks for every hazard, whatever the review's polarity."""
    found: list[tuple[Grade, Reason]] = []
    for hazard in page.spoken(Hazard):
        hit = next((hit for hit in page.hits(hazard) if _is_real(page, hazard, hit)), None)
        if hit:
            grade = Grade(hazard.grade)
            found.append((grade, page.reason(hazard.id, hit, 4.0 + grade.rank)))
    found.sort(key=lambda item: -item[0].rank)
    return SafetyReading(found[0][0] if found else None, tuple(reason for _, reason in found))


def _is_real(page: Page, hazard: Hazard, hit: Hit) -> bool:
    if not hazard.feared and (page.negations.deny(hit) or page.negations.doubt(hit)):
        return False
    if any(_is_beside(page, name, hit, reach=0) for name in hazard.unless):
        return False
    if any(page.cue(name) for name in hazard.unless_anywhere):
        return False
    return _needs_met(page, hazard, hazard.near, hit, reach=1) and _needs_met(page, hazard, hazard.also, hit, reach=2)


def _needs_met(page: Page, hazard: Hazard, names: tuple[str, ...], hit: Hit, *, reach: int) -> bool:
    if not names:
        return True
    if hazard.reach == "review":
        return any(page.cue(name) for name in names)
    return any(_is_beside(page, name, hit, reach=reach) for name in names)


def _is_beside(page: Page, name: str, hit: Hit, *, reach: int) -> bool:
    clauses = page.cue(name)
    return any(clause in clauses for clause in range(hit.clause - reach, hit.clause + reach + 1))
