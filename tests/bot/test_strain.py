"""Strain: how it adds up and fades, what is intense, when a day is full, and what may be told of a team."""

from datetime import timedelta

import pytest

from bot.rules.assignment import AssignmentRules
from bot.rules.strain import (
    DayOfTeam,
    Felt,
    Fullness,
    TeamStrain,
    WellbeingRules,
    is_intense,
    level,
    mean_peak,
    peak,
    strain,
)
from bot.vocabulary import Grade
from tests.house.clock import T0, at

RULES, WEIGHTS = WellbeingRules(), AssignmentRules().weights
FOUR_HOURS = timedelta(hours=4)


def test_it_is_intensity_times_weight_and_halves_every_four_hours() -> None:
    felt = [Felt(T0, 5, Grade.URGENT), Felt(at(hours=4), 3, Grade.NORMAL)]

    assert strain(felt, T0, WEIGHTS, FOUR_HOURS) == 20, "what came later is not felt yet"
    assert strain(felt, at(hours=4), WEIGHTS, FOUR_HOURS) == 10 + 3
    assert strain(felt, at(hours=12), WEIGHTS, FOUR_HOURS) == pytest.approx(2.5 + 0.75)


def test_the_peak_of_a_day_is_when_something_came() -> None:
    felt = [
        Felt(at(hours=-1), 5, Grade.URGENT),
        Felt(at(hours=3), 5, Grade.URGENT),
        Felt(at(hours=40), 1, Grade.NORMAL),
    ]

    assert peak(felt, T0, at(hours=24), WEIGHTS, FOUR_HOURS) == 20 + 10
    assert peak(felt, at(hours=24), at(hours=30), WEIGHTS, FOUR_HOURS) is None


@pytest.mark.parametrize(
    ("intensity", "grade", "is_one"),
    [(4, Grade.NORMAL, True), (3, Grade.IMPORTANT, False), (1, Grade.URGENT, True), (3, Grade.NORMAL, False)],
)
def test_intense_is_strongly_worded_or_urgent(intensity: int, grade: Grade, is_one: bool) -> None:
    assert is_intense(intensity, grade, RULES) is is_one


@pytest.mark.parametrize(
    ("now", "intense", "is_paused", "told"),
    [
        (0, 0, False, Fullness.LIGHT),
        (47, 2, False, Fullness.LIGHT),
        (48, 0, False, Fullness.FULL),
        (0, 3, False, Fullness.FULL),
        (0, 5, False, Fullness.HEAVY),
        (80, 0, False, Fullness.HEAVY),
        (0, 0, True, Fullness.HEAVY),
    ],
)
def test_how_full_a_day_is(now: float, intense: int, is_paused: bool, told: Fullness) -> None:
    assert level(now, intense, RULES, WEIGHTS, is_paused=is_paused) is told


@pytest.mark.parametrize(
    ("people", "over", "share"), [(4, 4, None), (5, 0, "none"), (9, 2, "some"), (6, 3, "half"), (6, 5, "most")]
)
def test_a_share_is_told_in_words_and_from_five_people_on(people: int, over: int, share: str | None) -> None:
    assert TeamStrain(people, 10, over, None, None, 0).share == share


@pytest.mark.parametrize(("people", "mean"), [(0, None), (1, None), (2, None), (3, 4.0)])
def test_a_mean_of_fewer_than_three_would_tell_of_a_person(people: int, mean: float | None) -> None:
    assert TeamStrain(people, 12, 0, None, None, 0).mean == mean


def test_a_mean_peak_leaves_out_days_with_too_few_people() -> None:
    assert mean_peak([DayOfTeam(3, 30), DayOfTeam(2, 500), DayOfTeam(5, 90)]) == 15
    assert mean_peak([DayOfTeam(2, 500), DayOfTeam(0, 0)]) is None
