"""Incidents by doors: like complaints become one card, handled together, each customer by themselves."""

from typing import Any

from tests.conftest import OpenShop
from tests.house.people import Somebody
from tests.house.reading import fields_of, words_of
from tests.house.shop import Shop

KETTLE = {"sku": "kettle-01"}
LEAKS = (
    "盖子漏水,桌上全是水",
    "才一周就漏水了",
    "漏水,盖子盖不严",
    "又漏水了,没法用",
    "烧水就漏水,坏了",
    "漏水,质量不行",
)
SMOKES = ("插上电就冒烟了,差点着火", "烧水的时候冒烟,吓死人")
SUPERVISORS, MANAGERS = "C0SUPERVISE", "C0MANAGERS"


async def _leak(shop: Shop, count: int, start: int = 0, **said: Any) -> None:
    for number in range(start, start + count):
        await shop.review_arrives(text=LEAKS[number], product=KETTLE, **said)
        shop.clock.advance(seconds=10)


async def _smoke(shop: Shop) -> None:
    for text in SMOKES:
        await shop.review_arrives(text=text, product=KETTLE)


def _place(who: Somebody) -> int:
    """Where the incident's card stands in the store's channel."""
    found = [at for at, message in enumerate(who.sees()) if "合并事件 1" in words_of(message)]
    assert len(found) == 1, [words_of(message) for message in who.sees()]
    return found[0]


async def test_three_like_complaints_in_a_day_become_one_incident_with_its_children(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 2)
    assert "合并事件" not in "".join(words_of(message) for message in xiaoli.sees())

    await _leak(shop, 1, start=2)

    card = xiaoli.reads(number=_place(xiaoli))
    assert "🔁 *电热水壶 1.5L · 产品质量 · 24 小时 3 条,共 3 条,自 11-23" in card
    assert "待认领 3" in card
    assert "#1" in card
    assert "盖子漏水" in card
    assert xiaoli.buttons(number=_place(xiaoli)) == ["全部认领", "发同一段话", "证据包", "改进项", "记结论"]
    assert "🔁 同款同类不止这一条" in xiaoli.reads(number=0)
    assert "🔁 同款同类 24 小时内第 3 条" in xiaoli.reads(number=2)
    assert "查看合并事件" in xiaoli.buttons(number=0)
    told = [words_of(message) for message in shop.person("陈主管").sees(SUPERVISORS)]
    assert len([line for line in told if "合并成一个事件" in line]) == 1


async def test_a_fourth_joins_and_the_card_says_so_within_a_minute(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 4)

    await shop.time_passes(minutes=1)

    assert "24 小时 4 条,共 4 条" in xiaoli.reads(number=_place(xiaoli))
    assert "🔁 同款同类 24 小时内第 4 条" in xiaoli.reads()
    assert xiaoli.reads().count("第 4 条") == 1


