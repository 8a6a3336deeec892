"""Public reply: until when a platform takes one, and what is too much like what was said to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.case import Actor, Case
from bot.case_file import ReviewSeen
from bot.duration import Duration
from bot.vocabulary import ReviewChange, Role

HARD_LIMIT = 500  # letters: what platforms take at most
_MONTH = timedelta(days=30)
Platform = Annotated[str, Field(min_length=1, max_length=64)]


class ReplyRules(BaseModel):
    """The policy's [public_reply]. Windows are by the review's platform and count from the review's own time.

    Replies in cases of a grade of `approval_for`, or of safety, are read first by somebody of the role `approved_by`.
    `give_up`: a reply that the platform could not take so long is not pushed any more.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    letters: Annotated[int, Field(ge=20, le=HARD_LIMIT)] = 300
    alike: Annotated[float, Field(gt=0, le=1)] = 0.8
    alike_to: Annotated[int, Field(ge=0, le=200)] = 20
    windows: dict[Platform, Duration] = Field(
        default_factory=lambda: {
            "taobao": _MONTH,
            "tmall": _MONTH,
            "kuaishou": _MONTH,
            "googleplay": timedelta(days=7),
        }
    )
    append_closes: tuple[Platform, ...] = ("taobao", "tmall")
    approval_for: tuple[Literal["normal", "important", "urgent", "safety"], ...] = ()
    approved_by: Literal[Role.LEAD, Role.SUPERVISOR, Role.MANAGER] = Role.LEAD
    give_up: Duration = timedelta(hours=6)


@dataclass(frozen=True)
class Window:
    """When the platform stops taking a reply; None where it never does. `appended`: a 追评 closed it at once."""

    closes_at: datetime | None
    appended: bool = False


def window_of(review: ReviewSeen, rules: ReplyRules) -> Window:
    """The platform's window for this review."""
    platform = review.platform.lower()
    length = rules.windows.get(platform)
    appended = review.change is ReviewChange.APPENDED and platform in rules.append_closes
    return Window(review.written_at + length if length else None, appended)


def likeness(one: str, other: str) -> float:
    """The share of letters that two texts have in common, in their order; 0 to 1, blanks aside."""
    return SequenceMatcher(None, "".join(one.split()), "".join(other.split()), autojunk=False).ratio()


def most_alike(text: str, earlier: Sequence[str]) -> float:
    """How much the text is like the earlier reply that is most like it."""
    return max((likeness(text, one) for one in earlier), default=0.0)


def needs_approval(case: Case, by: Actor, rules: ReplyRules) -> bool:
    """By grade or safety, as the policy says. Whoever may approve needs nobody."""
    named = case.grade in rules.approval_for or (case.safety and "safety" in rules.approval_for)
    return named and not by.is_at_least(rules.approved_by)
