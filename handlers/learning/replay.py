"""Replay: past reviews read with another policy or model; what would change, review by review. Nothing is changed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.analysis import Analysis, analyse
from bot.analysis.learned.model import Model
from bot.policy.model import Policy
from bot.rules.grading import Signals, grade
from bot.vocabulary import Category, Grade
from scripts_library.wording import Wording
from storage.database import Database
from storage.past_reviews import PastReview, past_reviews

Judge = tuple[Policy, Model | None]
_SHOWN_LETTERS = 40


@dataclass(frozen=True)
class _Judged:
    """What decides what becomes of a review."""

    is_negative: bool
    grade: Grade
    category: Category | None
    safety: bool


def replayed(database: Database, begin: datetime, now: Judge, then: Judge, say: Wording) -> Iterator[str]:
    """A line for each review since `begin` that would be judged otherwise, then how many of how many.

    Read from texts, stars and what was known around them; SnowNLP is not asked.
    """
    reviews = database.in_snapshot(past_reviews, begin)
    changed: Counter[str] = Counter()
    for review in reviews:
        before, after = _judged(review, now), _judged(review, then)
        if before != after:
            changed["all"] += 1
            changed["graver"] += after.grade.rank > before.grade.rank
            changed["milder"] += after.grade.rank < before.grade.rank
            yield say(
                "learning.change",
                name=f"#{review.case_id}" if review.case_id else f"{review.source}/{review.external_id}",
                before=_words(before, say),
                after=_words(after, say),
                text=" ".join(review.text[:_SHOWN_LETTERS].split()),
            )
    counts = {name: changed[name] for name in ("graver", "milder")}
    yield say("learning.changes", reviews=len(reviews), changed=changed["all"], **counts)


def _judged(review: PastReview, judge: Judge) -> _Judged:
    policy, model = judge
    analysis: Analysis = analyse(review.text, review.rating, appended=review.is_appended, model=model)
    signals = Signals(
        rating=review.rating,
        images=review.images,
        videos=review.videos,
        tier=review.tier,
        useful=review.useful,
        earlier_complaints=review.earlier_complaints,
        negative_append=review.is_appended and analysis.is_negative,
        alike_24h=review.alike_24h,
        order_top_tenth=review.order_top_tenth,
    )
    graded = grade(analysis, signals, policy.grading)
    return _Judged(analysis.is_negative, graded.grade, analysis.category, analysis.safety)


def _words(judged: _Judged, say: Wording) -> str:
    if not (judged.is_negative or judged.safety):
        return say("learning.no_complaint")
    category = say(f"words.category.{judged.category}") if judged.category else say("learning.no_topic")
    return say("learning.judged", grade=say(f"words.grade.{judged.grade}"), category=category, safety=judged.safety)
