"""Chat signals by doors: what customers ask more than usual becomes one alert, which somebody takes or dismisses."""

from datetime import timedelta
from typing import Any

from tests.house.chats import a_line, chats_arrive, ordinary_days
from tests.house.shop import Shop

_ASKED = ["这个多大容量?", "能装几升水呀", "容量够几个人喝?", "尺寸多大,放得下吗", "多高啊,柜子能放吗"]


def _surge(shop: Shop, customers: int = 12, **said: Any) -> list[dict[str, Any]]:
    now = shop.clock.now()
    return [
        a_line(f"{_ASKED[number % 5]}我是 1391234{number:04}", now - timedelta(minutes=10 * number + 1), **said)
        for number in range(customers)
    ]


async def _risen(shop: Shop) -> None:
    await chats_arrive(shop, ordinary_days(shop.clock.now()))
    await chats_arrive(shop, _surge(shop))


async def test_a_topic_that_rises_makes_one_alert_with_masked_examples(shop: Shop) -> None:
    await chats_arrive(shop, ordinary_days(shop.clock.now()))
    assert shop.person("小李").sees() == []

    await chats_arrive(shop, _surge(shop))

    (alert,) = shop.person("小李").sees()
    said = shop.person("小李").reads()
    assert "*电热水壶 1.5L*:「尺码尺寸」问得比平时多:24 小时 12 人,平时" in said
    assert "负责人 <@U0LI>" in said
    assert "139****" in said
    assert "13912340" not in said
    assert "可能的误会" in said
    assert "详情页可以改" in said
    assert len([block for block in alert["blocks"] if block["type"] == "rich_text"]) == 3
    assert "📈 商品问题在涨 1:电热水壶 1.5L「尺码尺寸」" in await shop.person("小李").types("/reviews status")


async def test_as_much_as_usual_is_no_alert(shop: Shop) -> None:
    now = shop.clock.now()
    await chats_arrive(shop, ordinary_days(now, talks=30, of=6))
    await chats_arrive(shop, [*_surge(shop, 6), *(a_line("你好", now) for _ in range(24))])

    assert shop.person("小李").sees() == []


async def test_one_customer_who_keeps_asking_is_no_alert(shop: Shop) -> None:
    await chats_arrive(shop, ordinary_days(shop.clock.now()))
    await chats_arrive(shop, _surge(shop, customer={"id": "c-same"}))

    assert shop.person("小李").sees() == []


async def test_the_alert_is_updated_where_it_stands(shop: Shop) -> None:
    await _risen(shop)
    await shop.time_passes(hours=1)

    await chats_arrive(shop, _surge(shop, 3))

    (_,) = shop.person("小李").sees()
    assert "24 小时 15 人" in shop.person("小李").reads()


async def test_it_is_over_when_it_was_quiet_for_a_day_and_quotes_nobody_any_more(shop: Shop) -> None:
    await _risen(shop)
    xiaoli = shop.person("小李")

    await shop.time_passes(hours=23)
    assert xiaoli.buttons() == ["我来看", "记为改进项", "不是问题"]
    await shop.time_passes(hours=26)

    assert xiaoli.reads().startswith("✅ *电热水壶 1.5L*:「尺码尺寸」")
    assert "24 小时没有再多,已经平静" in xiaoli.reads()
    assert "139****" not in xiaoli.reads()
    assert xiaoli.buttons() == []
    assert "商品问题在涨" not in await xiaoli.types("/reviews status")


async def test_what_rises_again_later_is_a_new_alert(shop: Shop) -> None:
    await _risen(shop)
    await shop.time_passes(hours=50)

    await chats_arrive(shop, _surge(shop, 16))

    assert len(shop.person("小李").sees()) == 2


async def test_who_comes_second_is_told_who_looks_into_it(shop: Shop) -> None:
    await _risen(shop)
    xiaoli, xiaowang = shop.person("小李"), shop.person("小王")
    await xiaoli.presses("我来看", then_settles=False)
    await xiaowang.presses("我来看")

    assert "👀 小李 在看(" in xiaoli.reads()
    assert xiaoli.buttons() == ["记为改进项", "不是问题"]
    assert "这条提醒已经由 小李 在看" in xiaowang.told_privately()[-1]


