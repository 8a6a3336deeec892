"""Steering: giving back, handing over, regrading, dismissing, reopening and putting off, as people do it."""

import pytest

from tests.house.people import Somebody
from tests.house.shop import Shop

URGENT = "插上电就冒烟了,差点着火"


@pytest.fixture
async def xiaoli(shop: Shop) -> Somebody:
    """小李, who has just claimed an ordinary case."""
    await shop.review_arrives()
    await shop.person("小李").presses("认领")
    return shop.person("小李")


async def test_a_case_given_back_goes_to_the_lines_other_person(shop: Shop, xiaoli: Somebody) -> None:
    await xiaoli.chooses_more("退回")
    assert "好了:退回" in xiaoli.reads_dialog()

    assert "<@U0WANG>" in xiaoli.reads()
    assert xiaoli.buttons() == ["认领", "改判", "更多"]
    assert xiaoli.thread()[-1] == "小李 退回了"


async def test_a_case_handed_over_is_told_to_who_gets_it(shop: Shop, xiaoli: Somebody) -> None:
    await xiaoli.presses("转交")
    await xiaoli.fills_in(to="U0SUN", note="客户下午两点后方便")

    assert "<@U0SUN>" in xiaoli.reads()
    assert "小李 把 🟡 #1 电热水壶 1.5L 转交给你了:客户下午两点后方便" in shop.person("小孙").direct_messages()[-1]
    await shop.person("小孙").presses("联系客户", "D0SUN")
    await shop.person("小孙").fills_in(outcome="reached", note="说好了")
    assert "💬 <@U0SUN>" in xiaoli.reads()
    assert shop.person("小李").direct_messages() == []


async def test_a_stranger_to_the_team_is_no_receiver_and_what_was_typed_stays(shop: Shop, xiaoli: Somebody) -> None:
    await xiaoli.presses("转交")

    outcome = await xiaoli.fills_in(to="U0GUEST", note="麻烦你了")

    assert "不在团队名单里" in outcome.errors["to"]
    assert xiaoli.dialog()["state"]["note"]["value"]["value"] == "麻烦你了"
    assert "<@U0LI>" in xiaoli.reads()


async def test_handing_over_to_who_has_it_already_is_said_so(shop: Shop, xiaoli: Somebody) -> None:
    await xiaoli.presses("转交")

    assert "本来就由 小李 负责" in (await xiaoli.fills_in(to="U0LI")).errors["to"]


