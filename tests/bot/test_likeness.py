"""Likeness: what is one thing, what is not, and how many are enough."""

from datetime import timedelta

import pytest

from bot.rules.likeness import Complaint, IncidentRules, are_alike, belongs, complaint, gathered
from bot.vocabulary import Category
from tests.house.clock import T0

QUALITY, LOGISTICS = Category.PRODUCT_QUALITY, Category.LOGISTICS


def said(text: str, *hit: str, number: int = 1, hours: float = 0, category: Category | None = QUALITY) -> Complaint:
    unsafe = any(one.startswith("safety.") for one in hit)
    given = [(rule, found) for rule, _, found in (one.partition(" ") for one in hit)]
    return complaint(number, T0 + timedelta(hours=hours), category, given, text, safety=unsafe)


def leak(number: int, hours: float = 0) -> Complaint:
    return said("漏水", "quality.broken", number=number, hours=hours)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said("盖子漏水,桌上全是水"), said("漏水,盖子盖不严")),
        (said("加热慢", "quality.works_badly"), said("烫手", "quality.works_badly")),
        (said("又漏", "quality.broken 漏水"), said("漏了", "packaging.leak 漏水")),
        (said("冒烟", "safety.smoke"), said("漏电", "safety.leaking_current", category=LOGISTICS)),
        (said("The lid leaks over the table"), said("lid leaks, useless")),
    ],
)
def test_what_shares_its_words_its_rule_or_its_danger_is_alike(one: Complaint, other: Complaint) -> None:
    assert are_alike(one, other)
    assert are_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said("盖子漏水"), said("快递太慢,等了十天", category=LOGISTICS)),
        (said("盖子漏水"), said("加热很慢,十分钟不开")),
        (said("盖子漏水", "grading.one_star"), said("加热很慢", "grading.one_star")),
        (said("质量", "quality.word"), said("不行", "quality.word")),
        (said("盖子漏水", category=None), said("盖子漏水", category=None)),
        (said("冒烟", "safety.smoke"), said("烧不开")),
        (said(""), said("")),
    ],
)
def test_what_shares_only_its_product_is_not(one: Complaint, other: Complaint) -> None:
    assert not are_alike(one, other)


def test_three_in_a_day_are_enough_and_two_are_not() -> None:
    new = leak(3, 23)

    assert [one.case_id for one in gathered(new, [leak(2, 5), leak(1)], IncidentRules())] == [1, 2, 3]
    assert gathered(new, [leak(2, 5)], IncidentRules()) == ()


def test_a_day_ago_to_the_minute_is_not_within_a_day() -> None:
    assert gathered(leak(3, 24), [leak(2, 5), leak(1)], IncidentRules()) == ()


def test_six_in_a_week_are_enough() -> None:
    others = [leak(number, 27 * number) for number in range(1, 6)]

    assert len(gathered(leak(6, 27 * 6), others, IncidentRules())) == 6
    assert gathered(leak(6, 27 * 6), others[1:], IncidentRules()) == ()


def test_what_is_older_than_a_week_counts_for_nothing() -> None:
    others = [leak(number, number) for number in range(1, 6)]

    assert gathered(leak(6, 24 * 7 + 5), others, IncidentRules()) == ()


def test_the_second_of_safety_is_enough() -> None:
    first, second = said("冒烟", "safety.smoke", number=1), said("漏电", "safety.shock", number=2)

    assert len(gathered(second, [first], IncidentRules())) == 2
    assert gathered(leak(2), [first], IncidentRules()) == ()
    assert len(gathered(first, [], IncidentRules(safety=1))) == 1


def test_a_case_belongs_where_any_is_like_it() -> None:
    assert belongs(leak(4), [said("烧不开", number=1), leak(2)])
    assert not belongs(leak(4), [said("烧不开", number=1)])
