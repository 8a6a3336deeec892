"""Shifts: who works when; outside the own shift and at lunch nobody is given a new case."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.rules.working_days import DAY, IsWorked
from bot.time_of_day import TimeOfDay

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TOLD_BEFORE = timedelta(minutes=15)
_LOOK_AHEAD = 21
IsOff = Callable[[date], bool]


class Shift(BaseModel):
    """From when to when, on which days, in the shop's zone; one that ends before it begins goes on past midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    begins: TimeOfDay = Field(alias="from")
    ends: TimeOfDay = Field(alias="to")
    lunch: tuple[TimeOfDay, TimeOfDay] | None = None
    days: Literal["workdays", "every_day"] | tuple[Weekday, ...] = "workdays"

    @field_validator("lunch")
    @classmethod
    def _ends_after_it_begins(cls, lunch: tuple[time, time] | None) -> tuple[time, time] | None:
        if lunch and lunch[0] >= lunch[1]:
            raise ValueError('a beginning and an end such as ["12:00", "13:00"]')
        return lunch

    def has(self, moment: datetime, zone: ZoneInfo, worked: IsWorked, is_off: IsOff) -> bool:
        """Whether somebody on this shift works now; a day off is the day on which they would have begun."""
        local = moment.astimezone(zone)
        now = local.replace(tzinfo=None)
        days = (one for one in (local.date() - DAY, local.date()) if self._is_on(one, worked) and not is_off(one))
        return any(begin <= now < end for begin, end in map(self._hours, days)) and not self._at_lunch(local.time())

    def ends_next(self, moment: datetime, zone: ZoneInfo, worked: IsWorked) -> tuple[date, datetime] | None:
        """The next end of this shift after `moment`: the day it began on, and when; None if it is never worked."""
        today = moment.astimezone(zone).date()
        for ahead in range(-1, _LOOK_AHEAD):
            day = today + ahead * DAY
            end = self._hours(day)[1].replace(tzinfo=zone).astimezone(moment.tzinfo)
            if end > moment and self._is_on(day, worked):
                return day, end
        return None

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        begin, end = datetime.combine(day, self.begins), datetime.combine(day, self.ends)
        return begin, end if end > begin else end + DAY

    def _is_on(self, day: date, worked: IsWorked) -> bool:
        if self.days == "workdays":
            return worked(day)
        return self.days == "every_day" or WEEKDAYS[day.weekday()] in self.days

    def _at_lunch(self, now: time) -> bool:
        return self.lunch is not None and self.lunch[0] <= now < self.lunch[1]


def ends_soon(
    shifts: Mapping[str, Shift], now: datetime, zone: ZoneInfo, worked: IsWorked
) -> dict[str, tuple[date, datetime]]:
    """The shifts that end within a quarter of an hour: the day each began on, and its end."""
    ends = {name: shift.ends_next(now, zone, worked) for name, shift in shifts.items()}
    return {name: end for name, end in ends.items() if end and end[1] - TOLD_BEFORE <= now}


def told_next(shifts: Mapping[str, Shift], now: datetime, zone: ZoneInfo, worked: IsWorked) -> datetime | None:
    """The next moment at which a shift is about to end."""
    moments = []
    for shift in shifts.values():
        end = shift.ends_next(now + TOLD_BEFORE, zone, worked)
        if end:
            moments.append(end[1] - TOLD_BEFORE)
    return min(moments, default=None)
