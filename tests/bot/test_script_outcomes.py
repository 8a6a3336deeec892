"""Script outcomes: two versions are told apart only when they differ."""

import pytest

from bot.rules.script_outcomes import ScriptOutcome, Verdict, comparisons


def _outcome(version: int, sent: int, reached: int, key: str = "contact.logistics.sms.brisk") -> ScriptOutcome:
    return ScriptOutcome(key, version, sent, reached, 0, sent, 0, 0, 0)


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
    assert _outcome(1, 1, 0).satisfaction is None
