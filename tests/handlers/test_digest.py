"""Digest: the managers' morning page, counted against days played by hand, once per local date whatever happens."""

import asyncio
import threading
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from handlers.clock import digest
from storage.cases import count_once
from tests.conftest import OpenShop
from tests.house.reading import words_of
from tests.house.shop import Shop

ROOM = "C0MANAGERS"
URGENT = "插上电就冒烟了,差点着火"
PATIENCE = 10  # seconds
PARIS = ZoneInfo("Europe/Paris")


async def test_the_first_morning_of_a_shop_is_silent(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.time_passes(hours=22)

    assert shop.person("周经理").sees(ROOM) == []


async def test_the_numbers_are_those_of_the_day_that_was_played(shop: Shop) -> None:
    await _a_day(shop)
    await _until(shop, 9)

    zhou = shop.person("周经理")
    page = zhou.reads(ROOM)

    assert "每日评价简报 · 11月23日 周一" in page
    assert "昨天 6 条评价,4 件中差评;紧急 2 件,30 分钟内开始 1 件;2 小时联系率 2/4;现在有 2 件超时" in page
    assert "紧急开始 1/2 · 重要开始 无 · 首次联系 2/4 · 联系上 1/3 · 回访 无" in page

    await zhou.presses("更多数字", ROOM)
    rest = zhou.reads_dialog()
    assert "*评价*   差评 3 · 中评 1 · 好评 2" in rest
    assert "*分级*   🔴 紧急 2 #1 #2 · 🟠 重要 0 · 🟡 普通 2 #3 #4" in rest
    assert "*分类*   产品质量 2 #1 #2 · 物流服务 1 #3 · 未归类 1 #4" in rest
    assert "紧急开始 1/2 · 重要开始 无 · 首次联系 2/4 · 联系上 1/3 · 回访 无" in rest
    assert "昨天结案 1 #1 · 尚未结案 2 #2 #4 · 已超时 2 #2 #4" in rest
    assert "*最差商品*   电热水壶 1.5L 3 件 #1 #2 #4 · 折叠椅 1 件 #3" in rest


async def test_each_number_leads_to_the_card(shop: Shop) -> None:
    await shop.review_arrives()
    await _until(shop, 9)
    zhou, card = shop.person("周经理"), shop.person("小李").card()
    address = f"{shop.workspace.base_url}/archives/C0HOME/p{card['ts'].replace('.', '')}"

    await zhou.presses("更多数字", ROOM)

    assert f"<{address}|#1>" in str(zhou.dialog())
    await zhou.closes_dialog()
    await zhou.presses("看待认领", ROOM)
    assert "#1 电热水壶" in zhou.reads_dialog()


async def test_it_comes_at_nine_and_once_a_day_however_often_we_restart(shop: Shop) -> None:
    await shop.review_arrives()
    await _until(shop, 8, 59)
    assert shop.person("周经理").sees(ROOM) == []

    for _ in range(3):
        await shop.time_passes(minutes=1)
        await shop.restarts()
        await shop.does_what_is_due()
    await shop.time_passes(days=2)

    assert [words.splitlines()[0] for words in _digests(shop)] == [
        "每日评价简报 · 11月23日 周一",
        "每日评价简报 · 11月24日 周二",
        "每日评价简报 · 11月25日 周三",
    ]


async def test_a_process_that_was_down_at_nine_sends_it_when_it_is_back(shop: Shop) -> None:
    await shop.review_arrives()
    shop.clock.advance(days=1, hours=5)

    await shop.restarts()
    await shop.does_what_is_due()

    assert "11月23日" in shop.person("周经理").reads(ROOM)


async def test_nobody_has_to_wait_with_writing_while_the_day_is_counted(shop: Shop) -> None:
    await shop.review_arrives()
    shop.clock.advance(days=1)
    desk, counting, go_on = shop.parts.staff.desk, threading.Event(), threading.Event()

    def dawdle(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if 'FROM "case"' in statement:
            counting.set()
            go_on.wait(PATIENCE)

    event.listen(desk.db.engine, "before_cursor_execute", dawdle)
    publishing = asyncio.create_task(digest.publish(desk, digest.local_date(desk)))
    try:
        assert await asyncio.to_thread(counting.wait, PATIENCE)
        async with asyncio.timeout(PATIENCE / 2):
            await desk.db.write(count_once, "press:1", shop.clock.now())
    finally:
        go_on.set()

    assert await publishing
    event.remove(desk.db.engine, "before_cursor_execute", dawdle)
    assert not await digest.publish(desk, digest.local_date(desk))


async def test_a_quiet_day_is_told_in_one_line(shop: Shop) -> None:
    await shop.review_arrives(rating=5, text="很好用,喜欢")
    await shop.time_passes(days=2)

    quiet, none = _digests(shop)

    assert "昨天没有中差评,1 条评价都不错" in quiet
    assert "昨天没有新评价" in none


async def test_the_week_before_is_compared(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.time_passes(days=7)
    await shop.review_arrives()
    await shop.review_arrives()
    await _until(shop, 9)

    assert "2 件中差评(比上周同日 +1)" in _digests(shop)[-1]


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)])
async def test_a_day_on_which_clocks_change_is_counted_whole(
    opening: OpenShop, month: int, day: int, hours: int
) -> None:
    """From local midnight to local midnight, 23 or 25 hours; nine o'clock stays nine o'clock."""
    midnight = datetime(2026, month, day, tzinfo=PARIS)
    policy = '[shop]\ntimezone = "Europe/Paris"'
    async with opening(policy=policy, start=midnight - timedelta(hours=6)) as shop:
        shop.clock.move_to(midnight - timedelta(seconds=30))
        await shop.review_arrives(product={"sku": None})
        shop.clock.move_to(midnight + timedelta(seconds=30))
        await shop.review_arrives(product={"sku": None})
        end = datetime(2026, month, day + 1, tzinfo=PARIS)
        shop.clock.move_to(end.astimezone(ZoneInfo("UTC")) - timedelta(seconds=30))
        await shop.review_arrives(product={"sku": None})
        shop.clock.move_to(end.astimezone(ZoneInfo("UTC")) + timedelta(seconds=30))
        await shop.review_arrives(product={"sku": None})
        morning = datetime(2026, month, day + 1, 9, tzinfo=PARIS)
        shop.clock.move_to(morning - timedelta(seconds=2))
        await shop.does_what_is_due()
        before = len(_digests(shop))
        await shop.time_passes(seconds=2)

        assert end.astimezone(ZoneInfo("UTC")) - midnight.astimezone(ZoneInfo("UTC")) == timedelta(hours=hours)
        assert len(_digests(shop)) == before + 1
        assert "昨天 2 条评价,2 件中差评" in _digests(shop)[-1]
        await shop.person("周经理").presses("更多数字", ROOM, _newest(shop))
        assert "#2 #3" in shop.person("周经理").reads_dialog()


