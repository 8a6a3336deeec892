"""Home: what waits for whom, by due time, with the next step as a button; drawn anew when it is pressed."""

import asyncio
import threading
from typing import Any

import pytest

from handlers.casework import page_figures
from handlers.casework.page_figures import count_page
from tests.conftest import OpenShop
from tests.house.reading import buttons_of
from tests.house.shop import Shop, a_review

URGENT = "插上电就冒烟了,差点着火"


async def test_my_cases_come_by_due_time_each_with_its_next_step(shop: Shop) -> None:
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2)
    await shop.review_arrives(text=URGENT)
    xiaoli = shop.person("小李")

    words = await xiaoli.opens_home()

    assert words.index("#2 电热水壶") < words.index("#1 电热水壶")
    assert "11-23 10:30 前开始" in words
    assert buttons_of(xiaoli.home())[:4] == ["今天休息", "歇 30 分钟", "转交一件", "找人聊五分钟"]
    assert buttons_of(xiaoli.home())[4:6] == ["认领", "认领"]


async def test_a_press_is_carried_out_and_the_page_drawn_anew(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.opens_home()

    await xiaoli.presses_in_home("认领")

    assert "🟢 <@U0LI>" in xiaoli.reads()
    assert "处理中" in xiaoli.reads_home()
    assert "联系客户" in buttons_of(xiaoli.home())
    await xiaoli.presses_in_home("联系客户")
    await xiaoli.fills_in(outcome="reached")
    assert "💬 <@U0LI>" in xiaoli.reads()


async def test_what_nobody_has_claimed_is_offered_to_agents(shop: Shop) -> None:
    await shop.review_arrives(product={"line": "美妆个护"})

    words = await shop.person("小王").opens_home()

    assert "手上没有案件" in words
    assert "*待认领*" in words
    assert "#1 电热水壶" in words


async def test_a_lead_sees_what_waits_and_the_shop_in_one_line(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=31)

    words = await shop.person("赵组长").opens_home()

    assert "等我处理" in words
    assert "*已超时*" in words
    assert "⏰ 应在 11-23 10:30 前开始" in words
    assert "待认领 1(紧急 1" in words


async def test_rest_and_return_are_one_press_each(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await xiaoli.opens_home()

    await xiaoli.presses_in_home("今天休息")
    assert "你在休息,到 11-24 00:00 前新案件交给代班同事" in xiaoli.reads_home()
    await xiaoli.presses_in_home("我回来了")
    assert "你在岗" in xiaoli.reads_home()

    await shop.review_arrives()
    assert "<@U0LI>(厨房电器)" in xiaoli.reads()


async def test_a_guest_reads_how_to_join_and_sees_no_case(shop: Shop) -> None:
    await shop.review_arrives()

    words = await shop.person("访客小何").opens_home()

    assert "你还不在团队名单里" in words
    assert "U0GUEST" in words
    assert "#1" not in words
    assert buttons_of(shop.person("访客小何").home()) == []


async def test_a_refusal_reaches_who_pressed_in_the_home_tab(shop: Shop) -> None:
    """The page was drawn before a colleague was faster."""
    await shop.review_arrives()
    xiaowang = shop.person("小王")
    await xiaowang.opens_home()
    await shop.person("小李").presses("认领")

    await xiaowang.presses_in_home("认领")

    assert "已经认领了 #1" in xiaowang.direct_messages()[-1]


@pytest.mark.slow
async def test_many_cases_stay_within_what_a_page_holds(shop: Shop) -> None:
    for number in range(26):
        await shop.push(_many(shop, number))
    await shop.settles()
    await shop.time_passes(hours=3)

    for name in ("小李", "赵组长", "周经理"):
        assert "#" in await shop.person(name).opens_home()


def _many(shop: Shop, number: int) -> dict[str, object]:
    return a_review(shop.clock.now(), product={"sku": None, "name": "名字很长的商品" * 40}, text=f"坏了{number}")


async def test_a_manager_sees_the_months_results_and_opens_the_whole_report(shop: Shop) -> None:
    await shop.review_arrives()
    zhou = shop.person("周经理")

    words = await zhou.opens_home()

    assert "本月到现在" in words
    assert "平均星级" in words
    assert "没有订单数" in words  # no denominator, so no guess
    await zhou.presses_in_home("看本月报告")
    whole = zhou.reads_dialog()
    assert "2026 年 11 月报" in whole
    assert "电热水壶" in whole
    assert "本月到现在" not in await shop.person("小李").opens_home()


async def test_a_month_that_takes_long_appears_by_itself(opening: OpenShop, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = threading.Event()

    def slowly(*asked: Any) -> Any:
        assert may_end.wait(30), "nobody let it end"
        return count_page(*asked)

    monkeypatch.setattr(page_figures, "count_page", slowly)
    async with opening() as shop:
        zhou = shop.person("周经理")
        opened = asyncio.create_task(zhou.opens_home())
        async with asyncio.timeout(20):
            while "正在统计,好了会自己出现" not in zhou.reads_home():  # noqa: ASYNC110  # Slack tells nobody
                await asyncio.sleep(0.01)

        may_end.set()
        await opened

        assert "正在统计" not in zhou.reads_home()
        assert "平均星级" in zhou.reads_home()
