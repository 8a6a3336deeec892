"""The page: the demo's clock and reviews, ordered faults and the first hints in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.review import Review
from tests.sandbox.page.browsing import (
    Demo,
    Visit,
    post_raw,
)
from tests.sandbox.places import Place, a_card

pytestmark = pytest.mark.browser


async def test_a_ready_review_and_one_of_ones_own_are_sent_as_standard_bodies(place: Place, visit: Visit) -> None:
    demo = Demo()
    page = await visit(place, prepare=demo.join)

    await page.get_by_role("button", name="来一条评价").click()
    await page.get_by_role("button", name="水壶漏水").click()
    await expect(page.get_by_text("已送到 家居用品店")).to_be_visible()
    await page.get_by_label("评价内容").fill("颜色和图片差太多")
    await page.get_by_role("radio", name="2 星").check()
    await page.get_by_label("客户等级").select_option(label="钻石")
    await page.get_by_label("图片张数").fill("2")
    await page.get_by_role("button", name="发送评价").click()
    await expect(page.get_by_label("评价内容")).to_have_value("")

    ready, own = (Review.model_validate(body) for body in demo.reviews)
    assert ready.text == "壶底漏水,台面全湿了"
    assert (own.text, own.rating, own.customer.tier, len(own.images)) == ("颜色和图片差太多", 2, "diamond", 2)
    assert own.created_at.timestamp() == pytest.approx(place.clocks.now, abs=60)
    assert ready.id != own.id


async def test_a_refused_review_is_explained_beside_the_form(place: Place, visit: Visit) -> None:
    page = await visit(place, prepare=Demo().join)

    await page.get_by_role("button", name="来一条评价").click()
    await page.get_by_label("评价内容").fill("不要收这条")
    await page.get_by_role("button", name="发送评价").click()

    await expect(page.locator(".form-foot")).to_contain_text("text: 这条不收")
    await expect(page.get_by_label("评价内容")).to_have_value("不要收这条")


async def test_a_jump_of_the_clock_shows_that_it_is_being_worked_off(place: Place, visit: Visit) -> None:
    demo = Demo()
    page = await visit(place, prepare=demo.join)

    await page.get_by_role("button", name="+2 小时").click()
    await expect(page.get_by_text("正在处理到期的事")).to_be_visible()
    await expect(page.get_by_role("button", name="+1 周")).to_be_disabled()
    place.clocks.now += 7200
    demo.may_arrive.set()

    await expect(page.get_by_text("正在处理到期的事")).to_have_count(0)
    await expect(page.get_by_role("button", name="+1 周")).to_be_enabled()
    assert demo.jumps == ["2h"]


async def test_without_a_demo_there_is_neither_clock_nor_review(place: Place, visit: Visit) -> None:
    page = await visit(place)

    await expect(page.get_by_role("button", name="来一条评价")).to_have_count(0)
    await expect(page.get_by_role("group", name="演示时钟")).to_have_count(0)


async def test_a_fault_is_ordered_in_the_log_and_what_it_did_is_listed(place: Place, visit: Visit) -> None:
    page = await visit(place)

    await page.get_by_role("button", name="日志与故障").click()
    await page.get_by_role("button", name="限流 429").click()
    await expect(page.get_by_text("还剩 1 次")).to_be_visible()
    answer = await post_raw(place, a_card())

    assert answer == "ratelimited"
    await expect(page.locator(".entry").first).to_contain_text("chat.postMessage")


async def test_three_hints_are_shown_on_the_first_visit_only(place: Place, visit: Visit) -> None:
    page = await visit(place, hints=True)
    await expect(page.get_by_role("complementary", name="上手三件事").get_by_role("listitem")).to_have_count(3)

    await page.get_by_role("button", name="知道了").click()
    await page.reload()

    await expect(page.get_by_role("button", name=re.compile("正在扮演"))).to_be_visible()
    await expect(page.get_by_role("complementary", name="上手三件事")).to_have_count(0)
