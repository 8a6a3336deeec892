"""Cases: makers for the tests of the rules and cards; each says only what matters to its test."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.case import Actor, Case, Order, RootCause
from bot.case_file import CaseFile, ReasonGiven, ReviewSeen
from bot.messenger import Posted
from bot.rules.assignment import Why
from bot.rules.deadlines import Deadlines
from bot.vocabulary import (
    Action,
    Category,
    Channel,
    Grade,
    Outcome,
    ReviewChange,
    Role,
    Solution,
    Stage,
    Status,
    Tier,
)
from tests.house.clock import T0, at

DEADLINES = Deadlines()
LI = Actor("U0LI", Role.AGENT)
WANG = Actor("U0WANG", Role.AGENT)
LEAD = Actor("U0ZHAO", Role.LEAD)
SUPERVISOR = Actor("U0CHEN", Role.SUPERVISOR)
GUEST = Actor("U0GUEST", None)
CAUSE = RootCause(Stage.WAREHOUSE, "warehouse", "出库没有复核", "no_double_check")

_CLAIMED: dict[str, Any] = {
    "owner": LI.user_id,
    "claimed_by": LI.user_id,
    "claimed_at": at(minutes=5),
    "first_claimed_at": at(minutes=5),
    "start_kept": True,
}
_TRIED: dict[str, Any] = _CLAIMED | {
    "attempted_at": at(minutes=10),
    "attempted_by": LI.user_id,
    "contact_channel": Channel.PHONE,
    "contacts": 1,
    "contact_kept": True,
}
_REACHED: dict[str, Any] = _TRIED | {
    "reached_at": at(minutes=10),
    "reached_by": LI.user_id,
    "reached_kept": True,
}
_SOLVED: dict[str, Any] = _REACHED | {
    "solution": Solution.REPLACEMENT,
    "solved_at": at(minutes=20),
    "solved_by": LI.user_id,
}
_RESOLVED: dict[str, Any] = _SOLVED | {
    "resolved_at": at(minutes=40),
    "resolved_by": LI.user_id,
    "cause": CAUSE,
    "follow_up_due_at": at(minutes=40) + DEADLINES.follow_up,
}
_AS: dict[Status, dict[str, Any]] = {
    Status.OPEN: {},
    Status.CLAIMED: _CLAIMED,
    Status.CONTACTED: _REACHED,
    Status.SOLVING: _SOLVED,
    Status.WAITING: _REACHED | {"waiting_at": at(minutes=30), "waiting_by": LI.user_id},
    Status.RESOLVED: _RESOLVED,
    Status.CLOSED: _RESOLVED | {"closed_at": at(days=7), "closed_by": LI.user_id, "satisfaction": 5},
    Status.DISMISSED: {
        "dismissed_at": at(minutes=5),
        "dismissed_by": LI.user_id,
        "dismissed_reason": "写的是好评",
    },
}


def a_case(status: Status = Status.OPEN, **facts: Any) -> Case:
    """An urgent case of 小李's product line, opened at T0, as it typically is in this status."""
    usual = Case(
        id=1042,
        version=1,
        status=status,
        grade=Grade.URGENT,
        safety=False,
        opened_at=T0,
        contact_due_at=T0 + DEADLINES.first_contact,
        start_due_at=T0 + DEADLINES.urgent_start,
        owner=LI.user_id,
        category=Category.PRODUCT_QUALITY,
    )
    return replace(usual, **(_AS[status] | facts))


def an_order(action: Action, by: Actor = LI, **facts: Any) -> Order:
    """An order complete with what its action needs, given an hour after T0."""
    needs: dict[Action, dict[str, Any]] = {
        Action.CONTACT_REACHED: {"channel": Channel.PHONE, "outcome": Outcome.REACHED},
        Action.CONTACT_MISSED: {"channel": Channel.SMS, "outcome": Outcome.NO_ANSWER},
        Action.SOLUTION: {"solution": Solution.RETURN_REFUND},
        Action.SNOOZE: {"pause": timedelta(minutes=30), "note": "客户在开会"},
        Action.REGRADE: {"category": Category.LOGISTICS, "note": "说的是快递"},
        Action.HAND_OVER: {"to": WANG.user_id},
        Action.RESOLVE: {"cause": CAUSE},
        Action.FOLLOW_UP_GOOD: {"satisfaction": 5},
        Action.FOLLOW_UP_BAD: {"satisfaction": 1},
        Action.REOPEN: {"note": "客户又来了"},
        Action.DISMISS: {"note": "写的是好评"},
    }
    return Order(action, by, **({"at": at(hours=1)} | needs.get(action, {}) | facts))


def a_review_seen(**facts: Any) -> ReviewSeen:
    """A one-star review of a kettle."""
    usual = ReviewSeen(
        store="home-cn",
        platform="tmall",
        product="电热水壶 1.5L",
        line="厨房电器",
        order_id="o-1377",
        customer_name="王小明",
        tier=Tier.GOLD,
        rating=1,
        text="用了两天就坏了,烧不开水",
        images=2,
        videos=1,
        written_at=T0,
        received_at=T0,
        change=ReviewChange.CREATED,
        changed_at=None,
        previous_rating=None,
        previous_text="",
    )
    return replace(usual, **facts)


def a_file(case: Case | None = None, **facts: Any) -> CaseFile:
    """A case with its review, its card in the store's channel."""
    usual = CaseFile(
        case=case or a_case(),
        review=a_review_seen(),
        secondary=(Category.SERVICE_ATTITUDE,),
        intensity=5,
        reasons=(ReasonGiven("grading.one_star", "1★"),),
        assigned_because=Why.LINE_OWNER,
        complaints_90d=2,
        alike_24h=3,
        card=Posted("C0HOME", "1700000000.000100"),
    )
    return replace(usual, **facts)
