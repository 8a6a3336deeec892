"""Intake: what becomes a card, in whose channel, with which grade and owner, and how it lives on as the review does."""

import pytest

from tests.conftest import OpenShop
from tests.house.reading import words_of
from tests.house.shop import Shop, a_review

WEEKEND = """
[people.U0LI]
name = "小李"
weekly_off = ["mon"]
[people.U0WANG]
name = "小王"
days_off = ["2026-11-24"]
"""


async def test_the_card_says_why_it_got_its_grade(shop: Shop) -> None:
    await shop.review_arrives(text="第二天就漏水了,根本没法用,气死我了", rating=1, images=["https://img.example/1.jpg"])

    card = shop.person("小李").reads()

    assert "🟠 重要 · 电热水壶 1.5L · ★☆☆☆☆" in card
    assert "*为什么重要*   1 星" in card
    assert "*问题*   产品质量 · 情绪 4/5" in card
    assert "请在 11:00 前开始 · 12:00 前联系客户" in card
    assert "家居用品店 · 天猫 · 订单 ****" in card
    assert "1 张图" in card
    assert "13800138000" not in card


async def test_a_normal_case_is_bound_by_its_first_contact_only(shop: Shop) -> None:
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2, customer={"tier": "basic"})

    assert "🟡 普通" in shop.person("小李").reads()
    assert "请在 12:00 前联系客户" in shop.person("小李").reads()
    assert "前开始" not in shop.person("小李").reads()


async def test_a_neutral_review_gets_a_card_and_a_good_one_does_not(shop: Shop) -> None:
    await shop.review_arrives(text="还行吧,一般般", rating=3)
    await shop.review_arrives(text="很好用,喜欢", rating=5)
    await shop.review_arrives(text="", rating=4)

    (card,) = [shop.person("小李").reads(number=n) for n in range(len(shop.person("小李").sees()))]

    assert "中评" in card


async def test_bad_words_overrule_five_stars(shop: Shop) -> None:
    await shop.review_arrives(text="用了一次就漏水,质量太差", rating=5)

    assert "★★★★★" in shop.person("小李").reads()
    assert "产品质量" in shop.person("小李").reads()


async def test_stars_alone_are_enough_for_a_card(shop: Shop) -> None:
    await shop.review_arrives(text=None, rating=1)

    assert "(只评了星,没有文字)" in shop.person("小李").reads()


async def test_the_product_line_finds_its_owner(shop: Shop) -> None:
    await shop.review_arrives(store="beauty-cn", product={"line": "美妆个护"})

    assert "负责人 <@U0SUN>(美妆个护)" in shop.person("小孙").reads("C0BEAUTY")


async def test_the_deputy_stands_in_on_the_owners_day_off(opening: OpenShop) -> None:
    async with opening(policy=WEEKEND) as shop:
        await shop.review_arrives()

        assert "负责人 <@U0WANG>(厨房电器,代班)" in shop.person("小王").reads()

        await shop.time_passes(days=1)
        await shop.review_arrives()

        assert "负责人 <@U0LI>(厨房电器)" in shop.person("小李").reads()


async def test_who_rests_today_gets_no_new_case_until_tomorrow(shop: Shop) -> None:
    await shop.person("小李").opens_home()
    await shop.person("小李").presses_in_home("今天休息")
    await shop.review_arrives()
    await shop.time_passes(hours=15)
    await shop.review_arrives()

    assert "<@U0WANG>(厨房电器,代班)" in shop.person("小李").reads(number=0)
    assert "<@U0LI>(厨房电器)" in shop.person("小李").reads(number=1)


async def test_with_nobody_on_duty_the_supervisors_hear_it_at_once(shop: Shop) -> None:
    for name in ("小李", "小王"):
        await shop.person(name).opens_home()
        await shop.person(name).presses_in_home("今天休息")

    await shop.review_arrives()

    assert "负责人待定" in shop.person("小李").reads()
    assert "没有人当班(厨房电器 的负责人和代班都休息),请安排" in shop.person("陈主管").reads("C0SUPERVISE")
    assert shop.person("陈主管").buttons("C0SUPERVISE")[:2] == ["转交", "认领"]
    await shop.person("陈主管").presses("转交", "C0SUPERVISE")
    await shop.person("陈主管").fills_in(to="U0SUN")
    assert "<@U0SUN>" in shop.person("小李").reads()
    assert "有负责人了:小孙" in shop.person("陈主管").reads("C0SUPERVISE"), "a second one sees that it is done"
    assert shop.person("陈主管").buttons("C0SUPERVISE") == ["查看", "打开卡片"]
    await shop.person("陈主管").chooses_more("转交")
    assert "现在由 小孙 负责" in shop.person("陈主管").reads_dialog()


