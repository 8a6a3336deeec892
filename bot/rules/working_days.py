"""Working days: a length of time that runs from Monday to Friday only, in the shop's zone."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_WEEKEND = 5
IsWorked = Callable[[date], bool]


def is_weekday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < _WEEKEND


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
