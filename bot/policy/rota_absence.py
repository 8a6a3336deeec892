"""Rota absence: which days somebody is off who is away from one moment to another."""

from collections.abc import Iterable
from datetime import date, datetime, time

from bot.policy.model import Policy
from bot.policy.rota import Rota

_CORE = (time(10), time(16))  # of a day without a shift: away all that time is away all day


def days_away(user: str, days: Iterable[date], begin: datetime, end: datetime, policy: Policy) -> list[date] | None:
    """The days whose work lies within it; None where it covers only a part of some day's.

    The work of a day is the policy's shift of this person; a night belongs to the day on which it begins.
    """
    usual, zone, found = Rota(policy), policy.zone, list[date]()
    away = begin.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)
    for day in days:
        planned = usual.on(user, day)
        if planned.works and planned.shift:
            edges = policy.shifts[planned.shift].edges(day)
            first, last = edges[0], edges[-1]
        else:
            first, last = (datetime.combine(day, at) for at in _CORE)
        if away[0] <= first and last <= away[1]:
            found.append(day)
        elif away[0] < last and first < away[1]:
            return None
    return found
