"""The whole story of a case by clicking, in both languages: card, buttons, thread and timeline after every step."""

from tests.conftest import OpenShop
from tests.house.shop import Shop


async def test_a_case_from_alert_to_follow_up(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.review_arrives(text="插上电就冒烟了,差点着火")
    assert xiaoli.buttons() == ["认领", "改判", "更多"]

    await shop.time_passes(minutes=4)
    await xiaoli.presses("认领")
    assert "🟢 <@U0LI> 10:04 认领 · 12:00 前联系客户" in xiaoli.reads()
    assert xiaoli.buttons() == ["联系客户", "解决方案", "转交", "更多"]

    await shop.time_passes(minutes=6)
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="没接", note="响了很久没人接")
    assert "🟢 <@U0LI> 10:04 认领 · 联系过 1 次,还没联系上" in xiaoli.reads()
    assert xiaoli.buttons() == ["联系客户", "解决方案", "结案", "转交", "更多"]

    await shop.time_passes(minutes=10)
    await xiaoli.presses("联系客户")
    assert "已联系过 1 次" in xiaoli.reads_dialog()
    assert "联系计划:① 电话 (没接) → ② *旺旺* ← 现在 → ③ 短信" in xiaoli.reads_dialog()
    await xiaoli.fills_in(outcome="联系上了", note="人没事,想退货", text_wangwang_sincere="人没事就好,退货我来办")
    assert "💬 <@U0LI> 10:20 联系上客户(旺旺) · 下一步:给出方案" in xiaoli.reads()

    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="退货退款", note="今天寄回,运费我们出")
    assert "🛠️ <@U0LI> · 方案:退货退款 · 今天寄回,运费我们出" in xiaoli.reads()
    assert "🪙 补偿 5 级 退货退款 ¥141.90 · 等主管批准" in xiaoli.reads()
    await shop.person("陈主管").presses("批准 ¥141.90", "C0SUPERVISE")
    assert xiaoli.buttons()[0] == "补偿已执行"
    await xiaoli.presses("补偿已执行")
    assert xiaoli.buttons()[0] == "结案"

    await xiaoli.chooses_more("等客户回复")
    await xiaoli.closes_dialog()
    assert "⏸ 等客户回复(自 11-23 10:20,计时暂停) · <@U0LI>" in xiaoli.reads()
    assert xiaoli.buttons() == ["客户已回复", "联系客户", "结案", "更多"]

    await shop.time_passes(minutes=70)
    await xiaoli.presses("客户已回复")
    await shop.time_passes(minutes=10)
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="这一批温控器没有抽检")
    assert "✅ *已结案* · <@U0LI> · 用时 30 分" in xiaoli.reads()  # 100 minutes, of which 70 were the customer's
    assert "原因 品控 › 没有抽检:这一批温控器没有抽检 · 方案 退货退款" in xiaoli.reads()
    assert "11-30" in xiaoli.reads()
    assert xiaoli.buttons() == ["更多"]

    await shop.time_passes(days=7)
    assert "📞 该回访了:<@U0LI>" in xiaoli.reads()
    assert xiaoli.buttons() == ["回访", "更多"]
    assert "到回访时间了,给客户打个电话吧" in xiaoli.direct_messages()[-1]

    await xiaoli.presses("回访")
    await xiaoli.fills_in(satisfaction="5 很满意", note="新的很好用")
    assert "☎️ *已回访* · <@U0LI> · 客户满意度 5/5" in xiaoli.reads()
    assert xiaoli.buttons() == ["更多"]
    assert len(xiaoli.sees()) == 1

    assert xiaoli.thread() == [
        "小李 认领了",
        "小李 电话联系客户,没接:响了很久没人接",
        "小李 旺旺联系上了客户:人没事,想退货",
        "小李 选了方案:退货退款(今天寄回,运费我们出)",
        "小李 申请补偿:5 级 退货退款 ¥141.90,等主管批准",
        "陈主管 批准了补偿 ¥141.90",
        "小李 执行了补偿 ¥141.90",
        "小李 在等客户回复,计时暂停",
        "客户有回复了,小李 继续处理",
        "小李 结案:品控 · 这一批温控器没有抽检",
        "到回访时间了",
        "小李 回访:客户满意度 5/5 · 新的很好用",
    ]
    await _timeline_tells_it_all(shop)


async def _timeline_tells_it_all(shop: Shop) -> None:
    xiaowang = shop.person("小王")
    await xiaowang.chooses_more("时间线")
    told = xiaowang.reads_dialog()

    steps = [
        "收到评价",
        "认领",
        "没联系上客户",
        "联系上客户",
        "选择方案",
        "申请补偿",
        "批准补偿",
        "补偿已执行",
        "开始等客户",
        "客户有回复",
        "结案",
        "提醒回访",
        "回访",
    ]
    assert [step for step in steps if f"*{step}*" not in told] == [], told
    places = [told.index(f"*{step}*") for step in steps]
    assert places == sorted(places)
    assert "10:04" in told
    assert "小李" in told
    assert "生产品控 › 品控" in told


async def test_the_same_story_in_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        xiaoli = shop.person("小李")
        await shop.review_arrives(text="Smoke came out when I plugged it in, it nearly caught fire")
        assert "🔴 Urgent · 电热水壶 1.5L · ★☆☆☆☆" in xiaoli.reads()
        assert "Start by 10:30 · contact the customer by 12:00" in xiaoli.reads()
        assert xiaoli.buttons() == ["Claim", "Regrade", "More"]

        await xiaoli.presses("Claim")
        assert xiaoli.buttons() == ["Contact", "Solution", "Hand over", "More"]
        await xiaoli.presses("Contact")
        await xiaoli.fills_in(channel="phone", outcome="no_answer", note="rang for a minute")
        await xiaoli.presses("Contact")
        words = "Good that nobody is hurt; I arrange the return."
        await xiaoli.fills_in(outcome="reached", note="nobody hurt", next=["wait"], text_wangwang_sincere=words)
        assert "⏸ Waiting for the customer (since 11-23 10:00, clock paused) · <@U0LI>" in xiaoli.reads()

        await shop.time_passes(minutes=30)
        await xiaoli.presses("Customer replied")
        await xiaoli.presses("Solution")
        await xiaoli.fills_in(solution="replacement", amount="99", note="sent by courier today")
        assert "🪙 Compensation L4 re-send or replace ¥99 · waits for a lead" in xiaoli.reads()
        await shop.person("赵组长").presses("Approve ¥99", "C0SUPERVISE")
        await xiaoli.presses("Compensation done")
        await xiaoli.presses("Resolve")
        await xiaoli.fills_in(cause="not_sampled", department="quality", note="thermostats are not sampled")
        assert "✅ *Resolved* · <@U0LI> · took 0 min" in xiaoli.reads()

        await shop.time_passes(days=7)
        await xiaoli.presses("Follow up")
        await xiaoli.fills_in(satisfaction="4")
        assert "☎️ *Followed up* · <@U0LI> · customer satisfaction 4/5" in xiaoli.reads()
        assert [line.split(":")[0] for line in xiaoli.thread()] == [
            "小李 claimed it",
            "小李 tried the customer by phone",
            "小李 reached the customer by Wangwang",
            "小李 is waiting for the customer, the clock is paused",
            "The customer replied, 小李 carries on",
            "小李 chose a solution",
            "小李 asked for compensation",
            "赵组长 approved the compensation of ¥99",
            "小李 carried out the compensation of ¥99",
            "小李 resolved it",
            "Time to follow up",
            "小李 followed up",
        ]
