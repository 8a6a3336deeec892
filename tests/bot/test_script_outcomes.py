"""Script outcomes: intervals against published examples, and that two versions are told apart only when they differ."""

import pytest

from bot.rules.script_outcomes import ScriptOutcome, Verdict, _difference, comparisons, interval


def _outcome(version: int, sent: int, reached: int, key: str = "contact.logistics.sms.brisk") -> ScriptOutcome:
    return ScriptOutcome(key, version, sent, reached, 0, sent, 0, 0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_have_the_published_intervals(part: int, whole: int, low: float, high: float) -> None:
    """Newcombe 1998, two-sided intervals for the single proportion, table 1, method 3."""
    assert interval(part, whole) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_differences_have_the_published_intervals(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, interval estimation for the difference, table 2, method 10."""
    assert _difference(*one, *other) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("older", "newer", "verdict"),
    [
        ((80, 48), (70, 56), Verdict.BETTER),
        ((70, 56), (80, 48), Verdict.WORSE),
        ((40, 24), (40, 26), Verdict.SAME),
        ((19, 2), (19, 18), Verdict.TOO_FEW),
    ],
)
def test_a_difference_is_told_only_when_it_is_one(
    older: tuple[int, int], newer: tuple[int, int], verdict: Verdict
) -> None:
    found = list(comparisons([_outcome(2, *newer), _outcome(1, *older)]))

    assert [(one.older.version, one.newer.version, one.verdict) for one in found] == [(1, 2, verdict)]


def test_only_versions_of_the_same_script_are_compared() -> None:
    assert list(comparisons([_outcome(1, 50, 20), _outcome(2, 50, 20, "contact.logistics.sms.sincere")])) == []


def test_nothing_counted_tells_nothing() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert _outcome(1, 1, 0).satisfaction is None
