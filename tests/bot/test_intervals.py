"""Intervals: against published examples."""

import pytest

from bot.rules.intervals import rate, rate_ratio, share, share_apart


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_have_the_published_intervals(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe 1998, two-sided intervals for the single proportion, table 1, method 3."""
    assert share(part, whole) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_differences_have_the_published_intervals(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, interval estimation for the difference, table 2, method 10."""
    assert share_apart(*one, *other) == pytest.approx((low, high), abs=1e-4)


def test_nothing_counted_tells_nothing() -> None:
    assert share(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(5, 1.6235, 11.6683), (10, 4.7954, 18.3904), (20, 12.2165, 30.8884), (50, 37.1110, 65.9189)],
)
def test_rates_have_the_exact_intervals(events: int, low: float, high: float) -> None:
    """Garwood 1936, fiducial limits for the Poisson distribution; of one unit of exposure, then of a thousand."""
    assert rate(events, 1) == pytest.approx((low, high), rel=0.01)
    assert rate(events, 1000) == pytest.approx((low / 1000, high / 1000), rel=0.01)


def test_no_events_may_still_be_some() -> None:
    """The rule of three, two-sided: 3.69 events may hide behind none."""
    assert rate(0, 1) == pytest.approx((0, 3.689), rel=0.01)


def test_a_ratio_of_rates_leaves_out_one_where_they_differ() -> None:
    """Of 50 events 10 are a share of 0.1124 to 0.3304 by Wilson; as odds that is 0.127 to 0.493."""
    assert rate_ratio(10, 1000, 40, 1000) == pytest.approx((0.1267, 0.4935), abs=1e-3)
    assert rate_ratio(38, 1000, 40, 1000)[0] < 1 < rate_ratio(38, 1000, 40, 1000)[1]


def test_a_ratio_knows_how_much_each_side_was_exposed() -> None:
    """Twice the orders with twice the complaints is the same rate."""
    low, high = rate_ratio(80, 2000, 40, 1000)

    assert low < 1 < high


def test_nothing_on_one_side_has_no_upper_end_for_the_other() -> None:
    assert rate_ratio(5, 100, 0, 100)[1] == float("inf")
    assert rate_ratio(0, 100, 5, 100)[0] == 0
