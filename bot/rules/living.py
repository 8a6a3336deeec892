"""Living reviews: what a customer's change of a review calls for next, and what became of reviews after their cases.

What becomes of a review is no merit and no debt of anybody's: nothing about pay, scorecards or compensation reads it.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.case import Case
from bot.case_file import ReviewSeen
from bot.rules.lifecycle import ACTIVE
from bot.vocabulary import ReviewChange, Status


class Advice(StrEnum):
    """The next step that a change suggests."""

    READ_AGAIN = "read_again"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    THANK = "thank"
    LOOK = "look"
    GO_ON = "go_on"
    NOTHING_LEFT = "nothing_left"


class Afterlife(StrEnum):
    """What a review did after its case was resolved; the first that applies."""

    DELETED = "deleted"
    IMPROVED = "improved"
    WORSENED = "worsened"
    APPENDED = "appended"
    EDITED = "edited"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Wording:
    """A review as it read at some moment."""

    change: ReviewChange
    rating: int | None


def advice(case: Case, review: ReviewSeen) -> Advice | None:
    """What the last change suggests, as the case stands; None where it suggests nothing, or nothing any more."""
    if review.changed_at is None or review.change is ReviewChange.CREATED or case.status is Status.DISMISSED:
        return None
    if case.status in ACTIVE:
        return _in_hand(case, review)
    if case.resolved_at is None or review.changed_at <= case.resolved_at:
        return None
    if review.change is ReviewChange.DELETED:
        return Advice.NOTHING_LEFT
    if is_worse(review):
        return Advice.REOPEN
    return Advice.THANK if is_better(review) else Advice.LOOK


def is_better(review: ReviewSeen) -> bool:
    """More stars than before."""
    return _stars_moved(review) > 0


def is_worse(review: ReviewSeen) -> bool:
    """Fewer stars than before, or a complaint added that no star makes up for."""
    complains = review.change is ReviewChange.APPENDED and review.is_negative
    return _stars_moved(review) < 0 or (complains and not is_better(review))


def afterlife(at_resolution: Wording, now: Wording) -> Afterlife:
    """What became of it; the stars say more than the kind of change."""
    if now.change is ReviewChange.DELETED:
        return Afterlife.DELETED
    if now.rating is not None and at_resolution.rating is not None and now.rating != at_resolution.rating:
        return Afterlife.IMPROVED if now.rating > at_resolution.rating else Afterlife.WORSENED
    return Afterlife.APPENDED if now.change is ReviewChange.APPENDED else Afterlife.EDITED


def _in_hand(case: Case, review: ReviewSeen) -> Advice | None:
    if review.change is ReviewChange.DELETED:
        return Advice.GO_ON
    if is_better(review):
        return Advice.RESOLVE
    is_news = case.attempted_at is None or (review.changed_at is not None and review.changed_at > case.attempted_at)
    return Advice.READ_AGAIN if is_news else None


def _stars_moved(review: ReviewSeen) -> int:
    if review.rating is None or review.previous_rating is None:
        return 0
    return review.rating - review.previous_rating
