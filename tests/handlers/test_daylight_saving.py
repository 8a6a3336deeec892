"""Daylight saving: in any zone each local date has one digest, and each day's figures are of that whole day."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.clock import digest
from storage.figures import bounds
from tests.conftest import OpenShop
from tests.house.shop import a_review

# The zone, a date on which its clocks change, and how many hours that date has.
CHANGES = [
    ("America/New_York", date(2026, 3, 8), 23),
    ("America/New_York", date(2026, 11, 1), 25),
    ("Europe/Berlin", date(2026, 3, 29), 23),
    ("Europe/Berlin", date(2026, 10, 25), 25),
    ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
    ("America/St_Johns", date(2026, 3, 8), 23),
    ("America/Santiago", date(2026, 9, 6), 23),  # midnight itself is skipped
    ("America/Santiago", date(2026, 4, 5), 24),
    ("Asia/Shanghai", date(2026, 3, 29), 24),
    ("Africa/Casablanca", date(2026, 2, 15), 25),
]
# In the hour that changes and at midnight everywhere; at other times in one zone.
MORNINGS = [(zone, day, at) for zone, day, _ in CHANGES for at in ("02:30", "00:00")]
MORNINGS += [(zone, day, at) for zone, day, _ in CHANGES[:2] for at in ("09:00", "23:59")]
ZONES = sorted({zone for zone, _, _ in CHANGES} | {"Pacific/Apia", "Asia/Kathmandu", "Pacific/Chatham", "Asia/Beirut"})


@pytest.mark.sqlite_only  # dates are counted in Python
@pytest.mark.parametrize(("zone", "changing", "at"), MORNINGS)
async def test_each_local_date_has_one_digest(opening: OpenShop, zone: str, changing: date, at: str) -> None:
    start = datetime.combine(changing - timedelta(days=1), time(0, 5), ZoneInfo(zone)).astimezone(UTC)
    policy = f'[shop]\ntimezone = "{zone}"\n[digest]\nat = "{at}"\n'
    async with opening(policy=policy, start=start) as shop:
        await shop.push(a_review(start))
        await shop.settles()

        await shop.time_passes(days=4)

        told = [message["text"].split("\n")[0] for message in shop.person("周经理").sees("C0MANAGERS")]
        titles = [title for title in told if "每日评价简报" in title]  # the week's report stands there too
        dates = [changing + timedelta(days=days) for days in range(-1, 5)]
        due = [day for day in dates if digest.due_at(shop.parts.staff.desk, day) <= shop.clock.now()]
        assert len(titles) == len(set(titles))
        assert len(titles) == len([day for day in due if day >= changing])  # the day before had nothing to tell


@pytest.mark.parametrize(("zone", "changing", "hours"), CHANGES)
def test_a_day_is_as_long_as_it_is(zone: str, changing: date, hours: float) -> None:
    begin, end = bounds(changing, ZoneInfo(zone))

    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=hours)


def test_a_date_that_a_zone_never_had_has_no_digest() -> None:
    """Samoa went from 29 to 31 December 2011."""
    desk = _desk("Pacific/Apia", time(9))
    now = datetime(2011, 12, 31, 12, tzinfo=ZoneInfo("Pacific/Apia"))

    assert [day.day for day in digest.due_dates(desk, now)] == [28, 29, 31]


@settings(deadline=None, max_examples=300, derandomize=True)
@given(
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    at=st.times(timezones=st.none()).map(lambda one: one.replace(second=0, microsecond=0)),
)
def test_what_is_due_is_due_in_order_and_stays_due(zone: str, moment: datetime, at: time) -> None:
    """A minute later the same dates are due, or one more; none is after today, none comes twice."""
    desk = _desk(zone, at)

    dates, later = digest.due_dates(desk, moment), digest.due_dates(desk, moment + timedelta(minutes=1))

    assert dates == sorted(set(dates))
    assert all(digest.due_at(desk, day) <= moment for day in dates)
    assert max(dates) <= moment.astimezone(ZoneInfo(zone)).date()
    assert set(later) >= set(dates[1:])
    assert len(set(later) - set(dates)) <= 1


def _desk(zone: str, at: time) -> Any:
    return SimpleNamespace(policy=SimpleNamespace(zone=ZoneInfo(zone), digest=SimpleNamespace(at=at)))
