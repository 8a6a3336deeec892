"""Likeness: when complaints about one product are about one thing, and when they are enough for an incident."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.rules.grading import TROUBLES
from bot.vocabulary import Category

_DAY, WEEK = timedelta(days=1), timedelta(days=7)
_ALIKE, _LEAST = 0.3, 2  # so large a part of the shorter text's pairs, and so many, are words in common
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]{3,}")
_SAYS_NOTHING = frozenset(
    ["the", "and", "this", "that", "was", "not", "for", "with", "but", "has", "have", "had", "are", "very"]
)
_TELLING = frozenset({*TROUBLES, "safety"})
_VAGUE = ".word"  # rules that only hear the subject named


class IncidentRules(BaseModel):
    """The policy's [incidents]: how many like cases of a product are one incident, and the law's time in safety."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    in_a_day: int = Field(default=3, ge=2, le=1000)
    in_a_week: int = Field(default=6, ge=2, le=1000)
    safety: int = Field(default=2, ge=1, le=1000)
    legal_days: int = Field(default=2, ge=1, le=30)


@dataclass(frozen=True)
class Complaint:
    """A case as far as likeness asks: `topics` are what rules found it to be about, `words` its pairs of letters."""

    case_id: int
    at: datetime
    category: Category | None
    safety: bool
    topics: frozenset[str]
    words: frozenset[str]


def complaint(
    case_id: int,
    at: datetime,
    category: Category | None,
    given: Iterable[tuple[str, str]],
    text: str,
    *,
    safety: bool,
) -> Complaint:
    """From what was understood of a review; `given` are the reasons: a rule's id and the words that it found.

    What a rule found is a topic as well as the rule: other rules may hear the same words.
    """
    telling = [(rule, said) for rule, said in given if rule.split(".")[0] in _TELLING and not rule.endswith(_VAGUE)]
    topics = frozenset(topic for reason in telling for topic in reason if len(topic) >= _LEAST)
    return Complaint(case_id, at, category, safety, topics, _pairs(text))


def are_alike(one: Complaint, other: Complaint) -> bool:
    """The same category, and either what a rule found or enough words in common; or both are matters of safety."""
    if one.safety and other.safety:
        return True
    if one.category is not other.category or one.category is None:
        return False
    common = len(one.words & other.words)
    shorter = min(len(one.words), len(other.words))
    return bool(one.topics & other.topics) or (common >= _LEAST and common >= _ALIKE * shorter)


def belongs(new: Complaint, members: Iterable[Complaint]) -> bool:
    """Whether an incident that goes on is about this too."""
    return any(are_alike(new, one) for one in members)


def gathered(new: Complaint, others: Sequence[Complaint], rules: IncidentRules) -> tuple[Complaint, ...]:
    """Those that make an incident together with the new one, the new one among them; none where they are too few.

    `others` are complaints about the same product that are in no incident yet.
    """
    like = [one for one in others if one.at > new.at - WEEK and are_alike(new, one)]
    unsafe = 1 + sum(one.safety for one in like) if new.safety else 0
    today = 1 + sum(one.at > new.at - _DAY for one in like)
    if unsafe >= rules.safety or today >= rules.in_a_day or 1 + len(like) >= rules.in_a_week:
        return (*sorted(like, key=lambda one: one.case_id), new)
    return ()


def _pairs(text: str) -> frozenset[str]:
    """Chinese has no blanks between its words: two letters that stand together are as good as one."""
    text = text.lower()
    chinese = (run[at : at + 2] for run in _CHINESE.findall(text) for at in range(len(run) - 1))
    latin = (word for word in _LATIN.findall(text) if word not in _SAYS_NOTHING)
    return frozenset((*chinese, *latin))
