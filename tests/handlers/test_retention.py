"""Contact details are forgotten when nobody needs them any more, everywhere they are kept, and not before."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.rules.dispatch import Dispatch, refused
from bot.vocabulary import Outlet, Purpose
from storage import dispatches, tasks
from storage.tables import InboxRow, ReviewRow, RevisionRow
from tests.house.people import Somebody
from tests.house.shop import Shop, a_review

_CUSTOMER = {"id": "c-5", "name": "王小明", "phone": "13800138000", "email": "wang@example.com"}
_ORDER = {"id": "TB20261120001"}
_DETAILS = ("王小明", "13800138000", "wang@example.com", "TB20261120001")


async def _kept(shop: Shop) -> str:
    """Everything that is kept of reviews and deliveries, as one text."""

    def everything(session: Session) -> str:
        rows: list[Any] = [row for kind in (ReviewRow, InboxRow, RevisionRow) for row in session.exec(select(kind))]
        return "\n".join(str(row.model_dump()) for row in rows)

    return await shop.parts.staff.desk.db.read(everything)


async def _closed(shop: Shop, name: str = "王小明") -> Somebody:
    await shop.review_arrives(id="r-1", customer=_CUSTOMER | {"name": name}, order=_ORDER)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")
    await shop.time_passes(days=7, hours=1)
    await xiaoli.presses("回访")
    await xiaoli.fills_in(satisfaction="4")
    return xiaoli


async def _sleeps(shop: Shop, days: int) -> None:
    """Nobody is there, the desk neither: everything that fell due meanwhile is done when it wakes."""
    shop.clock.advance(days=days)
    await shop.does_what_is_due()


async def test_half_a_year_after_the_last_step_contact_details_are_gone_everywhere(shop: Shop) -> None:
    xiaoli = await _closed(shop)
    await _sleeps(shop, days=179)
    kept = await _kept(shop)
    assert [detail for detail in _DETAILS if detail not in kept] == []

    await _sleeps(shop, days=2)

    kept = await _kept(shop)
    assert [detail for detail in _DETAILS if detail in kept] == []
    assert "王*明" in kept
    assert "c-5" in kept
    assert "☎️ *已回访*" in xiaoli.reads()


async def test_a_letter_keeps_its_words_and_loses_whom_it_was_to(shop: Shop) -> None:
    await shop.review_arrives(id="r-1", customer=_CUSTOMER, order=_ORDER, text="给孩子买的生日礼物,坏了")
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.chooses_more("待办")
    await xiaoli.presses_in_dialog("安排关怀")
    await xiaoli.fills_in(letter="王小明:小寿星生日快乐。")
    await xiaoli.chooses_more("待办")
    await xiaoli.presses_in_dialog("已办好")
    await xiaoli.closes_dialog()
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")
    await shop.time_passes(days=7, hours=1)
    await xiaoli.presses("回访")
    await xiaoli.fills_in(satisfaction="4")

    await _sleeps(shop, days=182)

    task = await shop.parts.staff.desk.db.read(tasks.find, 1)
    assert task is not None
    assert task.what == "王*明:小寿星生日快乐。"


@pytest.mark.parametrize("name", ["王小明", ""])
async def test_a_text_that_went_out_keeps_no_number_and_neither_does_what_was_said_of_it(shop: Shop, name: str) -> None:
    xiaoli, desk, now = await _closed(shop, name), shop.parts.staff.desk, shop.clock.now()
    sent = Dispatch(0, 1, Outlet.SMS, Purpose.CONTACT, "打 13800138000 找您", "", xiaoli.user, now, now)
    sent = replace(sent, note=f"{name}的号码 13800138000")
    await desk.db.write(dispatches.add, refused(sent, "13800138000 是空号", now))

    await _sleeps(shop, days=182)

    kept = str(await desk.db.read(dispatches.find, 1))
    assert "138****8000" in kept
    assert [detail for detail in ("13800138000", name) if detail and detail in kept] == []


async def test_a_case_that_is_not_over_keeps_them(shop: Shop) -> None:
    await shop.review_arrives(customer=_CUSTOMER, order=_ORDER)

    await _sleeps(shop, days=200)

    kept = await _kept(shop)
    assert [detail for detail in _DETAILS if detail not in kept] == []


async def test_a_review_that_became_no_case_is_forgotten_too(shop: Shop) -> None:
    await shop.review_arrives(rating=5, text="很好用,孩子也喜欢", customer=_CUSTOMER, order=_ORDER)

    await _sleeps(shop, days=181)

    kept = await _kept(shop)
    assert [detail for detail in _DETAILS if detail in kept] == []


async def test_a_customer_who_writes_again_is_known_again_and_forgotten_again(shop: Shop) -> None:
    await shop.review_arrives(id="r-9", rating=5, text="很好用", customer=_CUSTOMER, order=_ORDER)
    await _sleeps(shop, days=181)
    await shop.review_arrives(id="r-9", rating=5, text="还是很好用", type="updated", customer=_CUSTOMER, order=_ORDER)
    assert "13800138000" in await _kept(shop)
    await _sleeps(shop, days=100)
    assert "13800138000" in await _kept(shop)

    await _sleeps(shop, days=81)

    assert "13800138000" not in await _kept(shop)


async def test_who_was_forgotten_is_not_found_any_more(shop: Shop) -> None:
    xiaoli = await _closed(shop)
    for words in ("王小明", "TB20261120001"):
        assert "#1" in await xiaoli.types(f"/reviews search {words}")

    await _sleeps(shop, days=181)

    for words in ("王小明", "TB20261120001", "王*明"):
        assert "#1" not in await xiaoli.types(f"/reviews search {words}")


async def test_a_number_in_the_wording_goes_with_the_details(shop: Shop) -> None:
    said = "很好用,有事打 13912345678"
    await shop.review_arrives(rating=5, text=said, customer=_CUSTOMER, order=_ORDER)
    assert said in await _kept(shop)

    await _sleeps(shop, days=181)

    assert "13912345678" not in await _kept(shop)


async def test_many_are_forgotten_in_short_transactions_and_nobody_is_left_out(shop: Shop) -> None:
    for number in range(230):
        praise = {"id": f"p-{number}", "rating": 5, "text": "很好用", "customer": _CUSTOMER, "order": _ORDER}
        await shop.push(a_review(shop.clock.now(), **praise))
    await shop.settles()

    await _sleeps(shop, days=181)

    assert "13800138000" not in await _kept(shop)
