"""The rota dialog by doors: who enters what, and what everything that asks who is on duty makes of it."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from bot.policy.rota import Off, What
from bot.rules.product_alerts import Finding
from bot.rules.signals import Seen
from handlers.casework.consequences import supervisor_for
from handlers.casework.duty import off_duty, rota_at
from handlers.casework.product_alerts import open_alert
from handlers.clock import shift_end
from storage import rota
from storage.chat_figures import ChatProduct
from storage.tables import ChatProductRow
from storage.upserts import add_once
from tests.conftest import OpenShop
from tests.handlers.test_rota import POLICY
from tests.house.shop import Shop

TODAY = date(2026, 11, 23)


def day(later: int) -> str:
    return (TODAY + timedelta(days=later)).isoformat()


async def _opens(shop: Shop, who: str) -> str:
    person = shop.person(who)
    await person.types("/reviews team")
    await person.presses_private("Rota" if shop.settings.locale == "en" else "排班")
    return person.reads_dialog()


async def _enters(shop: Shop, by: str, **given: Any) -> Any:
    if not shop.person(by).has_dialog():
        await _opens(shop, by)
    return await shop.person(by).fills_in(**given)


async def _entries(shop: Shop) -> dict[tuple[str, date], str | None]:
    found = await shop.parts.staff.desk.db.read(rota.entries, date(2026, 1, 1), date(2027, 12, 31))
    return {(one.user_id, one.day): one.shift for one in found}


async def test_a_lead_sees_two_weeks_and_enters_leave_which_nobody_gets_cases_in(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        seen = await _opens(shop, "赵组长")
        assert "11-23 周一" in seen
        assert "early:小李、小孙 · late:小王" in seen
        assert "12-06 周日" in seen
        assert "12-07" not in seen

        outcome = await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(1), what="病假")

        assert not outcome.errors
        shown = shop.person("赵组长").reads_dialog()
        assert "✅ 排好了:小李 11 月 23 日到 11 月 24 日 病假" in shown
        assert "休:小李(病假)" in shown
        assert "赵组长:小李 11 月 23 日到 11 月 24 日 休" in shown
        assert "赵组长 给你排了 11 月 23 日到 11 月 24 日 病假" in shop.person("小李").direct_messages()[-1]
        await shop.review_arrives()
        assert "<@U0SUN>" in shop.person("小孙").reads(), "小王, the deputy, works in the evening"
        await shop.time_passes(hours=48)
        await shop.review_arrives()
        assert "<@U0LI>(厨房电器)" in shop.person("小孙").reads()


async def test_another_shift_moves_its_end_and_its_cases(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(0), what="上 late(17:00–22:00)")

        await shop.time_passes(hours=8)
        assert not any("下班" in one for one in shop.person("小李").direct_messages())
        await shop.time_passes(hours=3, minutes=45)

        assert "22:00 下班,你手上还有 1 件" in shop.person("小李").direct_messages()[-1]


async def test_the_end_of_a_shift_is_waited_for_as_entered(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        for user in ("U0LI", "U0SUN"):
            await _enters(shop, "赵组长", who=user, first=day(0), last=day(0), what="休假")

        due = await desk.db.read(shift_end.next_due, desk)

        assert due is not None
        assert due.astimezone(desk.policy.zone).strftime("%m-%d %H:%M") == "11-23 21:45"


async def test_who_goes_off_today_and_holds_cases_is_told_with_the_way_to_hand_them_on(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        zhao = shop.person("赵组长")

        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(2), what="病假")
        assert "小李 今天不在,手上还有 1 件没办完" in zhao.reads_dialog()
        await zhao.presses_in_dialog("交给同事…")
        await zhao.fills_in(to="U0SUN")

        assert "小李 的案件转给了 <@U0SUN> 1 件(#1)" in zhao.reads_dialog()
        assert "<@U0SUN>" in zhao.reads()


async def test_times_with_nobody_on_duty_are_a_warning_and_no_refusal(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _enters(shop, "赵组长", who="U0LI", first=day(3), last=day(3), what="休假")
        assert "没有人当班" not in shop.person("赵组长").reads_dialog()
        await _enters(shop, "赵组长", who="U0SUN", first=day(3), last=day(3), what="培训")

        shown = shop.person("赵组长").reads_dialog()
        assert "⚠️ 这些时间没有人当班,新案件会直接找主管:\n11-26 周四 09:00–12:00、13:00–17:00" in shown
        assert (await _entries(shop))["U0SUN", date(2026, 11, 26)] is None


async def test_a_time_that_was_open_before_and_grows_shorter_is_no_warning(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        for who in ("U0LI", "U0SUN"):
            await _enters(shop, "赵组长", who=who, first=day(3), last=day(3), what="休假")
        await _enters(shop, "赵组长", who="U0LI", first=day(3), last=day(3), what="上 late(17:00–22:00)")
        assert "没有人当班" not in shop.person("赵组长").reads_dialog()

        await _enters(shop, "赵组长", who="U0LI", first=day(3), last=day(3), what="按平时的班(取消改动)")

        assert "没有人当班" not in shop.person("赵组长").reads_dialog()


async def test_as_usual_takes_entries_back(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(2), what="休假")
        await _enters(shop, "赵组长", who="U0LI", first=day(1), last=day(5), what="按平时的班(取消改动)")

        assert await _entries(shop) == {("U0LI", TODAY): None}
        assert "赵组长 把你 11 月 24 日到 11 月 28 日 的安排改回了平时的班" in shop.person("小李").direct_messages()[-1]
        kept = await shop.parts.staff.desk.db.read(rota.changes, 10)
        assert [(one.what, one.by, one.user_id, one.last.day) for one in kept] == [
            (What.POLICY, "U0ZHAO", "U0LI", 28),
            (What.OFF, "U0ZHAO", "U0LI", 25),
        ]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"first": day(2), "last": day(1)}, "last", "结束的日子比开始的早"),
        ({"first": day(-1)}, "first", "这一天已经过去了"),
        ({"last": day(62)}, "last", "一次最多排 62 天"),
        ({"who": "U0GUEST"}, "who", "不在团队名单里"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    opening: OpenShop, given: dict[str, Any], field: str, sentence: str
) -> None:
    async with opening(policy=POLICY) as shop:
        said = {"who": "U0LI", "first": day(0), "last": day(0), "what": "休假"} | given
        if said["first"] > said["last"] and field != "last":
            said["last"] = said["first"]

        outcome = await _enters(shop, "赵组长", **said)

        assert set(outcome.errors or {}) == {field}
        assert sentence in (outcome.errors or {})[field]
        assert await _entries(shop) == {}


async def test_62_days_are_entered(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(61), what="休假")

        assert len(await _entries(shop)) == 62


async def test_a_shift_that_left_the_policy_meanwhile_is_refused_at_its_field(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _opens(shop, "赵组长")
        desk = shop.parts.staff.desk
        people = {user: who.model_copy(update={"shift": None}) for user, who in desk.policy.people.items()}
        without = desk.policy.model_copy(update={"shifts": {}, "people": people})
        object.__setattr__(desk, "policy", without)

        outcome = await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(0), what="上 late(17:00–22:00)")

        assert "不在政策文件里了" in (outcome.errors or {})["what"]


async def test_agents_read_their_own_week_and_nobody_elses(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _enters(shop, "赵组长", who="U0LI", first=day(1), last=day(1), what="病假")
        await _enters(shop, "赵组长", who="U0SUN", first=day(2), last=day(2), what="上 late(17:00–22:00)")

        own = await _opens(shop, "小李")

        assert "11-23 周一  early 09:00–18:00" in own.replace("*", "")
        assert "11-24 周二  病假" in own.replace("*", "")
        assert "11-30" not in own
        assert "小孙" not in own
        assert "病假" not in await _opens(shop, "小孙")
        assert "病假" not in await shop.person("小孙").types("/reviews team")


async def test_only_leads_enter(opening: OpenShop) -> None:
    """The dialog of a lead who stops being one meanwhile."""
    async with opening(policy=POLICY) as shop:
        await _opens(shop, "赵组长")
        desk = shop.parts.staff.desk
        roles = desk.policy.roles.model_copy(update={"leads": (), "agents": (*desk.policy.roles.agents, "U0ZHAO")})
        object.__setattr__(desk, "policy", desk.policy.model_copy(update={"roles": roles}))

        outcome = await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(0), what="休假")

        assert "排班由组长或以上来排" in " ".join((outcome.errors or {}).values())
        assert await _entries(shop) == {}


async def test_apologies_and_the_team_see_the_rota_too(opening: OpenShop) -> None:
    """陈主管 is off: of two supervisors the other one apologises."""
    policy = POLICY.replace('supervisors = ["U0CHEN"]', 'supervisors = ["U0CHEN", "U0ZHOU"]')
    async with opening(policy=policy) as shop:
        desk = shop.parts.staff.desk
        await _enters(shop, "陈主管", who="U0CHEN", first=day(0), last=day(0), what="休假")
        now = shop.clock.now()

        assert await desk.db.read(supervisor_for, desk, None, now) == "U0ZHOU"
        assert "U0CHEN" in await desk.db.read(off_duty, desk, now)
        assert shop.person("陈主管").direct_messages() == [], "nobody is told what they did themselves"


async def test_why_somebody_is_off_lies_sealed_and_is_forgotten(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(0), what="病假")
        with desk.db.engine.connect() as connection:
            (kind,) = connection.exec_driver_sql("SELECT kind FROM rota_entry").scalars()

        assert "sick" not in kind
        assert await desk.db.read(rota.kinds, TODAY, TODAY) == {("U0LI", TODAY): Off.SICK}
        await shop.stands_still(days=92)
        assert await _entries(shop) == {}


async def test_it_speaks_english(opening: OpenShop) -> None:
    async with opening(policy=POLICY, locale="en") as shop:
        assert "early: 小李, 小孙 · late: 小王" in await _opens(shop, "赵组长")

        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(1), what="sick leave")

        assert "✅ Entered: 小李, 23 November to 24 November: sick leave" in shop.person("赵组长").reads_dialog()
        assert "赵组长 entered sick leave for you" in shop.person("小李").direct_messages()[-1]


async def test_what_is_entered_takes_the_place_of_what_was(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        await _enters(shop, "赵组长", who="U0SUN", first=day(0), last=day(0), what="上 late(17:00–22:00)")
        await _enters(shop, "赵组长", who="U0SUN", first=day(0), last=day(0), what="休假")

        found = (await desk.db.read(rota_at, desk, shop.clock.now())).on("U0SUN", TODAY)

        assert not found.works
        assert await _entries(shop) == {("U0SUN", TODAY): None}


async def test_a_second_press_of_save_counts_once(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _opens(shop, "赵组长")
        zhao, said = shop.person("赵组长"), {"who": "U0LI", "first": day(0), "last": day(0), "what": "休假"}

        await asyncio.gather(*(zhao.fills_in(then_settles=False, **said) for _ in range(2)))
        await shop.settles()

        assert len(await shop.parts.staff.desk.db.read(rota.changes, 10)) == 1
        assert len([one for one in shop.person("小李").direct_messages() if "给你排了" in one]) == 1


async def test_product_alerts_name_somebody_who_is_there(opening: OpenShop) -> None:
    """小王, the deputy, takes the early shift while 小李 is on leave."""
    async with opening(policy=POLICY) as shop:
        desk, now = shop.parts.staff.desk, shop.clock.now()
        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(0), what="休假")
        await _enters(shop, "赵组长", who="U0WANG", first=day(0), last=day(0), what="上 early(09:00–18:00)")
        kettle = ChatProduct("home-cn", "kettle-01", "电热水壶 1.5L", "厨房电器")
        row = {"store": kettle.store, "sku": kettle.sku, "name": kettle.name, "line": kettle.line, "look_at": None}
        await desk.db.write(add_once, ChatProductRow, row)
        rising = Finding(Seen(sessions=9, mentions=9, customers=9), 1.0, is_rising=True)

        alert = await desk.db.write(open_alert, desk, kettle, "size", rising, now)

        assert alert.owner == "U0WANG"
