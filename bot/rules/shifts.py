"""Shifts: who works when; outside the own shift and at lunch nobody is given a new case."""

from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.rules.working_days import DAY, IsWorked
from bot.time_of_day import TimeOfDay

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


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

    def has(self, day: date, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether somebody who began it on this day works now."""
        local = moment.astimezone(zone).replace(tzinfo=None)
        begin, end = self._hours(day)
        return begin <= local < end and not self._at_lunch(local.time())

    def is_on(self, day: date, worked: IsWorked) -> bool:
        """Whether this is one of its days."""
        if self.days == "workdays":
            return worked(day)
        return self.days == "every_day" or WEEKDAYS[day.weekday()] in self.days

    def end_of(self, day: date, zone: ZoneInfo) -> datetime:
        """When it ends for whoever began it on this day."""
        return self._hours(day)[1].replace(tzinfo=zone).astimezone(UTC)

    def edges(self, day: date) -> list[datetime]:
        """The local moments at which work of that day begins, pauses, goes on and ends, in order."""
        begin, end = self._hours(day)
        days = {begin.date(), end.date()}
        lunch = [datetime.combine(one, at) for one in days for at in self.lunch or ()]
        return sorted({begin, end, *(at for at in lunch if begin < at < end)})

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        begin, end = datetime.combine(day, self.begins), datetime.combine(day, self.ends)
        return begin, end if end > begin else end + DAY

    def _at_lunch(self, now: time) -> bool:
        return self.lunch is not None and self.lunch[0] <= now < self.lunch[1]
