"""Calendar rules: which repetitions are unrolled at all, and how far they have to be looked through.

The library goes on to the year 9999 for a day that never comes, UNTIL or not: it compares only days that it finds.
"""

from calendar import monthrange
from datetime import date
from typing import Any

MOST_LOOKED_THROUGH = 1_000_000  # days, weeks of weekly rules, by all rules of a file together: a few seconds
_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_NO_ROTA = ("BYYEARDAY", "BYWEEKNO", "BYEASTER")
_PICKED = ("BYMONTHDAY", "BYSETPOS")  # no calendar writes them into a daily or a weekly rule
_MAY_NEVER_COME = 20_000
_LEAP_YEAR = 2024


def why_not(rule: Any) -> str | None:
    """The key of the refusal of a rule that is not looked at; None where it is."""
    often = str(only(rule.get("FREQ")))
    if often in _OFTEN or any(rule.get(name) for name in _WITHIN_A_DAY):
        return "event_too_often"
    every, by_day = _interval(rule), rule.get("BYDAY")
    if every < 1 or any(rule.get(name) for name in _NO_ROTA):  # the first never comes to its next day
        return "event_unreadable"
    if often in ("DAILY", "WEEKLY") and any(rule.get(name) for name in _PICKED):
        return "event_unreadable"
    if often == "DAILY" and by_day and every % 7 == 0:
        return "event_unreadable"
    months, days = _numbers(rule, "BYMONTH"), _numbers(rule, "BYMONTHDAY")
    if months and days and not any(abs(day) <= monthrange(_LEAP_YEAR, month)[1] for month in months for day in days):
        return "event_unreadable"
    return None


def looked_through(rule: Any, start: date, last: date) -> int:
    """How many steps it takes from its beginning to the last day that is asked about; more where it may never come."""
    often = str(only(rule.get("FREQ")))
    steps = max(1, (last - start).days) // (7 if often == "WEEKLY" else 1)
    is_odd = rule.get("BYSETPOS") or (rule.get("BYMONTH") and (often == "MONTHLY" or _interval(rule) > 1))
    return 1 + steps + (_MAY_NEVER_COME if is_odd else 0)


def only(values: Any) -> Any:
    """The value of a part that has one."""
    return values[0] if isinstance(values, list) and values else values


def _interval(rule: Any) -> int:
    return int(only(rule.get("INTERVAL", 1)))


def _numbers(rule: Any, name: str) -> list[int]:
    found = rule.get(name)
    return [int(one) for one in (found if isinstance(found, list) else [found] if found else [])]