async def test_an_unknown_store_goes_to_the_default_channel(shop: Shop) -> None:
    await shop.review_arrives(store="somewhere-else")

    assert "somewhere-else" in shop.person("小李").reads("C0REVIEWS")
    assert shop.person("小李").sees() == []


async def test_a_line_without_an_owner_is_the_supervisors_matter_when_it_is_grave(shop: Shop) -> None:
    await shop.review_arrives(text="快递太慢了,等了十天", rating=2, product={"line": "园艺"})
    assert shop.person("陈主管").sees("C0SUPERVISE") == []

    await shop.review_arrives(text="插上电就冒烟了", product={"line": "园艺"})

    assert "负责人待定" in shop.person("小李").reads()
    assert "产品线「园艺」还没有负责人" in shop.person("陈主管").reads("C0SUPERVISE")


async def test_the_fifth_of_its_kind_within_a_day_is_urgent(shop: Shop) -> None:
    for _ in range(4):
        await shop.review_arrives(product={"sku": "kettle-01"})
    assert "🔴" not in shop.person("小李").reads()

    await shop.review_arrives(product={"sku": "kettle-01"})

    assert "🔴 紧急" in shop.person("小李").reads()
    assert "24 小时内同款同类 ×5" in shop.person("小李").reads()
    assert "🔁 同款同类 24 小时内第 5 条" in shop.person("小李").reads()


async def test_a_day_later_the_same_kind_starts_from_one_again(shop: Shop) -> None:
    for _ in range(4):
        await shop.review_arrives(product={"sku": "kettle-01"})
    await shop.time_passes(hours=24, minutes=1)

    await shop.review_arrives(product={"sku": "kettle-01"})

    assert "24 小时内第" not in shop.person("小李").reads()


async def test_a_customer_who_complains_again_is_named_as_such(shop: Shop) -> None:
    await shop.review_arrives(customer={"id": "c-9"})
    await shop.review_arrives(customer={"id": "c-9"})
    await shop.review_arrives(customer={"id": "c-9"}, store="fresh-cn")

    assert "90 天内第 2 次投诉" in shop.person("小李").reads()
    assert "90 天内" not in shop.person("小李").reads("C0FRESH")


async def test_a_burst_is_taken_in_whole(shop: Shop) -> None:
    await shop.push({"reviews": [a_review() for _ in range(60)]})
    await shop.settles()

    cards = [card for card in shop.person("小李").sees() if "⛈️" not in words_of(card)]
    assert len(cards) == 60


async def test_what_a_crash_left_in_the_inbox_is_taken_in_after_the_restart(shop: Shop) -> None:
    answer = await shop.push(a_review())
    assert answer.status_code == 202

    await shop.restarts()
    await shop.settles()

    assert len(shop.person("小李").sees()) == 1


HOSTILE = "<!channel> <@U0LI> @here *粗* _斜_ `码` ~删~ <https://evil.example|点我> & &amp; \u202e倒\x00 {{ 1 }} =1+1"


@pytest.mark.parametrize("text", [HOSTILE, "漏水" * 20_000, "🔥" * 9_000, "\u202e" * 50 + "漏水", "<!here>\n" * 900])
async def test_hostile_words_reach_the_channel_as_words(shop: Shop, text: str) -> None:
    """The workspace refuses live mentions and broken limits: the house would say so at the end of the test."""
    name = text[:300]
    await shop.review_arrives(text=text, customer={"name": name}, product={"name": name, "line": name}, platform=name)
    xiaoli = shop.person("小李")
    await xiaoli.presses("更多")
    await xiaoli.presses_in_dialog("评价全文")

    card = xiaoli.card()
    live = str([card["text"], *[b for b in card["blocks"] if b["type"] != "rich_text" and b["type"] != "header"]])

    assert "<!" not in live.replace("<!date^", "")
    assert "<https" not in live
    assert xiaoli.has_dialog()
