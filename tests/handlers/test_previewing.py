"""Previewing by typing: the dialog shows the message as it is now, and what may not be said where it stands."""

from typing import Any

from tests.house.people import Somebody
from tests.house.shop import Shop

FIELD = "text_wangwang_sincere"


async def _writing(shop: Shop, **said: Any) -> Somebody:
    await shop.review_arrives(**said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    return xiaoli


def _marked(xiaoli: Somebody) -> list[str]:
    """The pieces of the preview that stand out."""
    quotes = [one for block in xiaoli.dialog()["blocks"] if block["type"] == "rich_text" for one in block["elements"]]
    return [piece["text"] for quote in quotes for piece in quote["elements"] if piece.get("style", {}).get("code")]


async def test_the_script_is_previewed_with_its_open_place_marked(shop: Shop) -> None:
    xiaoli = await _writing(shop)

    assert _marked(xiaoli) == ["【写一句只属于这位客户的话】"]
    assert "还差一句只属于这位客户的话" in xiaoli.reads_dialog()


async def test_what_may_not_be_said_is_marked_while_it_is_written_and_what_was_typed_stays(shop: Shop) -> None:
    xiaoli = await _writing(shop)

    await xiaoli.types_in(FIELD, "您好,改成五星就返您20元红包。")

    assert _marked(xiaoli) == ["改成五星就返您20元红包"]
    assert "以利益换评价" in xiaoli.reads_dialog()
    assert "改成五星就返您20元红包" in str(xiaoli.dialog()["state"][FIELD])

    await xiaoli.types_in(FIELD, "您好,水壶的事由我来办。")

    assert _marked(xiaoli) == []
    assert "✅ 可以发" in xiaoli.reads_dialog()
    await xiaoli.fills_in(text_wangwang_sincere="您好,水壶的事由我来办。", outcome="联系上了")
    assert "联系上客户" in xiaoli.reads()


async def test_a_short_message_counts_its_letters(shop: Shop) -> None:
    xiaoli = await _writing(shop)
    await xiaoli.chooses("短信")

    await xiaoli.types_in("text_sms_sincere", "水壶的事由我来办。" * 8)

    assert "72/70 字 · 太长了" in xiaoli.reads_dialog()
    await xiaoli.types_in("text_sms_sincere", "")
    assert "0/70 字" in xiaoli.reads_dialog()


async def test_a_public_reply_is_previewed_with_whom_it_names_and_how_long_it_is(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.chooses_more("公开回复")
    assert _marked(xiaoli) == ["【写一句:改进了什么,从哪天起】"]

    await xiaoli.types_in("reply", "王小明您好,水壶已经换了供应商,11 月 29 日起发新的一批。")

    assert "里面有客户的姓名或订单号" in xiaoli.reads_dialog()
    assert "/300 字" in xiaoli.reads_dialog()


async def test_a_guest_is_shown_nothing(shop: Shop) -> None:
    """Who lost their role while the dialog was open learns nothing by typing."""
    xiaoli = await _writing(shop)
    desk = shop.parts.staff.desk
    nobody = desk.policy.model_copy(update={"roles": desk.policy.roles.model_copy(update={"agents": ()})})
    object.__setattr__(desk, "policy", nobody)

    await xiaoli.types_in(FIELD, "您好,绝对没问题。")

    assert "案件只给客服团队看" in xiaoli.reads_dialog()
