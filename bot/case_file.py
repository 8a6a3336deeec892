"""Case file: a case with all that its card, its dialogs and the lists about it show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.case import Case
from bot.messenger import Posted
from bot.rules.causes import Finding
from bot.rules.dispatch import Dispatch
from bot.rules.escalation import Reached
from bot.rules.incidents import Incident
from bot.rules.ladder import Compensation
from bot.rules.reply_request import ReplyRequest
from bot.rules.tasks import Task
from bot.vocabulary import Category, ReviewChange, Solution, Status, Tier


@dataclass(frozen=True)
class ReasonGiven:
    """One reason as it was decided: the rule's id and the words that caused it."""

    rule: str
    evidence: str


@dataclass(frozen=True)
class ReviewSeen:
    """The review as it is now. Personal data is here in full: cards must mask it."""

    store: str
    platform: str
    product: str
    line: str
    order_id: str | None
    customer_name: str
    tier: Tier
    rating: int | None
    text: str
    images: int
    videos: int
    written_at: datetime
    received_at: datetime
    change: ReviewChange
    changed_at: datetime | None
    previous_rating: int | None
    previous_text: str
    paid_cents: int | None = None
    is_negative: bool = True
    sku: str | None = None


@dataclass(frozen=True)
class EarlierWording:
    """The review as it read at some time."""

    at: datetime
    change: ReviewChange
    rating: int | None
    text: str


@dataclass(frozen=True)
class EarlierCase:
    """A case of the same customer before this one. `paid_cents`: compensation that was carried out."""

    number: int
    opened_at: datetime
    product: str
    category: Category | None
    status: Status
    solution: Solution | None
    paid_cents: int
    satisfaction: int | None
    intensity: int
    bought_again_at: datetime | None = None


@dataclass(frozen=True)
class CaseFile:
    """A case and everything around it. `card` is where it stands in Slack, None while it is on its way."""

    case: Case
    review: ReviewSeen
    secondary: tuple[Category, ...]
    intensity: int
    reasons: tuple[ReasonGiven, ...]
    assigned_because: str
    complaints_90d: int
    alike_24h: int
    card: Posted | None
    compensation: Compensation | None = None
    earlier: tuple[EarlierCase, ...] = ()
    tasks: tuple[Task, ...] = ()
    reply_request: ReplyRequest | None = None
    finding: Finding | None = None
    dispatches: tuple[Dispatch, ...] = ()
    incident: Incident | None = None
    bought_again_at: datetime | None = None
    escalated: Reached | None = None


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    at: datetime
    actor: str | None
    what: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class InStorm:
    """A case among many in one message, and what was bought."""

    case: Case
    product: str
