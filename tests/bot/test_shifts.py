"""Shifts: who works when, over lunch, midnight, days off and make-up workdays."""

from datetime import date, datetime
from typing import Any

import pytest

from bot.policy.model import Policy
from bot.policy.rota import Entry, Gap, Rota
from tests.house.clock import SHANGHAI

EARLY = {"from": "09:00", "to": "18:00", "lunch": ["12:00", "13:00"]}
LATE = {"from": "17:00", "to": "22:00", "days": "every_day"}
NIGHT = {"from": "22:00", "to": "06:00", "days": ["fri"]}


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
    assert Rota(a_policy(people={"U0LI": {"shift": "early"}})).works("U0LI", moment) is is_there


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    policy = a_policy(shifts={"night": NIGHT}, people={"U0LI": {"shift": "night"}})
    as_planned, friday_off = Rota(policy), Rota(policy, [Entry("U0LI", date(2026, 11, 27))])

    there = [as_planned.works("U0LI", one) for one in (local(27, 23), local(28, 5), local(28, 23))]

    assert there == [True, True, False]
    assert not friday_off.works("U0LI", local(28, 5))
    assert as_planned.ends_soon(local(28, 5, 45)) == {"U0LI": (date(2026, 11, 27), local(28, 6))}
    assert friday_off.ends_soon(local(28, 5, 45)) == {}


def test_a_quarter_of_an_hour_before_its_end_it_ends_soon() -> None:
    rota = Rota(a_policy(people={"U0LI": {"shift": "early"}, "U0SUN": {}}))

    assert rota.told_next(local(23, 10)) == local(23, 17, 45)
    assert rota.ends_soon(local(23, 17, 44)) == {}
    assert rota.ends_soon(local(23, 17, 45)) == {"U0LI": (date(2026, 11, 23), local(23, 18))}
    assert rota.told_next(local(23, 17, 45)) == local(24, 17, 45)


def a_policy(**said: Any) -> Policy:
    return Policy.model_validate({"shifts": {"early": EARLY}} | said)


def test_outside_the_shift_and_on_days_off_nobody_gets_new_cases() -> None:
    people = {"U0LI": {"shift": "early"}, "U0WANG": {"shift": "early", "days_off": ["2026-11-23"]}, "U0SUN": {}}
    rota = Rota(a_policy(people=people))

    assert rota.off_duty(local(23, 10)) == {"U0WANG"}
    assert rota.off_duty(local(23, 12, 30)) == {"U0LI", "U0WANG"}
    assert rota.off_duty(local(23, 20)) == {"U0LI", "U0WANG"}
    assert rota.off_on(date(2026, 11, 23)) == {"U0WANG"}


class TestEntries:
    """What was entered for a day lies over what the policy says of it."""

    POLICY = Policy.model_validate(
        {
            "shifts": {"early": EARLY, "late": LATE, "night": NIGHT},
            "people": {"U0LI": {"shift": "early"}, "U0WANG": {"shift": "late"}, "U0SUN": {}},
        }
    )
    MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)

    def rota(self, *entries: Entry) -> Rota:
        return Rota(self.POLICY, entries)

    def test_somebody_off_is_not_there_and_nobody_asks_at_the_end_of_a_shift_they_did_not_work(self) -> None:
        rota = self.rota(Entry("U0LI", self.MONDAY), Entry("U0SUN", self.MONDAY))

        assert rota.off_duty(local(23, 10)) == {"U0LI", "U0WANG", "U0SUN"}
        assert rota.off_duty(local(24, 10)) == {"U0WANG"}
        assert rota.ends_soon(local(23, 17, 50)) == {}
        assert rota.told_next(local(23, 10)) == local(23, 21, 45)

    def test_another_shift_is_worked_instead_of_ones_own(self) -> None:
        rota = self.rota(Entry("U0LI", self.MONDAY, "late"))

        assert (rota.works("U0LI", local(23, 10)), rota.works("U0LI", local(23, 21))) == (False, True)
        assert rota.ends_soon(local(23, 17, 50)) == {}
        assert set(rota.ends_soon(local(23, 21, 50))) == {"U0LI", "U0WANG"}

    def test_a_shift_that_was_entered_is_worked_on_a_free_day_too(self) -> None:
        assert not self.rota().works("U0LI", local(22, 10))
        assert self.rota(Entry("U0LI", self.SUNDAY, "early")).works("U0LI", local(22, 10))

    def test_who_has_no_shift_works_only_the_one_that_was_entered(self) -> None:
        rota = self.rota(Entry("U0SUN", self.MONDAY, "late"))

        assert [rota.works("U0SUN", local(23, hour)) for hour in (8, 18, 23)] == [False, True, False]

    def test_what_somebody_entered_counts_before_what_a_calendar_says_and_off_before_a_shift(self) -> None:
        by_hand = self.rota(Entry("U0LI", self.MONDAY, "late"), Entry("U0LI", self.MONDAY, None, "team"))
        two_calendars = self.rota(Entry("U0LI", self.MONDAY, "late", "a"), Entry("U0LI", self.MONDAY, None, "b"))

        assert by_hand.on("U0LI", self.MONDAY).shift == "late"
        assert not two_calendars.on("U0LI", self.MONDAY).works

    def test_a_shift_that_the_policy_lost_is_as_if_it_had_not_been_entered(self) -> None:
        assert self.rota(Entry("U0LI", self.MONDAY, "gone")).on("U0LI", self.MONDAY).shift == "early"

    def test_the_night_before_a_day_off_is_worked_to_its_end(self) -> None:
        """28 November 2026 is a Saturday."""
        rota = self.rota(Entry("U0LI", date(2026, 11, 27), "night"), Entry("U0LI", date(2026, 11, 28)))

        assert rota.works("U0LI", local(28, 5))
        assert not rota.works("U0LI", local(28, 6))

    def test_times_that_nobody_works_are_found_and_lunch_that_all_take_is_none(self) -> None:
        """小孙 is there all day; without her 小李's absence leaves the morning empty."""
        team = ["U0LI", "U0WANG", "U0SUN"]
        both = self.rota(Entry("U0LI", self.MONDAY), Entry("U0SUN", self.MONDAY))

        assert self.rota(Entry("U0LI", self.MONDAY)).gaps(self.MONDAY, team) == []
        assert self.rota(Entry("U0SUN", self.MONDAY)).gaps(self.MONDAY, team) == []
        assert both.gaps(self.MONDAY, team) == [
            Gap(datetime(2026, 11, 23, 9), datetime(2026, 11, 23, 12)),
            Gap(datetime(2026, 11, 23, 13), datetime(2026, 11, 23, 17)),
        ]

    def test_in_a_shop_without_shifts_a_working_day_is_one_stretch(self) -> None:
        policy = Policy.model_validate({"people": {"U0LI": {}}})
        rota = Rota(policy, [Entry("U0LI", self.MONDAY), Entry("U0LI", self.SUNDAY)])

        assert [(gap.begin.day, gap.end.day) for gap in rota.gaps(self.MONDAY, ["U0LI"])] == [(23, 24)]
        assert rota.gaps(self.SUNDAY, ["U0LI"]) == []


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
