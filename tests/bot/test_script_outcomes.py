"""Script outcomes: two versions are told apart only when they differ."""

import pytest

from bot.rules.script_outcomes import ScriptOutcome, Verdict, Version, comparisons


def _outcome(version: int, sent: int, reached: int, key: str = "contact.logistics.sms.brisk") -> ScriptOutcome:
    return ScriptOutcome(key, Version(False, version), sent, reached, 0, sent, 0, 0, 0)


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

    assert [(one.older.version.number, one.newer.version.number, one.verdict) for one in found] == [(1, 2, verdict)]


def test_only_versions_of_the_same_script_are_compared() -> None:
    assert list(comparisons([_outcome(1, 50, 20), _outcome(2, 50, 20, "contact.logistics.sms.sincere")])) == []


def test_nothing_counted_tells_nothing() -> None:
    assert _outcome(1, 1, 0).satisfaction is None


@pytest.mark.parametrize(
    ("told", "version"),
    [("2", Version(False, 2)), ("own.2", Version(True, 2)), ("", None), ("own.", None), ("two", None)],
)
def test_a_version_is_read_from_what_a_contact_keeps(told: str, version: Version | None) -> None:
    assert Version.read(told) == version


def test_the_shops_own_words_are_newer_than_ours_whatever_their_numbers() -> None:
    assert sorted([Version(True, 1), Version(False, 9)]) == [Version(False, 9), Version(True, 1)]