async def test_what_is_about_something_else_stays_alone(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    for text in ("快递太慢了,等了十天", "客服态度很差,爱理不理", *LEAKS[:2]):
        await shop.review_arrives(text=text, product=KETTLE)

    assert "合并事件" not in "".join(words_of(message) for message in xiaoli.sees())


async def test_other_products_and_other_stores_are_other_troubles(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 2)
    await shop.review_arrives(text=LEAKS[2], product={"sku": "kettle-02"})
    await shop.review_arrives(text=LEAKS[3], product=KETTLE, store="beauty-cn")

    assert "合并事件" not in "".join(words_of(message) for message in xiaoli.sees())


async def test_six_in_a_week_are_an_incident_although_no_day_has_three(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    for number in range(5):
        await _leak(shop, 1, start=number)
        await shop.time_passes(hours=25)
    assert "合并事件 1" not in "".join(words_of(message) for message in xiaoli.sees())

    await _leak(shop, 1, start=5)

    assert "24 小时 1 条,共 6 条,自 11-23" in xiaoli.reads(number=_place(xiaoli))
    assert "还有 1 条" in xiaoli.reads(number=_place(xiaoli))


async def test_all_are_claimed_with_one_press_and_those_that_somebody_has_are_left_to_them(shop: Shop) -> None:
    xiaoli, xiaowang = shop.person("小李"), shop.person("小王")
    await _leak(shop, 3)
    await xiaowang.presses("认领", number=0)

    await xiaoli.presses("全部认领", number=_place(xiaoli))

    assert "认领了 2 个:#2、#3" in xiaoli.told_privately()[-1]
    assert "🟢 <@U0WANG>" in xiaoli.reads(number=0) or "小王" in xiaoli.reads(number=0)
    card = xiaoli.reads(number=_place(xiaoli))
    assert "待认领 0 · 没办完 3 · 负责人 小李" in card
    assert "全部认领" not in xiaoli.buttons(number=_place(xiaoli))


async def test_those_that_cannot_be_claimed_are_named_with_the_reason(shop: Shop) -> None:
    """小王 is faster by a moment: the card still shows the button."""
    xiaoli, xiaowang = shop.person("小李"), shop.person("小王")
    await _leak(shop, 3)
    place = _place(xiaoli)
    for number in (0, 1, 2):
        await xiaowang.presses("认领", number=number)

    await xiaoli.presses("全部认领", number=place)

    assert "没有待认领的了" in xiaoli.told_privately()[-1]


async def test_a_guest_claims_nothing(shop: Shop) -> None:
    he = shop.person("访客小何")
    await _leak(shop, 3)

    await he.presses("全部认领", number=_place(he))

    assert "案件只给客服团队看" in he.told_privately()[-1]
    assert "待认领 3" in he.reads(number=_place(he))


async def test_one_text_is_filled_in_for_each_customer_and_sent_to_nobody(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 3, customer={"name": "王小明"})
    await xiaoli.presses("全部认领", number=_place(xiaoli))
    await xiaoli.presses("发同一段话", number=_place(xiaoli))
    assert "〔客户〕您好" in xiaoli.dialog()["blocks"][2]["element"]["initial_value"]

    await xiaoli.fills_in(
        script="〔客户〕您好,我是〔客服〕。这一批壶盖的密封圈有问题,您说的我看到了。【写一句只属于这位客户的话】"
    )

    assert "共同说法存好了" in xiaoli.reads_dialog()
    assert xiaoli.dialog_buttons() == ["联系客户"] * 3
    await xiaoli.presses_in_dialog("联系客户")
    assert "这一批的共同说法" in xiaoli.reads_dialog()
    await xiaoli.chooses("旺旺")
    written = next(one for one in xiaoli.dialog()["blocks"] if str(one.get("block_id", "")).startswith("text_wangwang"))
    assert written["element"]["initial_value"] == (
        "王小明您好,我是小李。这一批壶盖的密封圈有问题,您说的我看到了。【写一句只属于这位客户的话】"
    )
    refused = await xiaoli.fills_in(channel="旺旺", outcome="联系上了")
    assert "还差一句只属于这位客户的话" in str(refused.errors)
    assert "有共同说法(第 1 版)" in xiaoli.reads(number=_place(xiaoli))


async def test_the_common_text_is_linted_and_keeps_its_open_sentence(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 3)
    await xiaoli.presses("全部认领", number=_place(xiaoli))
    await xiaoli.presses("发同一段话", number=_place(xiaoli))

    without = await xiaoli.fills_in(script="您好,这一批有问题。")
    bribing = await xiaoli.fills_in(script="改成五星就返您20元红包。【写一句只属于这位客户的话】")

    assert "要留着" in str(without.errors)
    assert "红包" in str(bribing.errors)
    assert "有共同说法" not in xiaoli.reads(number=_place(xiaoli))


async def test_who_is_left_alone_is_listed_with_the_reason_and_not_written_to(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 3)
    await xiaoli.presses("全部认领", number=_place(xiaoli))
    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(channel="电话", outcome="要求不再联系")

    await xiaoli.presses("发同一段话", number=_place(xiaoli))
    await xiaoli.fills_in()

    assert len(xiaoli.dialog_buttons()) == 2
    assert "现在还不能联系的" in xiaoli.reads_dialog()
    assert "要求不再联系" in xiaoli.reads_dialog()


async def test_only_the_owner_and_leads_write_the_text(shop: Shop) -> None:
    xiaowang = shop.person("小王")
    await _leak(shop, 3)

    await xiaowang.presses("发同一段话", number=_place(xiaowang))

    assert not xiaowang.has_dialog()
    assert "由 小李 或组长来办" in xiaowang.told_privately()[-1]


async def test_a_second_case_of_safety_suggests_to_stop_the_sale_and_starts_the_laws_clock(shop: Shop) -> None:
    chen = shop.person("陈主管")
    await _smoke(shop)

    card = chen.reads(number=_place(chen))
    assert card.startswith("🔴🔁 *电热水壶 1.5L")
    assert "建议先下架" in card
    assert "法定时限 11-25 10:00 前" in card
    assert [one for one in chen.buttons(number=_place(chen)) if "下架" in one] == ["建议下架", "已下架", "不用下架"]
    told = [words_of(message) for message in chen.sees(SUPERVISORS)]
    assert len([line for line in told if "涉及安全的同款差评合并成一个事件" in line]) == 1


async def test_an_incident_that_becomes_one_of_safety_is_told_once(shop: Shop) -> None:
    chen = shop.person("陈主管")
    await _leak(shop, 3)
    for _ in range(3):
        await shop.review_arrives(text="漏水,一插电就冒烟", product=KETTLE)

    told = [words_of(message) for message in chen.sees(SUPERVISORS)]
    assert len([line for line in told if "现在涉及安全" in line]) == 1
    assert "建议先下架" in chen.reads(number=_place(chen))


async def test_the_clock_is_reminded_of_and_when_missed_the_managers_hear(shop: Shop) -> None:
    """Of two working days half and the last one begin together: that is said once."""
    chen, zhou = shop.person("陈主管"), shop.person("周经理")
    await _smoke(shop)

    await shop.time_passes(hours=23)
    assert "法定时限" not in _all(chen, SUPERVISORS)
    await shop.time_passes(hours=2)
    assert _all(chen, SUPERVISORS).count("法定时限只剩一个工作日") == 1
    assert "法定时限过了一半" not in _all(chen, SUPERVISORS)
    await shop.time_passes(hours=24)

    assert "的法定时限 11-25 10:00 已过" in _all(zhou, MANAGERS)
    assert "已过,还没有记下做了什么" in chen.reads(number=_place(chen))


async def test_what_was_done_ends_the_clock(shop: Shop) -> None:
    chen, zhou = shop.person("陈主管"), shop.person("周经理")
    await _smoke(shop)
    await chen.presses("建议下架", number=_place(chen))
    assert "陈主管 建议下架" in _all(zhou, MANAGERS)
    await chen.presses("已下架", number=_place(chen))
    await chen.fills_in(note="天猫已下架,仓库封存 320 台")

    assert "⛔ 已下架(陈主管" in chen.reads(number=_place(chen))
    assert "仓库封存 320 台" in chen.reads(number=_place(chen))
    await shop.time_passes(days=3)
    assert "法定时限" not in _all(zhou, MANAGERS)


async def test_nobody_below_a_supervisor_decides_about_the_sale(shop: Shop) -> None:
    zhao = shop.person("赵组长")
    await _smoke(shop)

    await zhao.presses("建议下架", number=_place(zhao))
    assert "这一步要主管来按" in zhao.told_privately()[-1]
    await zhao.presses("不用下架", number=_place(zhao))
    refused = await zhao.fills_in(end="查无此事", note="客户弄错了")

    assert "这一步要主管来按" in str(refused.errors)
    assert "法定时限 11-25" in zhao.reads(number=_place(zhao))


async def test_it_stays_on_sale_only_for_a_reason_that_is_kept(shop: Shop) -> None:
    chen = shop.person("陈主管")
    await _smoke(shop)
    await chen.presses("不用下架", number=_place(chen))
    await chen.fills_in(end="已报告监管部门", note="报告编号 2026-118,等检测")

    assert "没有下架(陈主管" in chen.reads(number=_place(chen))
    assert "已报告监管部门" in chen.reads(number=_place(chen))
    assert not [one for one in chen.buttons(number=_place(chen)) if "下架" in one]


async def test_an_incident_of_safety_is_ended_only_after_the_law_is_served(shop: Shop) -> None:
    chen = shop.person("陈主管")
    await _smoke(shop)
    await chen.presses("记结论", number=_place(chen))
    refused = await chen.fills_in(note="温控器批次不良")
    assert "先记下做了什么" in str(refused.errors)

    await chen.presses("已下架", number=_place(chen))
    await chen.fills_in()
    await chen.presses("记结论", number=_place(chen))
    await chen.fills_in(note="温控器批次不良,换供应商")

    assert "✅ *电热水壶 1.5L" in chen.reads(number=_place(chen))
    assert "结论   温控器批次不良,换供应商" in chen.reads(number=_place(chen))
    assert chen.buttons(number=_place(chen)) == ["证据包", "改进项"]


async def test_after_a_quiet_week_it_waits_for_its_outcome_and_three_more_wake_it(shop: Shop) -> None:
    zhao = shop.person("赵组长")
    await _leak(shop, 3)
    await shop.time_passes(days=8)
    assert "💤" in zhao.reads(number=_place(zhao))

    await _leak(shop, 1)
    await shop.time_passes(minutes=2)
    assert "💤" in zhao.reads(number=_place(zhao))
    await _leak(shop, 2, start=1)
    await shop.time_passes(minutes=2)

    assert "24 小时 3 条,共 6 条" in zhao.reads(number=_place(zhao))


async def test_an_ended_incident_takes_in_nothing_more_and_others_make_a_new_one(shop: Shop) -> None:
    zhao = shop.person("赵组长")
    await _leak(shop, 3)
    await zhao.presses("记结论", number=_place(zhao))
    await zhao.fills_in(note="换了密封圈")

    await _leak(shop, 3, start=3)

    assert "共 3 条* · 赵组长" in zhao.reads(number=_place(zhao))
    assert "合并事件 2" in "".join(words_of(message) for message in zhao.sees())


async def test_a_case_that_is_judged_to_be_about_something_else_leaves(shop: Shop) -> None:
    chen = shop.person("陈主管")
    await _leak(shop, 3)
    await chen.presses("改判", number=0)
    await chen.fills_in(grade="normal", category="物流服务", note="路上摔漏的")
    await shop.time_passes(minutes=2)

    assert "共 2 条" in chen.reads(number=_place(chen))
    assert "查看合并事件" not in chen.buttons(number=0)


async def test_batch_and_days_of_the_orders_stand_on_the_card(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    for day, text in zip(("05", "07", "06"), LEAKS, strict=False):
        order = {"placed_at": f"2026-11-{day}T10:00:00+08:00"}
        await shop.review_arrives(text=f"{text},壶底写着批号:A20261103", product=KETTLE, order=order)

    assert "*批次*   A20261103(3 条) · 下单 11-05 至 11-07" in xiaoli.reads(number=_place(xiaoli))


async def test_numbers_of_customers_do_not_reach_the_card(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    for text in LEAKS[:3]:
        await shop.review_arrives(text=f"13912345678,{text} <!channel>", product=KETTLE)

    card = xiaoli.reads(number=_place(xiaoli))
    assert "13912345678" not in card
    assert "<!channel>" not in str(xiaoli.card(number=_place(xiaoli)))


async def test_status_and_home_count_what_goes_on(shop: Shop) -> None:
    zhao = shop.person("赵组长")
    assert "合并事件" not in await zhao.types("/reviews status")
    await _leak(shop, 3)
    await _smoke(shop)

    assert "🔁 合并事件 1 个,其中涉及安全 1 个" in await zhao.types("/reviews status")
    assert "合并事件 1:电热水壶 1.5L · 产品质量" in await zhao.opens_home()
    await zhao.presses_in_home("查看合并事件")
    assert "*时间线*" in zhao.reads_dialog()
    assert "涉及安全,开始计法定时限" in zhao.reads_dialog()


async def test_the_evidence_button_names_the_command_and_is_noted(shop: Shop) -> None:
    zhao = shop.person("赵组长")
    await _leak(shop, 3)

    await zhao.presses("证据包", number=_place(zhao))

    assert "app.py evidence --incident 1" in zhao.reads_dialog()
    await zhao.closes_dialog()
    await zhao.presses("查看合并事件", number=0)
    assert "赵组长 · 要了证据包" in zhao.reads_dialog()


async def test_a_lead_plans_an_improvement_from_it_and_still_can_when_it_is_over(shop: Shop) -> None:
    await _leak(shop, 3)
    await shop.person("小李").presses("改进项", number=_place(shop.person("小李")))
    assert "由组长和主管来定" in shop.person("小李").told_privately()[-1]
    zhao = shop.person("赵组长")
    await zhao.presses("记结论", number=_place(zhao))
    await zhao.fills_in(note="密封圈漏装,已返工")

    await zhao.presses("改进项", number=_place(zhao))
    questions = fields_of(zhao.dialog())
    chosen = [questions[name]["initial_option"]["value"] for name in ("where", "category")]
    assert chosen == ["sku:kettle-01", "product_quality"]
    await zhao.fills_in(what="密封圈改成双层", department="品控", owner="U0LI", start="2026-12-01", target="8")

    report = await zhao.types("/reviews report")
    assert "密封圈改成双层" in report


async def test_a_storm_about_one_product_redraws_one_card_seldom(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 3)
    before = _updates(shop, xiaoli)
    for _ in range(20):
        await shop.review_arrives(text=LEAKS[0], product=KETTLE)
        shop.clock.advance(seconds=1)

    await shop.time_passes(minutes=2)

    assert "共 23 条" in xiaoli.reads(number=_place(xiaoli))
    assert _updates(shop, xiaoli) - before <= 3


def _updates(shop: Shop, who: Somebody) -> int:
    """How often the card was sent."""
    with shop.parts.staff.desk.db.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT sent_version FROM message WHERE key = 'incident:1'").scalar_one())


def _all(who: Somebody, channel: str) -> str:
    return "\n".join(words_of(message) for message in who.sees(channel))


async def _ordered(shop: Shop, customer: str, day: str) -> None:
    await shop.order_arrives(customer={"id": customer}, placed_at=f"2026-11-{day}T10:00:00+08:00")


async def test_who_bought_of_the_batch_and_is_silent_is_counted_and_told_to_the_owner(shop: Shop) -> None:
    """One complained, one bought long before, one is known by a praise elsewhere."""
    xiaoli = shop.person("小李")
    for customer, day in (("c-loud", "20"), ("c-silent", "20"), ("c-77praise", "21"), ("c-early", "01")):
        await _ordered(shop, customer, day)
    await shop.review_arrives(rating=5, text="很好,很满意", customer={"id": "c-77praise"})
    await _leak(shop, 1, customer={"id": "c-loud"})
    await _leak(shop, 2, start=1)

    card = xiaoli.reads(number=_place(xiaoli))
    assert "11-09 至 11-23 买过的 3 位里,还有 2 位没投诉" in card
    assert any("还有 2 位买过的客户没投诉" in line for line in xiaoli.direct_messages())
    await xiaoli.presses("还没投诉的客户", number=_place(xiaoli))
    await xiaoli.fills_in(note="主动换密封圈")
    shown = xiaoli.reads_dialog()
    assert "11-20  1 位" in shown
    assert "11-21  1 位" in shown
    assert "c-77praise" not in shown
    assert "****aise" in shown

    await xiaoli.presses_in_dialog("已主动联系")
    assert "小李 11-23 10:00 主动联系过" in xiaoli.reads(number=_place(xiaoli))
    await xiaoli.closes_dialog()
    await xiaoli.presses("查看合并事件", number=0)
    assert "看了还没投诉的客户 · 主动换密封圈" in xiaoli.reads_dialog()


async def test_the_list_is_for_the_owner_and_leads_and_for_a_reason(shop: Shop) -> None:
    xiaowang, zhao = shop.person("小王"), shop.person("赵组长")
    await _ordered(shop, "c-silent", "20")
    await _leak(shop, 3)

    await xiaowang.presses("还没投诉的客户", number=_place(xiaowang))
    assert not xiaowang.has_dialog()
    await zhao.presses("还没投诉的客户", number=_place(zhao))
    assert "请写清楚一点" in str((await zhao.fills_in(note="x")).errors)


async def test_three_that_a_person_finds_to_be_about_one_thing_become_one_incident(shop: Shop) -> None:
    """One was read as bad packaging; regraded, it is the third."""
    chen = shop.person("陈主管")
    for text in (LEAKS[0], LEAKS[2], "盖子漏水漏得厉害"):
        await shop.review_arrives(text=text, product=KETTLE)
    assert "合并事件 1" not in "".join(words_of(message) for message in chen.sees())

    await chen.presses("改判")
    await chen.fills_in(grade="normal", category="产品质量", note="壶本身漏")

    assert "共 3 条" in chen.reads(number=_place(chen))


async def test_what_turns_out_to_be_no_complaint_does_not_count(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _leak(shop, 4)
    await xiaoli.chooses_more("不是投诉", number=0)
    await xiaoli.fills_in(note="同行刷的")
    await shop.time_passes(minutes=2)

    assert "24 小时 3 条,共 3 条" in xiaoli.reads(number=_place(xiaoli))


async def test_the_incidents_dialog_works_as_its_card_does(shop: Shop) -> None:
    chen = shop.person("陈主管")
    await _smoke(shop)
    await chen.presses("查看合并事件", number=0)

    await chen.presses_in_dialog("建议下架")
    assert "已向经理建议下架" in chen.reads_dialog()
    await chen.presses_in_dialog("全部认领")
    assert "待认领 0" in chen.reads_dialog()
    await chen.presses_in_dialog("已下架")
    await chen.fills_in(note="全渠道下架")

    assert "⛔ 已下架(陈主管" in chen.reads(number=_place(chen))


async def test_who_takes_a_late_case_does_not_take_the_incident(shop: Shop) -> None:
    xiaoli, xiaowang = shop.person("小李"), shop.person("小王")
    await _leak(shop, 3)
    await xiaoli.presses("全部认领", number=_place(xiaoli))
    await _leak(shop, 1, start=3)
    await shop.time_passes(minutes=2)

    await xiaowang.presses("全部认领", number=_place(xiaowang))

    assert "负责人 小李" in xiaoli.reads(number=_place(xiaoli))


async def test_an_english_desk_says_it_in_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        xiaoli = shop.person("小李")
        for text in ("The lid leaks all over the table", "Lid leaks, useless", "It leaks at the lid after a week"):
            await shop.review_arrives(text=text, product={"sku": "kettle-01", "name": "Kettle 1.5L"})
        place = next(at for at, one in enumerate(xiaoli.sees()) if "incident 1" in words_of(one))
        await xiaoli.presses("Claim all", number=place)
        await xiaoli.presses("Same text for all", number=place)
        await xiaoli.fills_in(script="Dear [customer], the seal is faulty. [a sentence only for this customer]")

        assert "The common text is kept" in xiaoli.reads_dialog()
        await xiaoli.presses_in_dialog("Contact")
        await xiaoli.chooses("Wangwang")
        assert "Dear 王小明, the seal is faulty." in str(xiaoli.dialog())
