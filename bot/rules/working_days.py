"""Working days: which days are worked, with public holidays and make-up workdays, and lengths of time in them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, model_validator

DAY = timedelta(days=1)
_WEEKEND = 5
IsWorked = Callable[[date], bool]


def is_weekday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < _WEEKEND


class Calendar(BaseModel):
    """The shop's own holidays and make-up workdays, and those of its country; what the shop says counts first.

    A country announces its holidays year by year: beyond what is announced a working day is Monday to Friday.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    country: Literal["CN", "none"] = "CN"
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _each_day_is_one_of_them(self) -> "Calendar":
        if both := sorted(set(self.holidays) & set(self.workdays)):
            raise ValueError(f"each day in one of the lists only, and {both[0]} is in both")
        return self

    def is_worked(self, day: date) -> bool:
        """Whether the shop's offices, suppliers and banks work on this day."""
        if day in self.holidays or day in self.workdays:
            return day in self.workdays
        announced = _announced(day) if self.country == "CN" else None
        return is_weekday(day) if announced is None else announced

    def covers(self, day: date) -> bool:
        """Whether this day's holidays are known: announced, or the shop lists days of this year itself."""
        listed = any(one.year == day.year for one in (*self.holidays, *self.workdays))
        return self.country == "none" or listed or _announced(day) is not None


def working_days_on(start: datetime, count: int, worked: IsWorked) -> datetime:
    """The same time of day, so many working days later."""
    day = start
    while count > 0:
        day += DAY
        count -= worked(day.date())
    return day


def working_time_after(start: datetime, length: timedelta, zone: ZoneInfo, worked: IsWorked = is_weekday) -> datetime:
    """The moment at which so much working time has gone by; a working day lasts 24 hours of the clock on the wall.

    Time that begins on a free day begins with the next day that is worked.
    """
    local = start.astimezone(zone).replace(tzinfo=None)
    while True:
        midnight = datetime.combine(local.date() + DAY, time())
        if worked(local.date()):
            if local + length < midnight:
                return (local + length).replace(tzinfo=zone).astimezone(start.tzinfo)
            length -= midnight - local
        local = midnight


def _announced(day: date) -> bool | None:
    """Whether mainland China works on this day; None for a year that the library does not know yet."""
    from chinese_calendar import is_workday  # only where a working day is asked for: a start shall be quick

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None