async def test_in_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await shop.review_arrives(text=URGENT)
        await _until(shop, 9)

        assert "Yesterday: 1 review" in shop.person("周经理").reads(ROOM)


async def _a_day(shop: Shop) -> None:
    """Two urgent, one of them never begun; one about delivery, dismissed; one neutral, tried too late; two good."""
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")
    await shop.review_arrives(text=URGENT)
    await shop.review_arrives(text=URGENT)
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2, product={"name": "折叠椅"})
    await shop.review_arrives(text="还行吧,一般般", rating=3)
    await shop.review_arrives(text="很好用,喜欢", rating=5)
    await shop.review_arrives(text="", rating=4)
    await xiaoli.presses("认领", number=0)
    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(outcome="reached")
    await xiaoli.presses("结案", number=0)
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="温控器")
    await xiaoli.presses("认领", number=2)
    await xiaoli.presses("联系客户", number=2)
    await xiaoli.fills_in(outcome="没接")
    await chen.chooses_more("不是投诉", number=2)
    await chen.fills_in(note="是别家的快递")


async def _until(shop: Shop, hour: int, minute: int = 0) -> None:
    """Time passes to the next such hour of the shop's day."""
    now = shop.clock.now().astimezone(shop.parts.staff.desk.policy.zone)
    then = now.replace(hour=hour, minute=minute, second=0) + timedelta(days=int(now.hour >= hour))
    await shop.time_passes(seconds=(then - now).total_seconds())


def _newest(shop: Shop) -> int:
    """Where the newest digest stands; on Mondays the week's report follows it."""
    everything = [words_of(message) for message in shop.person("周经理").sees(ROOM)]
    return max(place for place, words in enumerate(everything) if "简报" in words.splitlines()[0])


def _digests(shop: Shop) -> list[str]:
    everything = [words_of(message) for message in shop.person("周经理").sees(ROOM)]
    return [words for words in everything if "简报" in words.splitlines()[0]]


