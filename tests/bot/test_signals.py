"""Signals: false alarms stay within the promised rate, and what rises in earnest is found."""

import math
from random import Random
from statistics import median

import pytest

from bot.rules.signals import Expectation, Seen, SignalRules, Tally, Usual, chance, expected, level, rises
from tests.bot.chat_months import Month

RULES = SignalRules()
QUIET = Usual([Tally(30, 3)] * 28, Tally(4000, 400), Tally(20_000, 2000))


@pytest.mark.parametrize(
    "month",
    [
        Month(restless=0.0),
        Month(restless=0.3),
        Month(talks=100, share=0.05, products=15),
        Month(talks=3, share=0.05, products=150),
        Month(growth=1.02),
    ],
    ids=["steady", "restless", "busy", "rare", "growing"],
)
def test_over_many_quiet_months_false_alarms_stay_within_the_promise(month: Month) -> None:
    """One in 30 days for all products together; 12 months of a shop in which nothing ever happens."""
    random, months = Random(11), 12

    false = sum(len(month.alerts(random, RULES)) for _ in range(months))

    assert false <= months * RULES.false_alarms


def test_the_promise_is_the_policys() -> None:
    """Who puts up with ten false alarms a month hears of more."""
    strict = sum(len(Month().alerts(Random(seed), RULES)) for seed in range(6))
    lax = sum(len(Month().alerts(Random(seed), SignalRules(false_alarms=10))) for seed in range(6))

    assert strict < lax <= 60


@pytest.mark.parametrize(
    ("month", "within"),
    [
        (Month(products=1, talks=100, times=3, days=10, restless=0.2), 1.5),
        (Month(products=1, talks=30, times=5, days=10, restless=0.2), 1.5),
        (Month(products=1, talks=200, times=2, days=10, restless=0.2), 3),
    ],
    ids=["tripled to 30 a day", "five times 3 a day", "doubled to 40 a day"],
)
def test_what_rises_in_earnest_is_found_in_time(month: Month, within: float) -> None:
    """Half of the time within so many days; docs/metrics.md says these."""
    found = [min(month.alerts(Random(seed), RULES), default=99.0) for seed in range(21)]

    assert median(found) <= within


def test_the_tail_is_that_of_a_beta_binomial() -> None:
    """Against the sum of all its terms, worked out one by one: given one mention, that many among the others."""
    what, seen = Expectation(0.1, 40.0), Seen(25, 8, 8)
    alpha, beta = 5.0, 36.0

    def term(count: int) -> float:
        log_beta = math.lgamma(count + alpha) + math.lgamma(24 - count + beta) - math.lgamma(24 + alpha + beta)
        return math.comb(24, count) * math.exp(log_beta - math.lgamma(alpha) - math.lgamma(beta) + math.lgamma(41))

    assert math.isclose(sum(map(term, range(25))), 1.0)
    assert math.isclose(chance(seen, what), sum(map(term, range(7, 25))))


def test_one_mention_alone_is_no_evidence() -> None:
    assert chance(Seen(20, 1, 1), expected(QUIET)) == 1.0


def test_two_customers_are_too_few_but_for_a_danger() -> None:
    never = Usual([Tally(50, 0)] * 28, Tally(9000, 0), Tally(90_000, 0))

    assert not rises(Seen(50, 9, 2), never, 0.01, RULES, alarming=False)
    assert rises(Seen(50, 1, 1, alarm_customers=2), QUIET, 1e-9, RULES, alarming=True)
    assert not rises(Seen(50, 1, 1, alarm_customers=1), QUIET, 1e-9, RULES, alarming=True)
    assert not rises(Seen(50, 0, 0, alarm_customers=2), QUIET, 1e-9, RULES, alarming=True)


def test_a_young_product_is_judged_by_its_line_the_less_the_longer_it_is_sold() -> None:
    line, store = Tally(4000, 400), Tally(20_000, 400)
    shares = [expected(Usual([Tally(20, 0)] * days, line, store)).share for days in (0, 1, 7, 28)]

    assert 0.08 < shares[0] < 0.1
    assert sorted(shares, reverse=True) == shares
    assert 0 < shares[-1] < 0.01


def test_more_of_the_same_sessions_is_no_more_than_usual() -> None:
    """Three times the traffic brings three times the questions."""
    assert not rises(Seen(90, 9, 9), QUIET, level(RULES, 2000), RULES, alarming=False)
    assert rises(Seen(30, 18, 18), QUIET, level(RULES, 2000), RULES, alarming=False)


def test_restless_days_ask_for_more() -> None:
    restless = Usual([Tally(30, 0), Tally(30, 6)] * 14, QUIET.line, QUIET.store)

    assert chance(Seen(30, 9, 9), expected(restless)) > 3 * chance(Seen(30, 9, 9), expected(QUIET))


def test_a_shop_with_more_looks_is_wrong_less_often_at_each() -> None:
    assert level(RULES, 10_000) == pytest.approx(1e-4)
    assert level(RULES, 5) == level(RULES, 0) == pytest.approx(1e-3)
    assert level(SignalRules(false_alarms=1000), 10) == 0.01
