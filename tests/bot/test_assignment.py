"""Assignment and opening: which reviews become a case, whose it is, and what the trade offers first."""

from typing import Any

import pytest

from bot.analysis import Analysis, analyse
from bot.rules.assignment import Assignment, Line, Load, Member, Why, assign, skills_for
from bot.rules.deadlines import Deadlines
from bot.rules.grading import Graded
from bot.rules.opening import first_state, needs_case
from bot.rules.remedies import suggested_for
from bot.vocabulary import Category, Grade, Solution, Status
from tests.house.clock import T0, at

LINES = {"厨房电器": Line(owner="U0LI", deputy="U0WANG"), "食品生鲜": Line(owner="U0SUN")}


@pytest.mark.parametrize(
    ("line", "off", "owner", "why"),
    [
        ("厨房电器", set(), "U0LI", Why.LINE_OWNER),
        ("厨房电器", {"U0WANG"}, "U0LI", Why.LINE_OWNER),
        ("厨房电器", {"U0LI"}, "U0WANG", Why.DEPUTY),
        ("厨房电器", {"U0LI", "U0WANG"}, None, Why.NOBODY_ON_DUTY),
        ("食品生鲜", {"U0SUN"}, None, Why.NOBODY_ON_DUTY),
        ("户外露营", set(), None, Why.LINE_UNKNOWN),
        ("", set(), None, Why.LINE_UNKNOWN),
    ],
)
def test_the_owner_answers_or_the_deputy_or_nobody(line: str, off: set[str], owner: str | None, why: Why) -> None:
    assert assign(line, LINES, off) == Assignment(owner, why)


@pytest.mark.parametrize(
    ("text", "rating", "becomes_a_case"),
    [
        ("用了两天就坏了,客服还不理人", 1, True),
        ("用了两天就坏了,客服还不理人", 5, True),
        ("", 1, True),
        ("", 2, True),
        ("", 3, True),
        ("一般般吧", 3, True),
        ("", 4, False),
        ("很喜欢,孩子天天用", 5, False),
        ("充电的时候冒烟了", None, True),
    ],
)
def test_bad_and_neutral_reviews_become_cases(text: str, rating: int | None, becomes_a_case: bool) -> None:
    assert needs_case(analyse(text, rating), rating) is becomes_a_case


def an_analysis() -> Analysis:
    return analyse("充电的时候冒烟了", 1)


def test_a_new_case_carries_owner_grade_and_both_clocks() -> None:
    analysis = an_analysis()

    case = first_state(
        analysis,
        Graded(Grade.URGENT, (), 0),
        Assignment("U0LI", Why.LINE_OWNER),
        at=T0,
        deadlines=Deadlines(),
    )

    assert (case.status, case.version, case.owner, case.safety) == (Status.OPEN, 1, "U0LI", True)
    assert (case.opened_at, case.start_due_at, case.contact_due_at) == (T0, at(minutes=30), at(hours=2))
    assert case.category is analysis.category
    assert (case.claimed_by, case.start_kept) == (None, None)


def test_a_normal_case_need_only_be_contacted() -> None:
    graded, nobody = Graded(Grade.NORMAL, (), 0), Assignment(None, Why.LINE_UNKNOWN)

    case = first_state(an_analysis(), graded, nobody, at=T0, deadlines=Deadlines())

    assert (case.start_due_at, case.owner) == (None, None)


@pytest.mark.parametrize(
    ("category", "first"),
    [
        (Category.PRODUCT_QUALITY, Solution.RETURN_REFUND),
        (Category.LOGISTICS, Solution.FREIGHT),
        (Category.SERVICE_ATTITUDE, Solution.SUPERVISOR_APOLOGY),
    ],
)
def test_the_trades_first_offer_fits_the_category(category: Category, first: Solution) -> None:
    assert suggested_for(category)[0] is first


@pytest.mark.parametrize("category", Category)
def test_every_category_has_something_to_offer_each_thing_once(category: Category) -> None:
    fitting = suggested_for(category)

    assert fitting
    assert len(set(fitting)) == len(fitting)


def test_without_a_topic_nothing_is_suggested() -> None:
    assert suggested_for(None) == ()


def a_member(user: str, *, weight: int = 0, cases: int = 0, limit: int | None = None, **more: Any) -> Member:
    return Member(user, user, limit, load=Load(cases, weight, more.pop("given_at", None)), **more)


