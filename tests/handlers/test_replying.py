"""The public reply, by clicks: its draft and guard, once a case, inside the platform's window, unlike the last ones."""

from typing import Any

from storage import case_files
from tests.house.people import Somebody
from tests.house.shop import Shop

_DRAFT = "【写一句:改进了什么,从哪天起】"
_BETTER = "12月1日起发出的水壶,底座都换成了加厚的。"


async def _opens(shop: Shop, **said: Any) -> Somebody:
    await shop.review_arrives(platform="taobao", **said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.chooses_more("公开回复")
    return xiaoli


def _text(xiaoli: Somebody) -> str:
    block = next(block for block in xiaoli.dialog()["blocks"] if block["type"] == "input")
    words: str = block["element"]["initial_value"]
    return words


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def test_a_reply_begins_with_the_draft_of_its_category_and_is_kept_as_it_was_posted(shop: Shop) -> None:
    xiaoli = await _opens(shop)
    posted = _text(xiaoli).replace(_DRAFT, _BETTER)
    assert "您说的情况我们正在处理。" in posted

    await xiaoli.fills_in(reply=posted)

    assert "💬 11-23 10:00 已公开回复" in xiaoli.reads()
    assert xiaoli.thread()[-1] == "小李 公开回复了评价"
    happened = await shop.parts.staff.desk.db.read(case_files.timeline, 1)
    assert (happened[-1].what, happened[-1].facts["said"]) == ("public_reply", posted)
    assert happened[-1].facts["script"] == "public_reply.product_quality@1"
    await xiaoli.presses("更多")
    assert "公开回复" not in xiaoli.dialog_buttons()


async def test_what_everybody_may_not_read_is_refused_in_its_place(shop: Shop) -> None:
    xiaoli = await _opens(shop, customer={"name": "王小明"}, order={"id": "TB20261120001"})
    for words, told in (
        (_text(xiaoli), "【】里还没写"),
        ("王小明您好,对不起,我们马上处理。", "姓名或订单号"),
        ("订单TB20261120001已经换好了。", "姓名或订单号"),
        ("改成五星就返您20元", "以利益换评价"),
        ("请加V详聊", "引到平台外"),
        ("我们会把每一步都写下来。" * 26, "最多 300 字"),
    ):
        assert told in _errors(await xiaoli.fills_in(reply=words)), words

    assert "已公开回复" not in xiaoli.reads()


async def test_two_customers_do_not_read_the_same(shop: Shop) -> None:
    xiaoli = await _opens(shop)
    posted = _text(xiaoli).replace(_DRAFT, _BETTER)
    await xiaoli.fills_in(reply=posted)
    xiaoli = await _opens(shop)

    refused = await xiaoli.fills_in(reply=posted.replace("谢谢", "多谢"))

    assert "换个说法" in _errors(refused)
    own = "您等着给孩子冲奶,水却烧不开,换了谁都着急,对不起。质检加了一道通电测试,从明天起每只水壶都要过。"
    await xiaoli.fills_in(reply=own)
    assert "已公开回复" in xiaoli.reads()


async def test_the_card_says_until_when_the_platform_takes_a_reply_and_no_longer_than_that(shop: Shop) -> None:
    xiaoli = await _opens(shop, created_at="2026-11-20T09:00:00+08:00")
    await xiaoli.closes_dialog()
    assert "💬 还没公开回复 · 平台 12-20 09:00 截止" in xiaoli.reads()
    await shop.time_passes(days=27)

    await xiaoli.chooses_more("公开回复")

    assert "平台在 12-20 09:00 已经关闭了 #1 的回复" in xiaoli.reads_dialog()


async def test_an_addition_closes_the_replies_where_the_platform_says_so(shop: Shop) -> None:
    await shop.review_arrives(id="r-1", platform="taobao")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await shop.review_arrives(id="r-1", platform="taobao", type="appended", text="用了一周彻底坏了")
    assert "追评之后,平台不再接受公开回复" in xiaoli.reads()

    await xiaoli.chooses_more("公开回复")

    assert "客户写了追评,平台已经关闭了" in xiaoli.reads_dialog()


async def test_a_platform_without_a_window_takes_a_reply_at_any_time(shop: Shop) -> None:
    await shop.review_arrives(platform="jd")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    assert "还没公开回复" not in xiaoli.reads()
    await shop.time_passes(days=40)

    await xiaoli.chooses_more("公开回复")
    await xiaoli.fills_in(reply=_BETTER)

    assert "已公开回复" in xiaoli.reads()


async def test_only_who_holds_the_case_replies(shop: Shop) -> None:
    await shop.review_arrives(platform="taobao")
    await shop.person("小李").presses("认领")
    xiaowang = shop.person("小王")

    await xiaowang.presses("更多")

    assert "公开回复" not in xiaowang.dialog_buttons()
