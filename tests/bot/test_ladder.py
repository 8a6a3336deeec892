"""The ladder: bands, caps, who grants what, and that a request is decided and carried out once."""

import ast
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.case import Actor
from bot.rules.ladder import (
    LEVEL_OF,
    Basis,
    Compensation,
    LadderRules,
    Spent,
    Stand,
    approver_of,
    asked,
    asked_again,
    band,
    cap_cents,
    decided,
    executed,
    suggested_level,
    terms,
)
from bot.rules.owed import Owed, owed
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
from bot.vocabulary import Category, Grade, Role, Solution, Tier
from tests.house.clock import at

RULES = LadderRules()
AGENT, LEAD = Actor("U0LI", Role.AGENT), Actor("U0ZHAO", Role.LEAD)
SUPERVISOR, MANAGER = Actor("U0CHEN", Role.SUPERVISOR), Actor("U0ZHOU", Role.MANAGER)
BASIS = Basis(Grade.IMPORTANT, Tier.GOLD, Category.DESCRIPTION_MISMATCH, 3, 1, 12900)


def request(
    solution: Solution = Solution.PARTIAL_REFUND, cents: int | None = 5000, by: Actor = AGENT, basis: Basis = BASIS
) -> Compensation:
    made = asked(basis, solution, cents, by, at(), Spent(), RULES)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("grade", "bands"),
    [
        (Grade.NORMAL, [(1, 2), (1, 2), (1, 3), (2, 3)]),
        (Grade.IMPORTANT, [(2, 4), (2, 4), (3, 5), (3, 5)]),
        (Grade.URGENT, [(4, 6)] * 4),
    ],
)
def test_the_bands_are_those_of_the_trade(grade: Grade, bands: list[tuple[int, int]]) -> None:
    assert [band(grade, tier, RULES) for tier in Tier] == bands


@pytest.mark.parametrize(
    ("level", "paid", "cap"),
    [
        (1, 5000, 500),  # ¥50: a tenth is less than ¥10
        (1, 12900, 1000),
        (2, 12900, 2000),
        (3, 12900, 5160),  # 40 %
        (3, 90000, 8000),
        (4, 12900, 20000),
        (5, 12900, 14190),  # 110 %
        (6, 12900, 12900),
        (1, None, 1000),
        (6, None, None),
    ],
)
def test_a_cap_is_the_smaller_of_amount_and_share(level: int, paid: int | None, cap: int | None) -> None:
    assert cap_cents(level, paid, RULES) == cap


@pytest.mark.parametrize(
    ("level", "cents", "needs"),
    [
        (1, 1000, Role.AGENT),
        (2, 2000, Role.AGENT),
        (3, 8000, Role.LEAD),
        (4, 20000, Role.LEAD),
        (5, 14190, Role.SUPERVISOR),
        (6, 50000, Role.SUPERVISOR),
        (6, 50001, Role.MANAGER),
    ],
)
def test_who_grants_goes_by_level_and_amount(level: int, cents: int, needs: Role) -> None:
    assert approver_of(level, cents, Spent(), RULES) is needs


def test_a_used_up_budget_asks_higher_up() -> None:
    assert approver_of(1, 1000, Spent(agent_today=29000), RULES) is Role.AGENT
    assert approver_of(1, 1001, Spent(agent_today=29000), RULES) is Role.LEAD
    assert approver_of(1, 1000, Spent(shop_month=1_999_001), RULES) is Role.MANAGER


def test_what_an_agent_may_grant_alone_is_granted_at_once() -> None:
    made = request(Solution.FREIGHT, 1500, basis=replace(BASIS, grade=Grade.NORMAL))

    assert (made.stand, made.decided_by) == (Stand.APPROVED, AGENT.user_id)


def test_what_costs_nothing_is_no_compensation() -> None:
    assert asked(BASIS, Solution.APOLOGY, None, AGENT, at(), Spent(), RULES) is None


def test_outside_the_band_over_the_cap_and_without_an_amount_are_refused_with_their_numbers() -> None:
    with pytest.raises(OutsideBand) as outside:
        request(Solution.COUPON, 500)
    with pytest.raises(OverCap) as over:
        request(cents=5161)
    with pytest.raises(AmountNeeded) as needed:
        request(cents=None)

    assert (outside.value.level, outside.value.low, outside.value.high) == (1, 3, 5)
    assert (over.value.level, over.value.cap_cents) == (3, 5160)
    assert needed.value.cap_cents == 5160


def test_a_full_refund_is_the_whole_price_where_no_amount_is_given() -> None:
    urgent = replace(BASIS, grade=Grade.URGENT)

    assert request(Solution.FULL_REFUND, None, basis=urgent).amount_cents == 12900
    with pytest.raises(AmountNeeded):
        request(Solution.FULL_REFUND, None, basis=replace(urgent, paid_cents=None))


def test_what_the_case_has_had_counts_towards_the_cap() -> None:
    with pytest.raises(OverCap):
        asked(BASIS, Solution.PARTIAL_REFUND, 1000, AGENT, at(), Spent(case=4200), RULES)


def test_nobody_grants_their_own_request_however_high_they_stand() -> None:
    with pytest.raises(OwnRequest):
        decided(request(by=MANAGER), MANAGER, at(), approve=True)


