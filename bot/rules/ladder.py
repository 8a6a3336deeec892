"""Ladder: the six levels of compensation, who may grant them, up to what, and how a request is decided.

Nothing here knows of a review: compensation is decided by grade, tier, purchase and history alone.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.case import Actor
from bot.duration import Duration
from bot.rules.refusals.cases import RoleNeeded
from bot.rules.refusals.money import (
    AlreadyDecided,
    AlreadyExecuted,
    AmountNeeded,
    NotApprovedYet,
    OutsideBand,
    OverCap,
    OwnRequest,
)
from bot.rules.remedies import suggested_for
from bot.vocabulary import Action, Category, Grade, Role, Solution, Tier

LEVELS = 6
LEVEL_OF = {
    Solution.COUPON: 1,
    Solution.FREIGHT: 2,
    Solution.PARTIAL_REFUND: 3,
    Solution.REPLACEMENT: 4,
    Solution.RETURN_REFUND: 5,
    Solution.FULL_REFUND: 6,
}
_STRONG = 4  # emotion from which the next level is suggested
_OFTEN = 2  # complaints in 90 days from which it is, too
_TIERS = tuple(Tier)

Yuan = Annotated[Decimal, Field(ge=0, le=10**7, decimal_places=2)]
Share = Annotated[Decimal, Field(ge=0, le=10)]
Band = Annotated[tuple[int, int], Field()]
Bands = Annotated[tuple[Band, Band, Band, Band], Field()]


class LadderRules(BaseModel):
    """The policy's [ladder]: one entry a level for caps, shares and approvers; bands a tier, basic to diamond.

    A cap of 0 is none. `asks` is how often a request is told before it lapses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    caps: tuple[Yuan, Yuan, Yuan, Yuan, Yuan, Yuan] = tuple(map(Decimal, (10, 20, 80, 200, 0, 0)))  # type: ignore[assignment]  # six of them
    shares: tuple[Share, Share, Share, Share, Share, Share] = tuple(  # type: ignore[assignment]  # six of them
        map(Decimal, ("0.10", "0.20", "0.40", "0", "1.10", "1.00"))
    )
    approvers: tuple[Role, Role, Role, Role, Role, Role] = (
        Role.AGENT,
        Role.AGENT,
        Role.LEAD,
        Role.LEAD,
        Role.SUPERVISOR,
        Role.SUPERVISOR,
    )
    manager_above: Yuan = Decimal(500)
    normal: Bands = ((1, 2), (1, 2), (1, 3), (2, 3))
    important: Bands = ((2, 4), (2, 4), (3, 5), (3, 5))
    urgent: Bands = ((4, 6), (4, 6), (4, 6), (4, 6))
    expires: Duration = timedelta(minutes=30)
    asks: Annotated[int, Field(ge=1, le=20)] = 3
    daily_per_agent: Yuan = Decimal(300)
    monthly_per_shop: Yuan = Decimal(20000)
    warn_at: Annotated[Decimal, Field(gt=0, le=1)] = Decimal("0.8")

    @model_validator(mode="after")
    def _bands_climb(self) -> Self:
        for bands in (self.normal, self.important, self.urgent):
            for low, high in bands:
                if not 1 <= low <= high <= LEVELS:
                    raise ValueError(f"a band from a level to one not below it, of 1 to {LEVELS}, not {low} to {high}")
        return self


class Stand(StrEnum):
    """Where a compensation stands."""

    ASKED = "asked"
    APPROVED = "approved"
    EXECUTED = "executed"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    REPLACED = "replaced"


LIVE = frozenset({Stand.ASKED, Stand.APPROVED})


@dataclass(frozen=True)
class Compensation:
    """One offer of a case. The amount, in cents, is frozen when it is asked for."""

    id: int
    case_id: int
    level: int
    solution: Solution
    amount_cents: int
    stand: Stand
    needs: Role
    asked_by: str
    asked_at: datetime
    asks: int = 1
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    executed_by: str | None = None
    executed_at: datetime | None = None


@dataclass(frozen=True)
class Basis:
    """By what a compensation is measured; `paid_cents` is None where the purchase is not known."""

    grade: Grade
    tier: Tier
    category: Category | None
    intensity: int
    complaints_90d: int
    paid_cents: int | None


@dataclass(frozen=True)
class Spent:
    """What is granted or asked for already, in cents: by this agent today, by the shop this month, in this case."""

    agent_today: int = 0
    shop_month: int = 0
    case: int = 0


@dataclass(frozen=True)
class Term:
    """One solution with what the ladder says of it here; a level of None costs nothing and needs nobody."""

    solution: Solution
    level: int | None
    is_within: bool
    is_suggested: bool
    cap_cents: int | None
    needs: Role


def terms(basis: Basis, spent: Spent, rules: LadderRules) -> list[Term]:
    """Every solution, the fitting ones first, then the level that usually does, then the rest as they climb."""
    low, high = band(basis.grade, basis.tier, rules)
    usual, fitting = suggested_level(basis, rules), suggested_for(basis.category)
    found = []
    for solution in Solution:
        level = LEVEL_OF.get(solution)
        if level is None:
            found.append(Term(solution, None, True, solution in fitting, None, Role.AGENT))
            continue
        cap = cap_cents(level, basis.paid_cents, rules)
        left = cap if cap is None else max(0, cap - spent.case)
        needs = approver_of(level, left or 0, spent, rules)
        found.append(Term(solution, level, low <= level <= high, level == usual, left, needs))
    return sorted(found, key=lambda term: (not term.is_within, not term.is_suggested, term.solution not in fitting))