async def test_what_was_missed_is_made_up_for_three_days_back(shop: Shop) -> None:
    """Down from Monday noon to Saturday: the digests of three mornings follow, each naming its day, and today's."""
    await shop.review_arrives()
    shop.clock.advance(days=5)

    await shop.does_what_is_due()
    await shop.does_what_is_due()

    titles = [message["text"] for message in shop.person("周经理").sees("C0MANAGERS")]
    days = ["11月24日", "11月25日", "11月26日", "11月27日"]
    assert [next(day for day in days if day in title) for title in titles] == days
    assert ["补发" in title for title in titles] == [True, True, True, False]
    told = _digests(shop)
    assert ["今天没有等你决定的事" in words for words in told] == [False, False, False, True]
    assert ["手上案件" in words for words in told] == [False, False, False, True]
    assert "11月24日没有新评价" in told[0]


async def test_todays_digest_is_not_late_at_nine(shop: Shop) -> None:
    await shop.review_arrives()

    await shop.time_passes(days=1)

    (digest_message,) = shop.person("周经理").sees("C0MANAGERS")
    assert "补发" not in digest_message["text"]


async def test_the_chart_of_two_weeks_stands_in_the_message_with_its_words(shop: Shop) -> None:
    await shop.review_arrives()
    await _until(shop, 9)

    message = shop.person("周经理").card(ROOM)

    kinds = [block["type"] for block in message["blocks"]]
    assert kinds[:4] == ["header", "section", "section", "image"]
    image = message["blocks"][3]
    assert image["alt_text"] == "近 7 天每天新开的案件:11-22 0 件(紧急 0)、昨天 1 件(紧急 0),之前平均每天 0.0 件"
    answer = await shop.http.get(f"/files/{image['slack_file']['id']}")
    assert answer.content.startswith(b"\x89PNG")


async def test_a_private_preview_has_words_for_the_chart_and_uploads_nothing(shop: Shop) -> None:
    await shop.review_arrives()

    told = await shop.person("小李").types("/reviews digest today")

    assert "近 7 天每天新开的案件" in told
    assert "今天 1 件(紧急 0)" in told
    assert shop.workspace.files._records == {}


async def test_without_a_case_in_two_weeks_there_is_no_chart(shop: Shop) -> None:
    await shop.review_arrives(rating=5, text="很好用,喜欢")
    await _until(shop, 9)

    assert "image" not in [block["type"] for block in shop.person("周经理").card(ROOM)["blocks"]]


async def test_what_is_clearly_more_than_usual_is_told_and_what_is_usual_is_not(shop: Shop) -> None:
    kettle, chair = ({"sku": one, "name": name} for one, name in (("kettle-01", "电热水壶"), ("chair-01", "折叠椅")))
    for _ in range(10):
        await shop.review_arrives(product=kettle)
        await shop.review_arrives(product=chair)
        await shop.time_passes(days=1)
    assert "商品和问题类别都在平常范围里" in _digests(shop)[-1]
    for _ in range(9):
        await shop.review_arrives(product=kettle)
    await shop.review_arrives(product=chair)
    await _until(shop, 9)

    (line,) = [line for line in _digests(shop)[-1].splitlines() if "比平时多" in line]

    assert "电热水壶 9 件,平时每天 1.0(9 天 9 件)" in line
    assert "折叠椅" not in line
    assert "全店" not in line


async def test_a_young_shop_does_not_know_yet_what_is_usual(shop: Shop) -> None:
    for _ in range(9):
        await shop.review_arrives()
    await _until(shop, 9)

    assert "还说不准平时是多少" in _digests(shop)[-1]


async def test_money_mood_and_load(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.review_arrives(text=URGENT)
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="reached")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="全额退款", note="全退")
    await shop.person("陈主管").presses("批准 ¥129", "C0SUPERVISE")
    await xiaoli.presses("补偿已执行")
    await shop.review_arrives()
    await shop.person("小王").opens_home()
    await shop.time_passes(hours=14)
    await shop.person("小王").presses_in_home("今天休息")
    await _until(shop, 9)

    page = shop.person("周经理").reads(ROOM)

    assert "*补偿*   昨天执行 ¥129(1 笔) · 11 月已用 ¥129 / ¥20000" in page
    assert "*客户情绪*   新案件 3.5/5(2 件,只作参考)" in page
    assert "*手上案件*   小孙 0 · 小李 2 · 小王 0 · 今天休息:小王" in page
