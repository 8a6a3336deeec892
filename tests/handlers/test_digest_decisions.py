"""Digest decisions by doors: what waits this morning has a line and one button, which acts or opens what it takes."""

from datetime import timedelta

from bot.outreach import Unclear
from bot.policy.model import Department
from tests.conftest import OpenShop
from tests.house.chats import a_line, chats_arrive, ordinary_days
from tests.house.people import Somebody
from tests.house.phones import Phones, gateways
from tests.house.shop import Shop

ROOM = "C0MANAGERS"
URGENT = "插上电就冒烟了,差点着火"
NOTHING = "今天没有等你决定的事"
REPLY = "谢谢您告诉我们,水壶没做好,抱歉。我们已换了温控器供应商,11 月 29 日起发新的一批。"
_ASKED = ["这个多大容量?", "能装几升水呀", "容量够几个人喝?", "尺寸多大,放得下吗", "多高啊,柜子能放吗"]


def _changed_policy(shop: Shop, **sections: object) -> None:
    desk = shop.parts.staff.desk
    object.__setattr__(desk, "policy", desk.policy.model_copy(update=sections))
    object.__setattr__(desk.look, "policy", desk.policy)


async def _claimed(shop: Shop, **said: object) -> Somebody:
    await shop.review_arrives(**said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    return xiaoli


async def _to_nine(shop: Shop, *, less: int = 0) -> None:
    """Time passes to nine o'clock, or so many minutes before."""
    now = shop.clock.now().astimezone(shop.parts.staff.desk.policy.zone)
    then = now.replace(hour=9, minute=0, second=0) + timedelta(days=int(now.hour >= 9)) - timedelta(minutes=less)
    await shop.time_passes(seconds=(then - now).total_seconds())


async def test_where_nothing_waits_it_says_so_in_one_line(shop: Shop) -> None:
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2)
    await _to_nine(shop)

    assert NOTHING in shop.person("周经理").reads(ROOM)


async def test_a_compensation_that_waits_is_approved_from_the_digest_once(shop: Shop) -> None:
    await shop.review_arrives()
    await _to_nine(shop, less=20)
    xiaoli = await _claimed(shop, text=URGENT)
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="全额退款", note="全退")
    await _to_nine(shop)
    zhou = shop.person("周经理")
    assert "*今天需要你决定*(1)" in zhou.reads(ROOM)
    assert "#2 电热水壶 1.5L 申请全额退款 ¥129 · 等了 20 分" in zhou.reads(ROOM)

    await zhou.presses("批准 ¥129", ROOM)

    assert "已批准 #2 的补偿 ¥129" in zhou.told_privately(ROOM)[-1]
    assert "补偿 6 级" in xiaoli.reads()
    assert "批准" in xiaoli.reads()
    await zhou.presses("批准 ¥129", ROOM)
    assert "这笔补偿现在是「已批准」(周经理" in zhou.told_privately(ROOM)[-1]
    assert NOTHING in await zhou.types("/reviews digest")


async def test_what_only_a_lead_has_to_grant_does_not_bother_managers(shop: Shop) -> None:
    xiaoli = await _claimed(shop, text="颜色和图片完全不符,客服说不给退", customer={"tier": "gold"})
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="部分退款", amount="50", note="差价")

    assert NOTHING in await shop.person("周经理").types("/reviews digest")


async def test_an_agent_who_presses_it_is_refused(shop: Shop) -> None:
    xiaoli = await _claimed(shop, text=URGENT)
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="全额退款", note="全退")
    await shop.person("小王").types("/reviews digest today")

    await shop.person("小王").presses_private("批准 ¥129")

    assert "主管" in shop.person("小王").told_privately()[-1]
    assert "等主管批准" in xiaoli.reads()


