"""The page: contrast, names, wording and sizes, as a machine can check them in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.house.eyes import FAINT_TEXTS, NAMELESS
from tests.sandbox.page.browsing import Demo, Visit, a_desk, an_input, card_of, many, options, post, post_raw
from tests.sandbox.places import HOME, LI, OpenPlace, Place, a_button, a_card

pytestmark = pytest.mark.browser

SOURCES = sorted((Path(__file__).parents[3] / "sandbox" / "page").glob("*.js"))


async def everything_on_show(place: Place, page: Page) -> None:
    """Cards, notes, a private line, a thread, unread badges and the review panel, all at once."""
    text = f"*粗* `code` <@{LI}> <https://shop.example|链接>\n> 引用\n```pre```"
    buttons = [a_button(style="primary"), a_button("拒绝", "no", style="danger"), a_button("更多", "more")]
    facts = {"type": "context", "elements": [{"type": "mrkdwn", "text": "家居用品店 · 10:02"}]}
    parent = await post(place, blocks=[*a_card(*buttons, text=text), facts])
    await post(place, "回复", thread_ts=parent)
    await place.client.chat_update(channel=HOME, ts=await post(place, "改过的"), text="改过的话")
    await place.client.chat_postEphemeral(channel=HOME, user=LI, text="悄悄话")
    await post_raw(place, [{"type": "section", "text": {"type": "mrkdwn", "text": "长" * 3001}}])
    await expect(page.locator(".conversation .note")).to_be_visible()
    await expect(card_of(page, "悄悄话")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_text_has_the_contrast_of_wcag_aa(place: Place, visit: Visit, scheme: str) -> None:
    page = await visit(place, color_scheme=scheme, prepare=Demo().join, hints=True)
    await everything_on_show(place, page)

    assert await page.evaluate(FAINT_TEXTS) == []
    await page.get_by_role("button", name=re.compile("1 条回复")).click()
    await page.get_by_role("textbox", name="回复").focus()
    assert await page.evaluate(FAINT_TEXTS) == []
    await page.get_by_role("button", name="来一条评价").click()
    await page.get_by_role("button", name="水壶漏水").click()
    await page.get_by_text("已送到").wait_for()
    assert await page.evaluate(FAINT_TEXTS) == []
    await page.get_by_role("button", name="日志与故障").click()
    await page.locator(".entry").first.wait_for()
    assert await page.evaluate(FAINT_TEXTS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_modal_with_errors_has_the_contrast_of_wcag_aa(
    open_place: OpenPlace, visit: Visit, scheme: str
) -> None:
    ticks = {"type": "checkboxes", "options": options("退款", "换货")}
    place = await open_place(bot=a_desk({}, an_input("ticks", "涉及", ticks, optional=True)))
    page = await visit(place, color_scheme=scheme)
    await post(place, blocks=a_card(a_button("结案", "resolve")))
    await page.get_by_role("button", name="结案", exact=True).click()
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_text("这一项要填。")).to_be_visible()

    assert await page.evaluate(FAINT_TEXTS) == []


async def test_everything_one_can_press_or_fill_in_has_a_name(place: Place, visit: Visit) -> None:
    page = await visit(place, prepare=Demo().join)
    await everything_on_show(place, page)
    assert await page.evaluate(NAMELESS) == []

    await page.get_by_role("button", name="来一条评价").click()
    assert await page.evaluate(NAMELESS) == []
    await page.get_by_role("button", name="日志与故障").click()
    assert await page.evaluate(NAMELESS) == []


async def test_both_languages_say_everything(place: Place, visit: Visit) -> None:
    page = await visit(place)

    chinese, english = await page.evaluate(
        "Promise.all(['zh', 'en'].map(async (l) => Object.keys((await import(`/page/wording_${l}.js`))[l])))"
    )
    asked = {key for source in SOURCES for key in re.findall(r'\bt\("([\w.]+)"', source.read_text("utf-8"))}

    assert chinese == english
    assert asked - set(chinese) == set()


def test_no_module_of_the_page_makes_markup_from_text() -> None:
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser")
    forbidden = re.compile("|".join(re.escape(way) for way in ways))
    found = [source.name for source in SOURCES if forbidden.search(source.read_text("utf-8"))]

    assert found == []


def test_no_module_of_the_page_is_longer_than_three_hundred_lines() -> None:
    long = {source.name: lines for source in SOURCES if (lines := len(source.read_text("utf-8").splitlines())) > 300}

    assert long == {}


@pytest.mark.parametrize("size", [(360, 640), (768, 1024), (1024, 768), (1440, 900), (3840, 2160)])
async def test_nothing_sticks_out_at_any_size(place: Place, visit: Visit, size: tuple[int, int]) -> None:
    width, height = size
    page = await visit(place, viewport={"width": width, "height": height}, prepare=Demo().join)
    await everything_on_show(place, page)

    wide = "[...document.querySelectorAll('.conversation *, .topbar')].filter(n => n.checkVisibility()).filter(n => "
    outside = wide + "n.getBoundingClientRect().right > innerWidth + 1).map(n => n.className)"
    assert await page.evaluate(outside) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width


async def test_a_first_visitor_without_an_address_acts_as_somebody(place: Place, visit: Visit) -> None:
    page = await visit(place)
    await page.evaluate("localStorage.clear()")

    await page.goto(f"{place.base_url}/?again")

    await expect(page.get_by_role("button", name=re.compile("正在扮演 小李"))).to_be_visible()
    await expect(page.get_by_role("link", name="家居用品店")).to_have_attribute("aria-current", "page")


async def test_a_permalink_shows_its_message_among_hundreds(place: Place, visit: Visit) -> None:
    ts = await post(place, "就是这一条")
    await many(place, 300)
    link: Any = await place.client.chat_getPermalink(channel=HOME, message_ts=ts)
    page = await visit(place)

    await page.goto(link["permalink"])

    await expect(card_of(page, "就是这一条")).to_be_in_viewport()
    await expect(card_of(page, "就是这一条")).to_be_focused()