async def test_regrading_up_starts_the_clock_of_the_new_grade(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.time_passes(minutes=5)
    xiaowang = shop.person("小王")
    await xiaowang.presses("改判")
    await xiaowang.fills_in(grade="🔴 紧急", note="客户说还烫到了手")

    assert "🔴 紧急" in xiaowang.reads()
    assert "请在 10:35 前开始" in xiaowang.reads()
    assert xiaowang.thread() == ["小王 改判:普通 → 紧急。理由:客户说还烫到了手"]
    assert "小王 把 🔴 #1 电热水壶 1.5L 改判为紧急:客户说还烫到了手" in shop.person("小李").direct_messages()[-1]


async def test_another_category_is_a_regrade_of_the_same_grade(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("改判")
    await shop.person("小李").fills_in(category="物流服务", note="是快递摔的")

    assert "*问题*   物流服务" in shop.person("小李").reads()
    assert shop.person("小李").thread() == ["小李 改判:产品质量 → 物流服务。理由:是快递摔的"]


async def test_a_regrade_that_changes_nothing_is_said_so_in_the_dialog(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("改判")

    assert "已经是普通,分类也没变" in (await shop.person("小李").fills_in(note="想想")).errors["grade"]


async def test_an_agent_asks_a_supervisor_to_lower_a_grade_and_the_supervisor_does(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")
    await xiaoli.presses("改判")
    await xiaoli.fills_in(grade="🟡 普通", note="客户说是看错了 <!channel>")
    assert "降级需要主管。要替你把 #1 改为普通的请求发给主管吗?" in xiaoli.reads_dialog()
    await xiaoli.fills_in()
    assert not xiaoli.has_dialog()
    assert "🔴 紧急" in xiaoli.reads()
    assert xiaoli.thread() == ["小李 请主管把等级改为普通:客户说是看错了 <!channel>"]
    assert "小李 请你把 🔴 #1 电热水壶 1.5L 改为普通:客户说是看错了" in chen.direct_messages()[-1]

    await chen.presses("改判", "D0CHEN")
    await chen.fills_in()

    assert "🟡 普通" in xiaoli.reads()
    assert xiaoli.thread()[-1] == "陈主管 改判:紧急 → 普通。理由:客户说是看错了 <!channel>"


async def test_a_supervisor_is_not_asked_about_what_ended_meanwhile(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")
    await xiaoli.presses("改判")
    await xiaoli.fills_in(grade="🟡 普通", note="看错了")
    await chen.chooses_more("不是投诉")
    await chen.fills_in(note="同行乱写的")

    await xiaoli.fills_in()

    assert "#1 现在是「非投诉」" in xiaoli.reads_dialog()
    assert chen.direct_messages() == []


async def test_no_complaint_is_marked_as_such_with_its_reason(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").chooses_more("不是投诉")
    await shop.person("小李").fills_in(note="发错店铺了")

    assert "➖ *非投诉* · <@U0LI> · 发错店铺了" in shop.person("小李").reads()
    assert shop.person("小李").buttons() == ["更多"]


async def test_a_reason_of_blanks_is_no_reason(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").chooses_more("不是投诉")

    assert "请写一句理由" in (await shop.person("小李").fills_in(note="  \n ")).errors["note"]


async def test_a_dismissed_case_can_be_taken_up_again_by_anyone_of_the_team(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").chooses_more("不是投诉")
    await shop.person("小李").fills_in(note="发错店铺了")
    await shop.time_passes(hours=3)

    await shop.person("小王").chooses_more("重新打开")
    await shop.person("小王").fills_in(note="是我们店的")

    assert shop.person("小王").buttons() == ["认领", "改判", "更多"]
    assert "请在 15:00 前联系客户" in shop.person("小王").reads()
    assert "↩️ 第 1 次重新打开" in shop.person("小王").reads()
    assert shop.person("小王").thread()[-1] == "小王 重新打开:是我们店的"


async def test_an_unhappy_follow_up_reopens_and_raises_the_case(shop: Shop, xiaoli: Somebody) -> None:
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="reached")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="分拣时摔了")
    await shop.time_passes(days=7)

    await shop.person("赵组长").presses("回访")
    await shop.person("赵组长").fills_in(satisfaction="1 很不满意(会重新打开)", note="还是没退款")

    assert "🟠 重要" in xiaoli.reads()
    assert "↩️ 第 1 次重新打开" in xiaoli.reads()
    assert "赵组长 回访 🟠 #1 电热水壶 1.5L:客户仍不满意(1/5),已重新打开,交给你继续" in xiaoli.direct_messages()[-1]
    assert xiaoli.buttons() == ["联系客户", "解决方案", "转交", "更多"]


async def test_a_promise_that_was_not_kept_reopens_the_case_however_content_the_customer_is(
    shop: Shop, xiaoli: Somebody
) -> None:
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="reached")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="分拣时摔了")
    await shop.time_passes(days=7)

    await shop.person("赵组长").presses("回访")
    await shop.person("赵组长").fills_in(satisfaction="4 满意", promise=["broken"], note="说好的配件还没寄")

    assert "🟠 重要" in xiaoli.reads()
    assert "答应的有没办到的(4/5),已重新打开,交给你继续" in xiaoli.direct_messages()[-1]
    told = "赵组长 回访:答应的有没办到的,客户满意度 4/5,已重新打开并升为重要 · 说好的配件还没寄"
    assert told in xiaoli.thread()
    await xiaoli.chooses_more("时间线")
    assert "答应的有没办到的 · 4/5" in xiaoli.reads_dialog()


async def test_a_reminder_put_off_is_shown_on_the_card_with_its_reason(shop: Shop, xiaoli: Somebody) -> None:
    await xiaoli.chooses_more("暂缓提醒")
    await xiaoli.fills_in(pause="1 小时", note="客户在开会")

    assert "💤 提醒暂缓到 11-23 11:00:客户在开会" in xiaoli.reads()
    assert xiaoli.thread()[-1] == "小李 把提醒暂缓到 11-23 11:00:客户在开会"