async def test_an_urgent_case_of_nobody_is_handed_to_somebody(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT, product={"line": "没有这条线"})
    await _to_nine(shop)
    zhou = shop.person("周经理")
    assert "🔴 #1 电热水壶 1.5L 还没有人负责 · 23 小时 0 分" in zhou.reads(ROOM)
    assert "无人负责 1" in zhou.reads(ROOM)

    await zhou.presses("转交", ROOM)
    await zhou.fills_in(to="U0WANG")

    assert "负责人 <@U0WANG>" in shop.person("小王").reads()
    assert NOTHING in await zhou.types("/reviews digest")


async def test_a_disputed_cause_is_upheld_in_its_dialog_which_then_says_so(shop: Shop) -> None:
    _changed_policy(shop, departments={"warehouse": Department(channel="C0WAREHOUSE")})
    xiaoli, he, zhou = await _claimed(shop), shop.person("访客小何"), shop.person("周经理")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="出库没有复核")
    await he.presses("有异议", "C0WAREHOUSE")
    await he.fills_in(note="箱子是快递压的")
    await _to_nine(shop)
    assert "#1 电热水壶 1.5L 的原因,仓储有异议 · 等了 23 小时 0 分" in zhou.reads(ROOM)

    await zhou.presses("处理", ROOM)
    assert "箱子是快递压的" in zhou.reads_dialog()
    assert zhou.dialog_buttons() == ["维持原因", "改原因", "查看"]
    await zhou.presses_in_dialog("维持原因")

    assert "周经理 维持原来的原因" in zhou.reads_dialog()
    assert zhou.dialog_buttons() == []
    assert NOTHING in await zhou.types("/reviews digest")


async def test_a_public_reply_is_read_before_it_is_approved(shop: Shop) -> None:
    reply_rules = shop.parts.staff.desk.policy.public_reply.model_copy(update={"approval_for": ("urgent",)})
    _changed_policy(shop, public_reply=reply_rules)
    xiaoli, zhou = await _claimed(shop, text=URGENT), shop.person("周经理")
    await xiaoli.chooses_more("公开回复")
    await xiaoli.fills_in(reply=REPLY)
    assert "公开回复等人看过再发" in await zhou.types("/reviews digest today")

    await zhou.presses_private("处理")
    assert REPLY in zhou.reads_dialog()
    await zhou.presses_in_dialog("通过")

    assert "周经理 通过了" in zhou.reads_dialog()
    assert "再打开「公开回复」原样保存" in xiaoli.direct_messages()[-1]


async def test_a_product_alert_that_nobody_took_is_taken(shop: Shop) -> None:
    now, zhou = shop.clock.now(), shop.person("周经理")
    await chats_arrive(shop, ordinary_days(now))
    await chats_arrive(
        shop, [a_line(_ASKED[number % 5], now - timedelta(minutes=10 * number + 1)) for number in range(12)]
    )
    assert "📈 电热水壶 1.5L:问「尺码尺寸」的顾客变多,还没人看" in await zhou.types("/reviews digest today")

    await zhou.presses_private("处理")
    await zhou.presses_in_dialog("我来看")

    assert "周经理" in zhou.reads_dialog()
    assert "我来看" not in zhou.dialog_buttons()
    assert NOTHING in await zhou.types("/reviews digest today")


async def test_an_improvement_without_word_is_said_to_be_in_effect(shop: Shop) -> None:
    xiaoli, zhou = await _claimed(shop), shop.person("周经理")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="设计缺陷", department="品控")
    await shop.person("赵组长").chooses_more("改进项")
    plan = {"what": "把底座换成加厚款", "owner": "U0LI", "start": "2026-11-25", "target": "8"}
    await shop.person("赵组长").fills_in(**plan)
    await shop.time_passes(days=2)
    assert NOTHING in await zhou.types("/reviews digest")
    await shop.time_passes(days=3)
    said = await zhou.types("/reviews digest")
    assert "⏰ 改进 1(电热水壶 1.5L · 产品质量)计划 11 月 25 日生效,还没消息 · 晚了 2 天 10 小时" in said

    await zhou.presses_private("生效了")
    await zhou.fills_in()

    assert NOTHING in await zhou.types("/reviews digest")


