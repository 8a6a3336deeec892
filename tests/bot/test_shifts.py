"""Shifts: who works when, over lunch, midnight, days off and make-up workdays."""

from datetime import date, datetime
from typing import Any

import pytest

from bot.policy.model import Policy
from bot.rules.shifts import Shift, ends_soon, told_next
from bot.rules.working_days import Calendar
from tests.house.clock import SHANGHAI

WORKED = Calendar().is_worked
EARLY = Shift.model_validate({"from": "09:00", "to": "18:00", "lunch": ["12:00", "13:00"]})
NIGHT = Shift.model_validate({"from": "22:00", "to": "06:00", "days": ["fri"]})


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """November 2026 begins on a Sunday."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "is_there"),
    [
        (local(23, 8, 59), False),
        (local(23, 9), True),
        (local(23, 12), False),
        (local(23, 13), True),
        (local(23, 17, 59), True),
        (local(23, 18), False),
        (local(22, 10), False),  # Sunday
        (local(10, 10, month=10), True),  # a Saturday that makes up for a holiday
        (local(1, 10, month=10), False),
    ],
)
def test_a_shift_is_worked_but_for_lunch_and_free_days(moment: datetime, is_there: bool) -> None:
    assert EARLY.has(moment, SHANGHAI, WORKED, lambda _: False) is is_there


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    there = [NIGHT.has(one, SHANGHAI, WORKED, lambda _: False) for one in (local(27, 23), local(28, 5), local(28, 23))]
    off = NIGHT.has(local(28, 5), SHANGHAI, WORKED, lambda day: day == date(2026, 11, 27))

    assert there == [True, True, False]
    assert not off
    assert NIGHT.ends_next(local(27, 23), SHANGHAI, WORKED) == (date(2026, 11, 27), local(28, 6))


def test_a_quarter_of_an_hour_before_its_end_it_ends_soon() -> None:
    shifts = {"early": EARLY}

    assert told_next(shifts, local(23, 10), SHANGHAI, WORKED) == local(23, 17, 45)
    assert ends_soon(shifts, local(23, 17, 44), SHANGHAI, WORKED) == {}
    assert ends_soon(shifts, local(23, 17, 45), SHANGHAI, WORKED) == {"early": (date(2026, 11, 23), local(23, 18))}
    assert told_next(shifts, local(23, 17, 45), SHANGHAI, WORKED) == local(24, 17, 45)


def a_policy(**said: Any) -> Policy:
    early = {"from": "09:00", "to": "18:00", "lunch": ["12:00", "13:00"]}
    return Policy.model_validate({"shifts": {"early": early}} | said)


def test_outside_the_shift_and_on_days_off_nobody_gets_new_cases() -> None:
    people = {"U0LI": {"shift": "early"}, "U0WANG": {"shift": "early", "days_off": ["2026-11-23"]}, "U0SUN": {}}
    policy = a_policy(people=people)

    assert policy.off_duty(local(23, 10)) == {"U0WANG"}
    assert policy.off_duty(local(23, 12, 30)) == {"U0LI", "U0WANG"}
    assert policy.off_duty(local(23, 20)) == {"U0LI", "U0WANG"}
    assert policy.off_on(local(23, 20)) == {"U0WANG"}


def test_a_rota_is_kept_where_there_are_shifts_or_limits() -> None:
    assert a_policy().keeps_a_rota
    assert Policy.model_validate({"people": {"U0LI": {"limit": 3}}}).keeps_a_rota
    assert not Policy.model_validate({"people": {"U0LI": {"skills": ["en"]}}}).keeps_a_rota


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"people": {"U0LI": {"shift": "late"}}}, "a shift of .shifts. .early. for U0LI, not 'late'"),
        ({"assignment": {"weights": {"normal": 1}}}, "for each of normal, important and urgent"),
        (
            {"shifts": {"early": {"from": "09:00", "to": "18:00", "lunch": ["13:00", "12:00"]}}},
            "a beginning and an end",
        ),
        ({"shifts": {"early": {"from": "9 Uhr", "to": "18:00"}}}, "a local time such as 09:00"),
    ],
)
def test_a_wrong_rota_is_told_with_what_was_expected(said: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        a_policy(**said)
