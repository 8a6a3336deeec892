"""Nights and shifts that change while they run: who falls ill at two in the morning, who ends later."""

from datetime import date

import pytest

from handlers.casework.duty import off_duty
from storage import rota
from tests.conftest import OpenShop
from tests.handlers.test_rota import POLICY
from tests.handlers.test_rota_dialog import TODAY, _enters, _entries, day

NIGHTS = POLICY.replace('from = "17:00"\nto = "22:00"', 'from = "22:00"\nto = "06:00"\nlunch = ["02:00", "02:30"]')


@pytest.mark.parametrize("hours", [16.25, 17])  # at lunch, and at work
async def test_whoever_falls_ill_at_night_is_off_for_the_rest_of_it(opening: OpenShop, hours: float) -> None:
    async with opening(policy=NIGHTS) as shop:
        await shop.review_arrives()
        await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0WANG>")
        await shop.time_passes(hours=hours)
        desk = shop.parts.staff.desk

        outcome = await _enters(shop, "赵组长", who="U0WANG", first=day(1), last=day(1), what="病假")

        assert not outcome.errors
        await shop.time_passes(hours=1)
        assert "U0WANG" in await desk.db.read(off_duty, desk, shop.clock.now())
        assert await _entries(shop) == dict.fromkeys([("U0WANG", TODAY), ("U0WANG", date(2026, 11, 24))])
        shown = shop.person("赵组长").reads_dialog()
        assert "✅ 排好了:小王 11 月 23 日到 11 月 24 日 病假" in shown
        assert "正在上的夜班(11-23 周一 开始)也一起排了休,从现在起不再分新案件。" in shown
        assert "小王 今天不在,手上还有 1 件没办完" in shown
        assert "给你排了 11 月 23 日到 11 月 24 日 病假" in shop.person("小王").direct_messages()[-1]


async def test_it_can_be_taken_back_while_the_night_runs(opening: OpenShop) -> None:
    async with opening(policy=NIGHTS) as shop:
        await shop.time_passes(hours=17)
        await _enters(shop, "赵组长", who="U0WANG", first=day(1), last=day(1), what="病假")

        outcome = await _enters(shop, "赵组长", who="U0WANG", first=day(0), last=day(1), what="按平时的班(取消改动)")

        assert not outcome.errors
        assert await _entries(shop) == {}
        assert "正在上的夜班" not in shop.person("赵组长").reads_dialog()


async def test_yesterday_is_over_once_its_night_is(opening: OpenShop) -> None:
    async with opening(policy=NIGHTS) as shop:
        await shop.time_passes(hours=20, minutes=1)

        outcome = await _enters(shop, "赵组长", who="U0WANG", first=day(0), last=day(1), what="病假")

        assert "这一天已经过去了" in (outcome.errors or {})["first"]


async def test_leave_of_later_days_leaves_the_running_night_alone(opening: OpenShop) -> None:
    async with opening(policy=NIGHTS) as shop:
        await shop.time_passes(hours=17)

        await _enters(shop, "赵组长", who="U0WANG", first=day(2), last=day(3), what="休假")
        await _enters(shop, "赵组长", who="U0LI", first=day(1), last=day(1), what="病假")

        assert set(await _entries(shop)) == {("U0WANG", date(2026, 11, number)) for number in (25, 26)} | {
            ("U0LI", date(2026, 11, 24))
        }


async def test_whoever_is_moved_to_a_later_shift_is_told_at_its_end_too(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        await shop.time_passes(hours=7, minutes=50)
        xiaoli = shop.person("小李")
        assert len([one for one in xiaoli.direct_messages() if "18:00 下班" in one]) == 1

        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(0), what="上 late(17:00–22:00)")
        await shop.time_passes(hours=4)

        ends = [one for one in xiaoli.direct_messages() if "下班,你手上" in one]
        assert [one.strip("*")[:5] for one in ends] == ["18:00", "22:00"]


async def test_a_warning_counts_nobody_who_left_slack_or_the_team(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        desk.directory.gone.add("U0SUN")
        await _enters(shop, "赵组长", who="U0LI", first=day(3), last=day(3), what="休假")
        assert "11-26 周四 09:00–12:00" in shop.person("赵组长").reads_dialog()

    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        roles = desk.policy.roles.model_copy(update={"agents": ("U0SUN", "U0LI")})
        object.__setattr__(desk, "policy", desk.policy.model_copy(update={"roles": roles}))
        rows = [rota.Entered(rota.Entry("U0WANG", date(2026, 11, 26), "early"))]
        await desk.db.write(rota.enter, rows, at=shop.clock.now(), by="U0ZHAO")
        for user in ("U0LI", "U0SUN"):
            await _enters(shop, "赵组长", who=user, first=day(3), last=day(3), what="休假")
        assert "11-26 周四 09:00–12:00" in shop.person("赵组长").reads_dialog()
