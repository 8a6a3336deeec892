"""Improvements by doors: planned from a case or a cause, in effect, judged, watched, and told in public replies."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.policy.model import Department
from bot.rules.improvements import Improvement
from storage import case_files, improvements
from tests.house.clock import SHANGHAI
from tests.house.people import Somebody
from tests.house.reading import fields_of
from tests.house.shop import Shop, a_review

SUPERVISORS, QUALITY = "C0SUPERVISE", "C0QUALITY"
KETTLE = {"sku": "kettle-01", "name": "电热水壶 1.5L", "line": "厨房电器"}
BROKEN = "用了两天就坏了,烧不开水"
PLAN: dict[str, Any] = {"what": "把底座换成加厚款", "owner": "U0LI", "start": "2026-11-25", "target": "8"}


def _quality_has_a_channel(shop: Shop) -> None:
    desk = shop.parts.staff.desk
    policy = desk.policy.model_copy(update={"departments": {"quality": Department(channel=QUALITY)}})
    object.__setattr__(desk, "policy", policy)
    object.__setattr__(desk.look, "policy", policy)


async def _resolved(shop: Shop) -> tuple[Somebody, Somebody]:
    """小李 has resolved a case of the kettle; 赵组长 leads."""
    await shop.review_arrives(product=KETTLE, text=BROKEN, platform="taobao")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="设计缺陷", department="品控")
    return xiaoli, shop.person("赵组长")


async def _planned(shop: Shop, **said: Any) -> tuple[Somebody, Somebody]:
    xiaoli, zhao = await _resolved(shop)
    await zhao.chooses_more("改进项")
    await zhao.fills_in(**(PLAN | said))
    return xiaoli, zhao


async def _orders(shop: Shop, orders: int, *, of: str = "kettle-01") -> None:
    """So many orders of the product today."""
    day = shop.clock.now().astimezone(SHANGHAI).date().isoformat()
    told = {"store": "home-cn", "day": day, "sku": of, "orders": orders, "shipments": orders}
    assert (await shop.push({"counts": [told]}, about="orders")).status_code == 202


async def _complaints(shop: Shop, count: int) -> None:
    """So many of them today, all at once, and dealt with elsewhere."""
    now = shop.clock.now()
    assert (
        await shop.push({"reviews": [a_review(now, product=KETTLE, text=BROKEN) for _ in range(count)]})
    ).status_code == 202
    await shop.settles()


async def _only(shop: Shop) -> Improvement:
    def read(session: Session) -> Improvement:
        return improvements.live(session, 10)[0]

    return await shop.parts.staff.desk.db.read(read)


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def test_a_lead_plans_an_item_from_a_resolved_case_which_fills_it_in(shop: Shop) -> None:
    xiaoli, zhao = await _resolved(shop)
    await xiaoli.presses("更多")
    assert "改进项" not in xiaoli.dialog_buttons()
    await zhao.chooses_more("改进项")
    questions = fields_of(zhao.dialog())

    chosen = {name: questions[name]["initial_option"]["value"] for name in ("where", "category", "cause", "metric")}
    assert chosen == {
        "where": "sku:kettle-01",
        "category": "product_quality",
        "cause": "weak_design",
        "metric": "share",
    }
    assert questions["department"]["initial_option"]["text"]["text"] == "品控"
    await zhao.fills_in(**PLAN, metric="每千单差评")

    told = zhao.reads(SUPERVISORS)
    assert "赵组长 定了改进项,小李 负责,11 月 25 日起生效" in told
    assert "电热水壶 1.5L · 产品质量:把底座换成加厚款" in told
    assert any("把底座换成加厚款" in line for line in xiaoli.direct_messages())
    assert any("定了改进项" in line for line in xiaoli.thread())
    listed = await zhao.types("/reviews report")
    assert "📝 计划中 · 小李 · 11 月 25 日起 · 每千单差评 还不知道,目标 8" in listed


async def test_the_dialog_knows_what_the_rate_is_now_and_suggests_half_of_it(shop: Shop) -> None:
    await _orders(shop, 500)
    _, zhao = await _resolved(shop)
    await shop.time_passes(days=1)

    await zhao.chooses_more("改进项")

    assert "过去 30 天:每千单差评 2(1/500)" in zhao.reads_dialog()
    questions = fields_of(zhao.dialog())
    assert questions["metric"]["initial_option"]["value"] == "reviews"
    assert questions["target"]["initial_value"] == "1"


async def test_what_cannot_be_is_said_in_its_place(shop: Shop) -> None:
    _, zhao = await _resolved(shop)
    await zhao.chooses_more("改进项")

    assert "目标看不懂" in _errors(await zhao.fills_in(**PLAN | {"target": "少一点"}))
    assert "每千件只数错发漏发" in _errors(await zhao.fills_in(**PLAN, metric="每千件错发漏发"))
    assert "写具体些" in _errors(await zhao.fills_in(**PLAN | {"what": "改。"}))
    assert "过度承诺" in _errors(await zhao.fills_in(**PLAN | {"what": "保证绝对不再坏"}))
    assert await shop.parts.staff.desk.db.read(improvements.live, 10) == []


async def test_a_frequent_cause_of_the_report_leads_to_an_item_too(shop: Shop) -> None:
    xiaoli, zhao = await _resolved(shop)
    await xiaoli.types("/reviews report")
    newest = xiaoli._person.messages("C0HOME")[-1]
    assert "改进:设计缺陷" not in str(newest)

    await zhao.types("/reviews report")
    await zhao.presses_private("改进:设计缺陷")
    questions = fields_of(zhao.dialog())
    assert questions["where"]["initial_option"]["value"] == "sku:kettle-01"
    assert questions["category"]["initial_option"]["value"] == "product_quality"
    await zhao.fills_in(**PLAN, where="全店")

    assert "全店 · 产品质量:把底座换成加厚款" in zhao.reads(SUPERVISORS)
    assert (await _only(shop)).case_id is None


async def test_the_owner_is_asked_when_the_start_passes_and_once_more_with_the_department(shop: Shop) -> None:
    xiaoli, zhao = await _planned(shop)
    before = len(zhao.sees(SUPERVISORS))

    await shop.time_passes(days=3)
    assert "这项改进计划 11 月 25 日生效" in xiaoli.direct_messages()[-1]
    assert not any("计划 11 月 25 日生效" in str(one) for one in zhao.sees(SUPERVISORS)[before:])
    await shop.time_passes(days=7)
    assert any("一周多了还没有消息" in str(one) for one in zhao.sees(SUPERVISORS))
    count = len([one for one in xiaoli.direct_messages() if "计划 11 月 25 日生效" in one])
    await shop.time_passes(days=30)

    assert len([one for one in xiaoli.direct_messages() if "计划 11 月 25 日生效" in one]) == count == 2


async def test_the_owner_says_that_it_is_in_effect_and_nobody_is_asked_any_more(shop: Shop) -> None:
    xiaoli, zhao = await _planned(shop)
    await shop.time_passes(days=3)
    direct = f"D{xiaoli.user[1:]}"

    await xiaoli.presses("生效了", direct)
    assert "11-27 还没到" in _errors(await xiaoli.fills_in(start="2026-11-27"))
    await xiaoli.fills_in(start="2026-11-24")

    assert "放弃" not in [button for message in xiaoli.sees(direct) for button in str(message).split('"')]
    assert "11 月 24 日起已生效(小李)" in xiaoli.direct_messages()[-1]
    assert "🛠 11 月 24 日起已生效(小李),30 天后看结果" in zhao.reads(SUPERVISORS)
    assert "🛠 已生效 · 小李 · 11 月 24 日起" in await zhao.types("/reviews report")


async def test_only_the_owner_or_a_lead_may_and_the_second_one_is_told(shop: Shop) -> None:
    _quality_has_a_channel(shop)
    xiaoli, zhao = await _planned(shop)
    he = shop.person("访客小何")
    await he.presses("生效了", QUALITY)
    assert "由 小李 负责" in he.told_privately(QUALITY)[-1]

    await zhao.opens_home()
    await zhao.presses_in_home("放弃")
    await xiaoli.presses("生效了", f"D{xiaoli.user[1:]}")
    await zhao.fills_in(note="换了供应商,底座本来就厚")

    assert "改进 1 现在是「➖ 放弃了」(赵组长" in _errors(await xiaoli.fills_in(start="2026-11-23"))
    assert "赵组长 放弃了" in he.reads(QUALITY)
    assert he.buttons(QUALITY) == ["查看"]
    assert "➖ 放弃了" in await zhao.types("/reviews report")


async def _in_effect_with_before(shop: Shop) -> tuple[Somebody, Somebody]:
    """12 complaints of 1000 orders before; in effect since the next day."""
    await _orders(shop, 1000)
    await _complaints(shop, 11)
    xiaoli, zhao = await _planned(shop, metric="每千单差评", start="2026-11-24")
    await shop.time_passes(days=1)
    await zhao.opens_home()
    await zhao.presses_in_home("生效了")
    await zhao.fills_in(start="2026-11-24")
    return xiaoli, zhao


async def test_it_is_judged_after_thirty_days_and_what_held_is_watched_and_closed(shop: Shop) -> None:
    xiaoli, zhao = await _in_effect_with_before(shop)
    assert "每千单差评 12(12/1000),目标 8" in await zhao.types("/reviews report")
    await _orders(shop, 1000)
    await _complaints(shop, 1)
    await shop.stands_still(days=31)

    held = [one for one in xiaoli.direct_messages() if "守住了:" in one]
    assert "每千单差评 12(12/1000) → 1(0.013–5.6),目标 8" in held[0]
    assert any("守住了:" in str(one) for one in zhao.sees(SUPERVISORS))
    assert "✅ 守住了,观察中" in await zhao.types("/reviews report")
    await zhao.opens_home()
    assert "放弃" not in str(zhao.home())
    await shop.stands_still(days=92)

    assert any("一直守住了,关闭" in one for one in xiaoli.direct_messages())
    assert await shop.parts.staff.desk.db.read(improvements.live, 10) == []


async def test_what_regresses_within_the_watch_is_open_again(shop: Shop) -> None:
    xiaoli, zhao = await _in_effect_with_before(shop)
    await _orders(shop, 1000)
    await _complaints(shop, 1)
    await shop.stands_still(days=31)
    await _orders(shop, 100)
    await _complaints(shop, 5)

    await shop.time_passes(days=8)

    assert any("又超过目标了" in one for one in xiaoli.direct_messages())
    assert "🔁 反弹了" in await zhao.types("/reviews report")
    await zhao.opens_home()
    assert "生效了" in str(zhao.home())


async def test_a_change_that_could_be_chance_did_not_hold_and_can_be_tried_again(shop: Shop) -> None:
    xiaoli, zhao = await _in_effect_with_before(shop)
    await _orders(shop, 1000)
    await _complaints(shop, 9)
    await shop.stands_still(days=31)
    assert "❗ 没守住(看不出变化,可能是偶然) · 小李" in await zhao.types("/reviews report")
    direct = f"D{xiaoli.user[1:]}"
    told = next(n for n, one in enumerate(xiaoli.sees(direct)) if "看不出变化" in str(one))

    await xiaoli.presses("生效了", direct, told)
    await xiaoli.fills_in(start="2026-12-24", what="把底座换成不锈钢")

    item = await _only(shop)
    assert (item.stand, item.what, item.start.isoformat()) == ("in_effect", "把底座换成不锈钢", "2026-12-24")
    assert item.before.complaints == 9


async def test_of_two_at_once_one_counts_and_the_other_is_told(shop: Shop) -> None:
    xiaoli, zhao = await _planned(shop)
    await xiaoli.presses("生效了", f"D{xiaoli.user[1:]}")
    await zhao.presses("生效了", SUPERVISORS)

    outcomes = await asyncio.gather(
        xiaoli.fills_in(start="2026-11-22", then_settles=False), zhao.fills_in(start="2026-11-23", then_settles=False)
    )
    await shop.settles()

    assert sorted("现在是「🛠 已生效」" in _errors(one) for one in outcomes) == [False, True]
    assert len([one for one in zhao.sees(SUPERVISORS) if "30 天后看结果" in str(one)]) <= 1


async def test_a_restart_and_a_second_press_change_nothing_twice(shop: Shop) -> None:
    xiaoli, zhao = await _planned(shop)
    await shop.restarts()
    await shop.time_passes(days=3)
    await shop.does_what_is_due()

    assert len([one for one in xiaoli.direct_messages() if "计划 11 月 25 日生效" in one]) == 1
    assert len([one for one in zhao.sees(SUPERVISORS) if "定了改进项" in str(one)]) == 1


async def _replying(shop: Shop, somebody: Somebody) -> str:
    await shop.review_arrives(product=KETTLE, text=BROKEN, platform="taobao")
    await somebody.presses("认领")
    await somebody.chooses_more("公开回复")
    return str(fields_of(somebody.dialog())["reply"]["initial_value"])


async def test_a_public_reply_tells_of_the_item_and_the_item_knows_it(shop: Shop) -> None:
    xiaoli, zhao = await _planned(shop, start="2026-11-23")
    await zhao.presses("生效了", SUPERVISORS)
    await zhao.fills_in(start="2026-11-23")

    text = await _replying(shop, xiaoli)
    assert "我们已从 11 月 23 日起把底座换成加厚款。" in text
    await xiaoli.fills_in(reply=text)

    happened = await shop.parts.staff.desk.db.read(case_files.timeline, 2)
    assert happened[-1].what == "public_reply"
    assert happened[-1].facts["improvement"] == 1
    await xiaoli.chooses_more("时间线")
    assert "改进 1" in xiaoli.reads_dialog()
    assert "公开回复引用 1 次" in await zhao.types("/reviews report")


async def test_a_planned_item_is_told_as_one_to_come_and_a_late_one_is_not_told(shop: Shop) -> None:
    xiaoli, _ = await _planned(shop)
    assert "我们将从 11 月 25 日起把底座换成加厚款。" in await _replying(shop, xiaoli)
    assert "【】里写上" not in str(xiaoli.dialog()), "nothing is left open"
    await xiaoli.closes_dialog()

    await shop.time_passes(days=3)

    assert "【写一句:改进了什么,从哪天起】" in await _replying(shop, xiaoli)


async def test_a_reply_that_does_not_tell_of_it_is_not_counted(shop: Shop) -> None:
    xiaoli, zhao = await _planned(shop)
    await _replying(shop, xiaoli)

    await xiaoli.fills_in(reply="谢谢您的反馈,已经查清了原因,正在联系厂家,有结果会写在商品页面上。")

    happened = await shop.parts.staff.desk.db.read(case_files.timeline, 2)
    assert "improvement" not in happened[-1].facts
    assert "引用" not in await zhao.types("/reviews report")


async def test_another_product_is_not_told_of_it(shop: Shop) -> None:
    xiaoli, _ = await _planned(shop)
    await shop.review_arrives(product=KETTLE | {"sku": "kettle-02"}, text=BROKEN, platform="taobao")
    await xiaoli.presses("认领")

    await xiaoli.chooses_more("公开回复")

    assert "加厚款" not in str(xiaoli.dialog())


async def test_the_department_s_channel_hears_of_it_where_there_is_one(shop: Shop) -> None:
    _quality_has_a_channel(shop)
    _, zhao = await _planned(shop)

    assert "定了改进项" in shop.person("访客小何").reads(QUALITY)
    assert not any("定了改进项" in str(one) for one in zhao.sees(SUPERVISORS))
    assert (await _only(shop)).start - timedelta(days=2) == shop.clock.now().astimezone(SHANGHAI).date()