async def test_what_is_no_problem_stays_quiet_for_fourteen_days(shop: Shop) -> None:
    await _risen(shop)
    xiaoli = shop.person("小李")
    await xiaoli.presses("不是问题")
    await xiaoli.fills_in(note="昨晚直播讲了容量,打 13912345678 问我")

    assert "小李 认为不是问题:昨晚直播讲了容量,打 139****5678 问我" in xiaoli.reads()
    assert xiaoli.buttons() == []
    await shop.time_passes(days=13)
    await chats_arrive(shop, ordinary_days(shop.clock.now(), days=11, talks=30))
    await chats_arrive(shop, _surge(shop))
    assert len(xiaoli.sees()) == 1
    await shop.time_passes(days=2)
    await chats_arrive(shop, _surge(shop))
    assert len(xiaoli.sees()) == 2


async def test_a_danger_is_alerted_from_the_second_customer_on(shop: Shop) -> None:
    now = shop.clock.now()
    await chats_arrive(shop, ordinary_days(now))
    await chats_arrive(shop, [a_line("插上电就冒烟了", now, customer={"id": "c-a"})])
    await chats_arrive(shop, [a_line("又冒烟了!", now, customer={"id": "c-a"})])
    assert shop.person("小李").sees() == []
    await shop.time_passes(days=2)

    await chats_arrive(shop, [a_line("没有冒烟,挺好", shop.clock.now()), a_line("底座冒烟怎么办", shop.clock.now())])

    (_,) = shop.person("小李").sees()
    assert "「冒烟起火触电」" in shop.person("小李").reads()
    assert "这是安全问题" in shop.person("小李").reads()


async def test_a_danger_is_no_problem_only_when_a_supervisor_says_so(shop: Shop) -> None:
    now = shop.clock.now()
    await chats_arrive(shop, [a_line("冒烟了", now), a_line("插座打火花了,冒烟", now)])
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")

    await xiaoli.presses("不是问题")
    refused = await xiaoli.fills_in(note="我看没事")
    assert "要主管来判断" in " ".join((refused.errors or {}).values())

    await xiaoli.closes_dialog()
    await chen.presses("不是问题")
    await chen.fills_in(note="是加湿器的水汽,已电话确认")
    assert "陈主管 认为不是问题" in chen.reads()


async def test_a_guest_decides_nothing(shop: Shop) -> None:
    await _risen(shop)
    guest = shop.person("访客小何")

    await guest.presses("我来看")

    assert shop.person("小李").buttons() == ["我来看", "记为改进项", "不是问题"]


async def test_a_new_product_is_judged_by_its_line(shop: Shop) -> None:
    """Without a day of its own it needs much; and a line on which everybody asks it needs more."""
    now = shop.clock.now()
    young = {"sku": "kettle-99", "name": "新款电热水壶", "line": "厨房电器"}
    await chats_arrive(shop, ordinary_days(now, talks=20, of=10))
    await chats_arrive(shop, _surge(shop, 12, product=young))

    assert shop.person("小李").sees() == []


async def test_past_lines_raise_no_alert_of_today(shop: Shop) -> None:
    long_ago = shop.clock.now() - timedelta(days=5)
    await chats_arrive(shop, ordinary_days(shop.clock.now()))
    await chats_arrive(shop, [a_line(text, long_ago) for text in _ASKED * 4])

    assert shop.person("小李").sees() == []


async def test_a_restart_forgets_no_alert(shop: Shop) -> None:
    await _risen(shop)

    await shop.restarts()
    await shop.does_what_is_due()
    await chats_arrive(shop, _surge(shop, 2))

    assert len(shop.person("小李").sees()) == 1


async def test_a_lead_makes_an_improvement_item_of_it(shop: Shop) -> None:
    await _risen(shop)
    zhao, xiaoli = shop.person("赵组长"), shop.person("小李")

    await zhao.presses("记为改进项")
    await zhao.fills_in(owner="U0LI", start="2026-12-01", target="2")

    assert "📝 已记为改进 1" in xiaoli.reads()
    assert xiaoli.buttons() == ["我来看", "不是问题"]
    item = xiaoli.direct_messages()[-1]
    assert "首屏写清电热水壶 1.5L的尺寸和容量" in item
    assert "描述不符" in item


async def test_an_agent_is_told_who_plans_improvements(shop: Shop) -> None:
    await _risen(shop)
    xiaoli = shop.person("小李")

    await xiaoli.presses("记为改进项")

    assert "改进项由组长和主管来定" in xiaoli.told_privately()[-1]
