"""Verdict: complaint, category and emotion of one review, by the rules alone or by rules and weights together."""

import math
import re
from dataclasses import dataclass

from bot.analysis.findings import Reason
from bot.analysis.force import ForceReading
from bot.analysis.learned.model import CATEGORIES, Heard
from bot.analysis.page import Page
from bot.analysis.tone import ToneReading
from bot.analysis.topics import TopicReading
from bot.vocabulary import Category

TONE = 0.3  # how far the rules' own log-odds of a complaint count beside the weights, which know of them too
DANGER = 0.4  # what harm adds to the emotion
NAMES_A_TOPIC = -0.5  # log-odds; a complaint of which no category is as likely as that names nothing
ALSO, ALSO_BY_RULES = -0.6, -2.0  # from here on a further category is named too; where the rules name it as well
_MOST_ALSO = 2
_CLEAR = 0.75  # how sure tone and weights must be, each of the opposite, to be in dispute
_LEAST_CHINESE = 0.3  # of the letters
_OPENING = 400  # letters
_CHINESE = re.compile("[\u3400-\u9fff]")
_EVIDENCE = 40  # letters


@dataclass(frozen=True)
class Verdict:
    """`complaint` is 0–1, `intensity` 1–5; `is_disputed` where rules and weights are sure of opposite things."""

    complaint: float
    category: Category | None
    secondary: tuple[Category, ...]
    intensity: int
    reasons: tuple[Reason, ...]
    is_disputed: bool = False


def speaks_chinese(text: str) -> bool:
    """Whether the text is Chinese enough for weights that were fitted to Chinese."""
    opening = text[:_OPENING]
    chinese = len(_CHINESE.findall(opening))
    if chinese >= _LEAST_CHINESE * len(opening):
        return chinese > 0
    return chinese > 0 and chinese >= _LEAST_CHINESE * sum(map(str.isalpha, opening))


def by_rules(tone: ToneReading, topics: TopicReading, force: ForceReading) -> Verdict:
    """What the rules read, and no more."""
    return Verdict(tone.complaint, topics.category, topics.secondary, force.intensity, topics.reasons)


def weighed(
    page: Page,
    heard: Heard,
    intensity: int,
    tone: ToneReading,
    topics: TopicReading,
    *,
    starred_low: bool,
) -> Verdict:
    """What the weights say, who have heard the rules as well; each decision with the clause that speaks most for it."""
    by_tone = min(max(tone.complaint, 0.01), 0.99)
    odds = heard.complaint + TONE * math.log(by_tone / (1 - by_tone))
    complaint = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
    ranked = sorted(heard.topics.items(), key=lambda item: -item[1])
    first, topical = ranked[0]
    named = topical > NAMES_A_TOPIC or topics.category is not None
    ruled = {topics.category, *topics.secondary}
    also = (category for category, likely in ranked[1:] if likely > (ALSO_BY_RULES if category in ruled else ALSO))
    secondary = tuple(also)[:_MOST_ALSO] if named else ()
    told = [reason for reason in topics.reasons if reason.rule != "quality.implied"]
    learned = [_because(page, heard, 0, "learned.complaint", heard.complaint)] if heard.complaint > 0 else []
    if named and (starred_low or odds > 0) and not any(page.category_of(reason.rule) is first for reason in told):
        learned.append(_because(page, heard, 1 + CATEGORIES.index(first), f"learned.{first}", 1 + max(topical, 0.0)))
    in_dispute = abs(tone.complaint - complaint) > _CLEAR - (1 - _CLEAR)
    kept = [reason for reason in told if page.category_of(reason.rule) in (first, *secondary)]
    return Verdict(complaint, first if named else None, secondary, intensity, (*kept, *learned), in_dispute)


def _because(page: Page, heard: Heard, head: int, rule: str, weight: float) -> Reason:
    start, end = page.clauses.bounds[heard.heaviest(head, page.clauses.starts)]
    evidence = page.text.evidence(start, max(start + 1, min(end, start + _EVIDENCE))).strip()
    return Reason(rule, evidence, round(min(weight, 3.0), 2))