async def test_a_text_of_which_nobody_knows_is_looked_up(opening: OpenShop) -> None:
    phones = Phones(repeats_safely=False, trouble=[Unclear("timeout")])
    async with opening(gateways=gateways(phones)) as shop:
        await shop.review_arrives()
        xiaoli, zhou = shop.person("小李"), shop.person("周经理")
        await xiaoli.presses("认领")
        await xiaoli.presses("联系客户")
        await xiaoli.chooses("短信")
        field = next(one["block_id"] for one in xiaoli.dialog()["blocks"] if one.get("block_id", "")[:5] == "text_")
        await xiaoli.fills_in(**{field: "您好,我是小李。水壶烧不开,对不起。今天 14:00 前给您答复,可以吗?"})
        await shop.time_passes(minutes=40)
        assert "#1 电热水壶 1.5L 的短信不知道发出去没有 · 40 分" in await zhou.types("/reviews digest today")

        await zhou.presses_private("处理")
        await zhou.presses_in_dialog("已经发出去了")

        assert "周经理 看过,已经发出去了" in zhou.reads_dialog()
        assert NOTHING in await zhou.types("/reviews digest today")


async def test_a_question_that_was_answered_meanwhile_says_what_became_of_it(shop: Shop) -> None:
    _changed_policy(shop, departments={"warehouse": Department(channel="C0WAREHOUSE")})
    xiaoli, he, zhou = await _claimed(shop), shop.person("访客小何"), shop.person("周经理")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="出库没有复核")
    await he.presses("有异议", "C0WAREHOUSE")
    await he.fills_in(note="箱子是快递压的")
    await zhou.types("/reviews digest today")
    await shop.person("赵组长").presses("维持原因", "C0SUPERVISE")

    await zhou.presses_private("处理")

    assert "赵组长 维持原来的原因" in zhou.reads_dialog()
    assert zhou.dialog_buttons() == []


async def test_guests_open_nothing(opening: OpenShop) -> None:
    async with opening(policy='[shop]\nmanagers_channel = "C0REVIEWS"') as shop:
        await shop.review_arrives(text=URGENT)
        await _to_nine(shop)
        he = shop.person("访客小何")

        await he.presses("更多数字", "C0REVIEWS")

        assert not he.has_dialog()
        assert "案件只给客服团队看" in he.told_privately("C0REVIEWS")[-1]


async def test_at_most_six_are_shown_and_the_rest_counted(shop: Shop) -> None:
    for _ in range(9):
        await shop.review_arrives(text=URGENT, product={"line": "没有这条线"})
    await _to_nine(shop)
    zhou = shop.person("周经理")

    assert "*今天需要你决定*(9)" in zhou.reads(ROOM)
    assert zhou.buttons(ROOM).count("转交") == 6
    assert "另外还有 3 件:紧急无人负责 3" in zhou.reads(ROOM)


async def test_an_incident_of_safety_stands_first_until_the_law_is_served_then_its_outcome_is_asked(shop: Shop) -> None:
    for text in ("插上电就冒烟了,差点着火", "烧水的时候冒烟,吓死人"):
        await shop.review_arrives(text=text, product={"sku": "kettle-01"})
    await _to_nine(shop)
    zhou = shop.person("周经理")
    first = zhou.reads(ROOM).split("今天需要你决定")[1].splitlines()[1]
    assert "🔴 电热水壶 1.5L涉及安全,11-25 " in first
    assert "前要决定下架还是说明" in first

    await zhou.presses("查看合并事件", ROOM)
    await zhou.presses_in_dialog("已下架")
    await zhou.fills_in(note="全渠道下架")
    assert "涉及安全" not in await zhou.types("/reviews digest")

    await shop.time_passes(days=8)
    assert "🔁 电热水壶 1.5L · 产品质量的合并事件没有新案件了,等记结论" in await zhou.types("/reviews digest")
