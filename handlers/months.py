"""Months: a month as an admin types it, and its bounds in the shop's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.plain_faults import Refused


def month_typed(month: str, zone: ZoneInfo) -> tuple[date, datetime, datetime]:
    """The first day of a month such as 2026-11, its first moment, and that of the next. Raises `Refused`."""
    try:
        first = datetime.strptime(month, "%Y-%m").date()
    except ValueError:
        raise Refused(f"--month is {month!r}; write it like 2026-11") from None
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first, datetime.combine(first, time(), zone), datetime.combine(following, time(), zone)
