"""Working days: public holidays, make-up workdays, the shop's own days, and what lies beyond what is announced."""

from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError

from bot.rules.promises import promises_in
from bot.rules.working_days import Calendar, working_days_on, working_time_after
from tests.house.clock import SHANGHAI

CHINA = Calendar()
BEFORE_THE_HOLIDAYS = datetime(2026, 9, 30, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday that makes up for it
        (date(2026, 10, 11), False),
        (date(2031, 10, 1), True),  # not announced yet: Monday to Friday
        (date(2031, 10, 4), False),
    ],
)
def test_public_holidays_are_free_and_make_up_workdays_worked(day: date, is_worked: bool) -> None:
    assert CHINA.is_worked(day) is is_worked


def test_the_shops_own_days_count_first() -> None:
    ours = Calendar(holidays=(date(2031, 10, 1), date(2026, 9, 30)), workdays=(date(2026, 10, 1),))

    assert [ours.is_worked(day) for day in (date(2031, 10, 1), date(2026, 9, 30))] == [False, False]
    assert ours.is_worked(date(2026, 10, 1))


def test_a_shop_elsewhere_works_from_monday_to_friday() -> None:
    elsewhere = Calendar(country="none")

    assert elsewhere.is_worked(date(2026, 10, 1))
    assert not elsewhere.is_worked(date(2026, 10, 10))


def test_it_says_which_years_it_knows() -> None:
    assert CHINA.covers(date(2026, 12, 31))
    assert not CHINA.covers(date(2031, 1, 1))
    assert Calendar(holidays=(date(2031, 1, 1),)).covers(date(2031, 6, 1))
    assert Calendar(country="none").covers(date(2031, 1, 1))


def test_no_day_is_both() -> None:
    with pytest.raises(ValidationError, match="each day in one of the lists only, and 2031-10-01 is in both"):
        Calendar(holidays=(date(2031, 10, 1),), workdays=(date(2031, 10, 1),))


def test_three_working_days_pass_over_the_national_holidays() -> None:
    """From Wednesday over the holidays to Thursday the 8th, Friday, and the Saturday that is worked."""
    due = working_days_on(BEFORE_THE_HOLIDAYS, 3, CHINA.is_worked)
    said = promises_in("3个工作日内给您退款", BEFORE_THE_HOLIDAYS, SHANGHAI, CHINA.is_worked)

    assert due == datetime(2026, 10, 10, 10, tzinfo=SHANGHAI)
    assert [one.due_at for one in said] == [due]


def test_the_laws_clock_stands_still_on_holidays() -> None:
    due = working_time_after(BEFORE_THE_HOLIDAYS, timedelta(days=2), SHANGHAI, CHINA.is_worked)

    assert due == datetime(2026, 10, 9, 10, tzinfo=SHANGHAI)
