"""The dashboard in a real browser: on a phone and at a desk, light and dark, with a keyboard and without scripts."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.rules.improvement_rates import Measured, Metric
from bot.rules.improvements import Improvement, Scope
from bot.vocabulary import Category
from handlers.casework.page_entry import link_for as words_for
from storage import improvements
from storage.tables import ReviewRow
from tests.conftest import OpenShop
from tests.house.clock import T0
from tests.house.eyes import FAINT_TEXTS, NAMELESS
from tests.house.shop import Shop
from tests.storage.shop_year import write

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
LONG = "特别长的商品名称" * 12 + "WithoutAnyBlankInItAtAll" * 6
OVERLAPS = """() => Array.from(document.querySelectorAll("th, td, .card p, .sums dd"))
  .filter((node) => node.checkVisibility() && !node.closest('.folds thead') && node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.textContent.trim().slice(0, 60))"""


@asynccontextmanager
async def looking(shop: Shop, chromium: Browser, path: str = "", **context: Any) -> AsyncIterator[Page]:
    """The page as a supervisor opens it by a link; at the end there were no errors on it, nor requests elsewhere."""
    complaints: list[str] = []
    desk = shop.parts.staff.desk
    made = await chromium.new_context(**{"viewport": DESK, **context})
    made.set_default_timeout(8_000)
    page = await made.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(_elsewhere(request.url, str(desk.public_url))))
    await page.goto(f"{desk.public_url}/dashboard?t={words_for(desk, 'U0CHEN')}")
    if path:
        await page.goto(f"{desk.public_url}/dashboard{path}")
    yield page
    await made.close()
    assert complaints == []


def _elsewhere(url: str, home: str) -> list[str]:
    return [] if url.startswith((home, "data:")) else [url]


async def _much_to_show(shop: Shop) -> None:
    """A quarter by chance, a product whose name is far too long, and an improvement."""
    write(shop.parts.staff.desk.db, seed=3, many=300)
    await shop.parts.staff.desk.db.write(_what_is_long)


def _what_is_long(session: Any) -> None:
    for number in range(60):
        known = {"source": "other", "external_id": f"long-{number}", "content_hash": "x", "text": "坏了"}
        sold = {"store": "home-cn", "sku": "long", "product_name": LONG, "line": LONG[:90]}
        when = {"written_at": T0, "received_at": T0 - timedelta(days=1)}
        session.add(ReviewRow(rating=1, is_negative=True, category="product_quality", **known, **sold, **when))
    item = Improvement(
        0, LONG[:110], Scope(None, None, "home-cn", ""), Category.PRODUCT_QUALITY, "", "quality", "U0LI", T0.date(),
        Metric.REVIEWS, 0.004, "U0CHEN", T0, before=Measured(16, 2000),
    )  # fmt: skip
    improvements.add(session, item)


@pytest.fixture
async def busy(shop: Shop) -> Shop:
    await _much_to_show(shop)
    return shop


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_all_text_has_the_contrast_of_wcag_aa(busy: Shop, chromium: Browser, scheme: str, size: Any) -> None:
    async with looking(busy, chromium, color_scheme=scheme, viewport=size) as page:
        await page.get_by_text("看每天的数字").click()

        assert await page.evaluate(FAINT_TEXTS) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1440, 3840])
async def test_nothing_sticks_out_at_any_width(busy: Shop, chromium: Browser, width: int) -> None:
    async with looking(busy, chromium, viewport={"width": width, "height": 800}) as page:
        await page.get_by_text("看每天的数字").click()

        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await page.evaluate(OVERLAPS) == []


async def test_nothing_sticks_out_in_english_on_a_phone(opening: OpenShop, chromium: Browser) -> None:
    async with opening(locale="en") as shop:
        await _much_to_show(shop)
        async with looking(shop, chromium, viewport=PHONE) as page:
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_everything_has_a_name_and_headings_go_down_by_one(busy: Shop, chromium: Browser) -> None:
    async with looking(busy, chromium) as page:
        assert await page.evaluate(NAMELESS) == []
        levels = await page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map((h) => +h.tagName[1])")
        drawings = await page.evaluate(
            "[...document.querySelectorAll('body svg')].filter((s) => !s.closest('[aria-hidden], [role=img]')).length"
        )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert drawings == 0


async def test_the_drawing_is_told_in_words_and_in_a_table(busy: Shop, chromium: Browser) -> None:
    async with looking(busy, chromium) as page:
        drawing = page.get_by_role("img", name=re.compile("每天新开的案件"))
        await expect(drawing).to_be_visible()
        described = await drawing.locator("desc").text_content()
        assert described
        assert "中线" in described
        await page.get_by_text("看每天的数字").click()
        rows = page.get_by_role("table", name=re.compile("逐日列出")).get_by_role("row")
        assert await rows.count() == 1 + 23


@pytest.mark.parametrize("scripts", [True, False])
async def test_the_form_shows_what_is_chosen(busy: Shop, chromium: Browser, scripts: bool) -> None:
    async with looking(busy, chromium, java_script_enabled=scripts) as page:
        await page.get_by_label("店铺").select_option(label="家居用品店")
        await page.get_by_label("时间").select_option("last_month")
        await page.get_by_role("button", name="查看").click()

        await expect(page.get_by_text("2026-10-01 至 2026-10-31 · 家居用品店")).to_be_visible()
        await expect(page.get_by_label("店铺")).to_have_value("home-cn")
        assert "t=" not in page.url


async def test_days_are_asked_for_only_when_days_are_chosen(busy: Shop, chromium: Browser) -> None:
    async with looking(busy, chromium) as page:
        await expect(page.get_by_label("从", exact=True)).to_be_hidden()
        await page.get_by_label("时间").select_option("days")
        await page.get_by_label("从", exact=True).fill("2026-11-20")
        await page.get_by_label("到", exact=True).fill("2026-11-20")
        await page.keyboard.press("Enter")

        await expect(page.locator(".asked")).to_have_text("2026-11-20")


async def test_it_is_read_with_the_keyboard(busy: Shop, chromium: Browser) -> None:
    async with looking(busy, chromium) as page:
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="跳到数据")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile("#results$"))
        scrolls = page.get_by_role("region", name=re.compile("差评条数"))
        await scrolls.focus()
        await expect(scrolls).to_be_focused()


async def test_met_and_not_met_differ_by_more_than_colour(busy: Shop, chromium: Browser) -> None:
    async with looking(busy, chromium) as page:
        for one in await page.locator(".card .verdict").all_inner_texts():
            assert re.search("达标|未达标|还不好说", one)
        marks = await page.evaluate("[...document.querySelectorAll('.mark path')].map((p) => p.getAttribute('d'))")

    assert len(set(marks)) >= 2


async def test_who_leaves_sees_the_way_back_in(busy: Shop, chromium: Browser) -> None:
    async with looking(busy, chromium, color_scheme="dark", viewport=PHONE) as page:
        await page.get_by_role("link", name="退出").click()

        await expect(page.get_by_role("heading", name="请重新打开看板")).to_be_visible()
        assert await page.evaluate(FAINT_TEXTS) == []
