"""Doctor: what it says of a database that several machines share."""

from datetime import date, timedelta

import pytest

from handlers import doctor
from handlers.doctor import Finding, Patient, examine
from scripts_library.wording import Wording
from tests.house.shop import Shop


async def test_the_database_servers_clock_is_looked_at_where_there_is_one(shop: Shop) -> None:
    findings = await _examined(shop)

    clocks = [finding for finding in findings if finding.subject == "数据库服务器的时钟"]
    is_shared = not shop.parts.staff.desk.db.is_sqlite
    assert [finding.is_well for finding in clocks] == ([True] if is_shared else [])


async def test_machines_that_disagree_about_the_time_are_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = shop.parts.staff.desk.clock.now() + timedelta(days=1)
    monkeypatch.setattr(doctor, "server_time", lambda _session: ahead)

    findings = await _examined(shop)

    (clock,) = [finding for finding in findings if finding.subject == "数据库服务器的时钟"]
    assert not clock.is_well
    assert "时间同步" in clock.words


@pytest.mark.parametrize(
    ("country", "year", "is_cautioned"), [("CN", 2026, False), ("CN", 2031, True), ("none", 2031, False)]
)
async def test_holidays_that_are_not_known_for_the_next_two_months_are_cautioned_of(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, country: str, year: int, is_cautioned: bool
) -> None:
    desk = shop.parts.staff.desk
    calendar = desk.policy.calendar.model_copy(update={"country": country})
    object.__setattr__(desk, "policy", desk.policy.model_copy(update={"calendar": calendar}))
    monkeypatch.setattr(doctor, "_today", lambda _policy: date(year, 6, 1))

    findings = await _examined(shop)

    told = [finding for finding in findings if finding.subject == "放假安排"]
    assert [one.is_caution for one in told] == ([True] if is_cautioned else [])


async def _examined(shop: Shop) -> list[Finding]:
    staff = shop.parts.staff
    patient = Patient(shop.settings, staff.desk.policy, {}, {}, staff.desk.db, staff.client, Wording("zh_CN"))
    return [finding async for finding in examine(patient)]
