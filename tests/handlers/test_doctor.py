"""Doctor: what it says of a database that several machines share."""

from datetime import timedelta

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


async def _examined(shop: Shop) -> list[Finding]:
    staff = shop.parts.staff
    patient = Patient(shop.settings, staff.desk.policy, {}, {}, staff.desk.db, staff.client, Wording("zh_CN"))
    return [finding async for finding in examine(patient)]