def band(grade: Grade, tier: Tier, rules: LadderRules) -> tuple[int, int]:
    """The lowest and highest level for this grade and tier."""
    bands: dict[Grade, Bands] = {
        Grade.NORMAL: rules.normal,
        Grade.IMPORTANT: rules.important,
        Grade.URGENT: rules.urgent,
    }
    low, high = bands[grade][_TIERS.index(tier)]
    return low, high


def cap_cents(level: int, paid_cents: int | None, rules: LadderRules) -> int | None:
    """The most that a level allows: the smaller of amount and share of what was paid; None where neither is known."""
    amount, share = rules.caps[level - 1], rules.shares[level - 1]
    limits = [int(amount * 100)] if amount else []
    if share and paid_cents is not None:
        limits.append(int(share * paid_cents))
    return min(limits, default=None)


def suggested_level(basis: Basis, rules: LadderRules) -> int:
    """What usually does: what fits the complaint if the band has it, else its lowest, one more where it is bad."""
    low, high = band(basis.grade, basis.tier, rules)
    fitting = [LEVEL_OF[one] for one in suggested_for(basis.category) if one in LEVEL_OF]
    within = [level for level in fitting if low <= level <= high]
    if within:
        return min(within)
    worse = basis.intensity >= _STRONG or basis.complaints_90d >= _OFTEN
    return min(high, low + 1) if worse else low


def approver_of(level: int, amount_cents: int, spent: Spent, rules: LadderRules) -> Role:
    """Who grants it: by level and amount, and higher where a budget is used up."""
    needs = [rules.approvers[level - 1]]
    if amount_cents > int(rules.manager_above * 100):
        needs.append(Role.MANAGER)
    if spent.agent_today + amount_cents > int(rules.daily_per_agent * 100):
        needs.append(Role.LEAD)
    if spent.shop_month + amount_cents > int(rules.monthly_per_shop * 100):
        needs.append(Role.MANAGER)
    return max(needs, key=list(Role).index)


def asked(
    basis: Basis,
    solution: Solution,
    amount_cents: int | None,
    by: Actor,
    at: datetime,
    spent: Spent,
    rules: LadderRules,
) -> Compensation | None:
    """The request as it is made; None for a solution that costs nothing. Its numbers are given when it is stored.

    Raises `OutsideBand`, `AmountNeeded` or `OverCap`. What an agent may grant alone is granted at once.
    """
    level = LEVEL_OF.get(solution)
    if level is None:
        return None
    low, high = band(basis.grade, basis.tier, rules)
    if not low <= level <= high:
        raise OutsideBand(level, low, high)
    cap = cap_cents(level, basis.paid_cents, rules)
    amount = cap if amount_cents is None and rules.shares[level - 1] >= 1 else amount_cents
    if amount is None:
        raise AmountNeeded(level, cap)
    if cap is not None and amount + spent.case > cap:
        raise OverCap(level, cap, spent.case)
    needs = approver_of(level, amount, spent, rules)
    alone = needs is Role.AGENT
    return Compensation(
        id=0,
        case_id=0,
        level=level,
        solution=solution,
        amount_cents=amount,
        stand=Stand.APPROVED if alone else Stand.ASKED,
        needs=needs,
        asked_by=by.user_id,
        asked_at=at,
        decided_by=by.user_id if alone else None,
        decided_at=at if alone else None,
    )


def decided(one: Compensation, by: Actor, at: datetime, *, approve: bool, reason: str = "") -> Compensation:
    """Approved or rejected. Raises `AlreadyDecided`, `RoleNeeded`, or `OwnRequest`: nobody grants their own."""
    if one.stand is not Stand.ASKED:
        raise AlreadyDecided(one.case_id, one.stand, one.decided_by, one.decided_at)
    if not by.is_at_least(one.needs):
        raise RoleNeeded(one.case_id, one.needs, Action.SOLUTION, by.user_id)
    if by.user_id == one.asked_by:
        raise OwnRequest(one.case_id)
    stand = Stand.APPROVED if approve else Stand.REJECTED
    return replace(one, stand=stand, decided_by=by.user_id, decided_at=at, reason=reason)


def executed(one: Compensation, by: Actor, at: datetime) -> Compensation:
    """Carried out; it counts once. Raises `AlreadyExecuted` or `NotApprovedYet`."""
    if one.stand is Stand.EXECUTED:
        raise AlreadyExecuted(one.case_id, one.executed_by, one.executed_at)
    if one.stand is not Stand.APPROVED:
        raise NotApprovedYet(one.case_id)
    return replace(one, stand=Stand.EXECUTED, executed_by=by.user_id, executed_at=at)


def asked_again(one: Compensation, rules: LadderRules) -> Compensation:
    """Nobody decided in time: it is asked once more, or lapses."""
    return replace(one, asks=one.asks + 1) if one.asks < rules.asks else replace(one, stand=Stand.LAPSED)