def test_an_owner_at_the_limit_gives_way_to_the_deputy_and_both_to_the_least_loaded() -> None:
    full_li, full_wang = a_member("U0LI", cases=3, limit=3), a_member("U0WANG", cases=3, limit=3)
    free_wang, sun, zhao = a_member("U0WANG", weight=50), a_member("U0SUN", weight=9), a_member("U0HE", weight=4)

    assert assign("厨房电器", LINES, set(), [full_li, free_wang, sun]) == Assignment("U0WANG", Why.DEPUTY)
    assert assign("厨房电器", LINES, set(), [full_li, full_wang, sun, zhao]) == Assignment("U0HE", Why.LEAST_LOAD)
    assert assign("厨房电器", LINES, {"U0HE"}, [full_li, full_wang, sun, zhao]).owner == "U0SUN"
    assert assign("户外露营", LINES, set(), [sun, zhao]) == Assignment("U0HE", Why.LEAST_LOAD)


def test_of_equals_the_one_who_got_a_case_longest_ago_then_by_name() -> None:
    sun, he = a_member("U0SUN", given_at=at(hours=1)), a_member("U0HE", given_at=at(hours=2))

    assert assign("", LINES, set(), [he, sun]).owner == "U0SUN"
    assert assign("", LINES, set(), [sun, a_member("U0NEW")]).owner == "U0NEW"
    assert assign("", LINES, set(), [a_member("U0B"), a_member("U0A")]).owner == "U0A"


def test_it_is_said_why_there_is_nobody() -> None:
    full, plain, safe = (
        a_member("U0FULL", cases=2, limit=2),
        a_member("U0PLAIN"),
        a_member("U0SAFE", skills=frozenset({"safety"})),
    )

    assert assign("", LINES, {"U0FULL"}, [full]).why is Why.NOBODY_ON_DUTY
    assert assign("", LINES, set(), [full]).why is Why.OVER_LIMIT
    assert assign("", LINES, {"U0SAFE"}, [plain, safe], {"safety"}).why is Why.NO_SKILL
    assert assign("", LINES, set(), [plain, safe], {"safety"}).owner == "U0SAFE"


def test_a_skill_that_nobody_has_is_not_asked_for_and_leads_share_nothing() -> None:
    lead = a_member("U0ZHAO", skills=frozenset({"en"}), shares=False)

    assert assign("", LINES, set(), [a_member("U0LI", weight=3), lead], {"en", "safety"}).owner == "U0LI"


@pytest.mark.parametrize(
    ("text", "safety", "skills"),
    [
        ("充电的时候冒烟了", True, {"safety"}),
        ("It broke after two days and nobody answers", False, {"en"}),
        ("这个 iPhone 充电器 USB-C 接口用了两天就松了", False, set()),
        ("", False, set()),
    ],
)
def test_a_review_asks_for_skills(text: str, safety: bool, skills: set[str]) -> None:
    assert skills_for(text, safety=safety) == skills


def test_whoever_is_spared_is_passed_over_and_that_is_the_reason_where_nobody_is_left() -> None:
    assert assign("厨房电器", LINES, set(), paused={"U0LI"}) == Assignment("U0WANG", Why.DEPUTY)
    assert assign("厨房电器", LINES, set(), paused={"U0LI", "U0WANG"}) == Assignment(None, Why.PAUSED)
    assert assign("厨房电器", LINES, {"U0LI"}, paused={"U0WANG"}) == Assignment(None, Why.PAUSED)
    assert assign("厨房电器", LINES, {"U0LI", "U0WANG"}, paused={"U0WANG"}).why is Why.NOBODY_ON_DUTY
    rota = [Member("U0SUN"), Member("U0LI")]
    assert assign("厨房电器", LINES, set(), rota, paused={"U0LI", "U0WANG"}) == Assignment("U0SUN", Why.LEAST_LOAD)
    assert assign("", LINES, set(), rota, paused={"U0SUN", "U0LI"}) == Assignment(None, Why.PAUSED)


def test_whoever_is_strained_comes_after_the_others_whatever_they_hold() -> None:
    strained, busy = Member("U0A", is_strained=True), Member("U0B", load=Load(9, 90))

    assert assign("", LINES, set(), [strained, busy]).owner == "U0B"
    assert assign("", LINES, {"U0B"}, [strained, busy]).owner == "U0A"