def test_who_lacks_the_authority_is_told_whom_it_takes() -> None:
    with pytest.raises(RoleNeeded) as needed:
        decided(request(), AGENT, at(), approve=True)

    assert needed.value.role is Role.LEAD


def test_a_request_is_decided_once_and_carried_out_once() -> None:
    approved = decided(request(), LEAD, at(minutes=1), approve=True)
    done = executed(approved, AGENT, at(minutes=2))

    assert (done.stand, done.amount_cents, done.decided_by) == (Stand.EXECUTED, 5000, LEAD.user_id)
    with pytest.raises(AlreadyDecided):
        decided(approved, SUPERVISOR, at(), approve=False)
    with pytest.raises(AlreadyExecuted):
        executed(done, AGENT, at())
    with pytest.raises(NotApprovedYet):
        executed(request(), AGENT, at())
    with pytest.raises(NotApprovedYet):
        executed(decided(request(), LEAD, at(), approve=False, reason="先换新"), AGENT, at())


def test_a_request_is_asked_again_and_lapses() -> None:
    once = request()
    twice = asked_again(once, RULES)
    thrice = asked_again(twice, RULES)

    assert [one.asks for one in (once, twice, thrice)] == [1, 2, 3]
    assert asked_again(thrice, RULES).stand is Stand.LAPSED


_BASES = st.builds(
    Basis,
    grade=st.sampled_from(Grade),
    tier=st.sampled_from(Tier),
    category=st.none() | st.sampled_from(Category),
    intensity=st.integers(1, 5),
    complaints_90d=st.integers(1, 9),
    paid_cents=st.none() | st.integers(0, 10_000_000),
)


@given(basis=_BASES)
def test_what_is_suggested_is_always_within_the_band(basis: Basis) -> None:
    low, high = band(basis.grade, basis.tier, RULES)

    assert low <= suggested_level(basis, RULES) <= high
    told = terms(basis, Spent(), RULES)
    assert {one.solution for one in told} == set(Solution)
    assert [one.is_within for one in told] == sorted((one.is_within for one in told), reverse=True)


@given(basis=_BASES, solution=st.sampled_from(sorted(LEVEL_OF)), cents=st.integers(1, 20_000_000))
def test_whatever_is_granted_is_within_band_and_cap_and_by_somebody_else_above_the_agent(
    basis: Basis, solution: Solution, cents: int
) -> None:
    try:
        made = asked(basis, solution, cents, AGENT, at(), Spent(), RULES)
    except (OutsideBand, OverCap):
        return

    assert made is not None
    low, high = band(basis.grade, basis.tier, RULES)
    cap = cap_cents(made.level, basis.paid_cents, RULES)
    assert low <= made.level <= high
    assert cap is None or made.amount_cents <= cap
    assert (made.stand is Stand.APPROVED) == (made.needs is Role.AGENT)
    assert made.level <= 2 or made.stand is Stand.ASKED


@pytest.mark.parametrize(
    "wrong",
    [
        {"normal": [[2, 1], [1, 2], [1, 3], [2, 3]]},
        {"urgent": [[4, 7]] * 4},
        {"caps": [1, 2, 3]},
        {"approvers": ["agent"] * 5},
        {"expires": "soon"},
        {"warn_at": 0},
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LadderRules.model_validate(wrong)


def test_a_shop_may_set_its_own_caps() -> None:
    rules = LadderRules.model_validate({"caps": [5, 20, 80, 200, 0, 0]})

    assert rules.caps[0] == Decimal(5)
    assert cap_cents(1, 12900, rules) == 500


def test_what_the_law_owes_goes_by_what_happened() -> None:
    assert owed(["safety.foreign_body", "stars.low"], Category.PRODUCT_QUALITY) == [Owed.FOOD]
    assert owed(["signal.counterfeit"], Category.DESCRIPTION_MISMATCH) == [Owed.FAKE]
    assert owed(["quality.broken"], Category.PRODUCT_QUALITY) == [Owed.RETURN]
    assert owed(["logistics.slow"], Category.LOGISTICS) == []


ROOT = Path(__file__).parents[2]
MONEY = ("bot/rules/ladder.py", "handlers/casework/compensation.py", "storage/compensations.py")
OF_REVIEWS = {"rating", "previous_rating", "text", "previous_text", "change", "changed_at", "images", "useful"}
OF_REVIEWS_MODULES = (
    "bot.review",
    "bot.analysis",
    "bot.rules.living",
    "bot.rules.revision",
    "storage.reviews",
    "storage.afterlives",
)


@pytest.mark.parametrize("path", MONEY)
def test_nothing_that_decides_money_looks_at_the_review(path: str) -> None:
    """The firewall: no field of the review is read where compensation is decided, granted, paid or counted."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}

    assert not read & OF_REVIEWS
    assert not {module for module in imported if module.startswith(OF_REVIEWS_MODULES)}


def test_the_compensation_table_has_no_column_about_the_review() -> None:
    from storage.tables import CompensationRow

    assert not set(CompensationRow.model_fields) & (OF_REVIEWS | {"review_id", "review", "stars"})
