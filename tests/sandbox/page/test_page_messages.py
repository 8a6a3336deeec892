"""The page: messages, channels and threads as people see them in a real browser."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.sandbox.page.browsing import (
    COMMANDS,
    PNG,
    Visit,
    a_desk,
    card_of,
    entry,
    many,
    post,
    post_raw,
)
from tests.sandbox.places import CHEN, HOME, LI, WANG, OpenPlace, Place, a_button, a_card

pytestmark = pytest.mark.browser


async def test_what_is_only_for_one_person_is_not_shown_to_another(open_place: OpenPlace, visit: Visit) -> None:
    place = await open_place()
    await post(place, "给大家的话")
    await place.client.chat_postEphemeral(channel=HOME, user=LI, text="悄悄话")
    page = await visit(place)
    await expect(card_of(page, "悄悄话")).to_be_visible()

    await page.get_by_role("button", name=re.compile("正在扮演 小李")).click()
    await page.get_by_role("menuitemradio", name="小王").click()

    await expect(page.get_by_role("button", name=re.compile("正在扮演 小王"))).to_be_visible()
    await expect(card_of(page, "给大家的话")).to_be_visible()
    await expect(page.get_by_text("悄悄话")).to_have_count(0)


async def test_what_is_said_while_the_page_opens_its_stream_is_shown(place: Place, visit: Visit) -> None:
    said = asyncio.Event()

    async def wait(route: Route) -> None:
        await said.wait()
        await route.continue_()

    page = await visit(place, prepare=lambda page: page.route("**/sandbox/events*", wait))
    await expect(page.get_by_text("从这里开始")).to_be_visible()
    await post(place, "在这之间说的话")
    said.set()

    await expect(card_of(page, "在这之间说的话")).to_be_visible()


async def test_hostile_text_is_shown_as_data(place: Place, visit: Visit) -> None:
    hostile = "<img src=x onerror=alert(1)> {{7*7}} *星号* :smile: <!channel> \u202eabc"
    plain = {"type": "section", "text": {"type": "plain_text", "text": hostile, "emoji": False}}
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; <javascript:alert(1)|点我> <data:text/html,x|看>"
    page = await visit(place)

    await post(place, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": escaped}}, plain])

    card = card_of(page, "onerror")
    await expect(card).to_contain_text(hostile)
    await expect(card).to_contain_text("<script>alert(1)</script> &lt; 点我 看")
    assert await card.locator("img, script, a").count() == 0


async def test_mrkdwn_is_drawn_as_slack_draws_it(place: Place, visit: Visit) -> None:
    text = (
        f"*粗* _斜_ ~删~ `a*b*c` 王*明* 138****8000,订单 ****77 <@{LI}> <#{HOME}> "
        "<https://shop.example/a_b_c|链接> :tada:\n"
        "> 引用\n```x < 1```"
    )
    page = await visit(place)

    await post(place, text)

    card = card_of(page, "引用")
    await expect(card).to_be_visible()
    assert await card.locator("strong").all_inner_texts() == ["粗"]
    assert await card.locator("em").all_inner_texts() == ["斜"]
    assert await card.locator("s").all_inner_texts() == ["删"]
    assert await card.locator(".code").all_inner_texts() == ["a*b*c"]
    assert await card.locator("blockquote").all_inner_texts() == ["引用"]
    assert await card.locator("pre").all_inner_texts() == ["x < 1"]
    assert await card.locator(".mention").all_inner_texts() == ["@小李", "#家居用品店"]
    assert await card.get_by_role("link", name="链接").get_attribute("href") == "https://shop.example/a_b_c"
    await expect(card).to_contain_text("王*明* 138****8000,订单 ****77")
    await expect(card).to_contain_text("🎉")


async def test_dates_are_in_the_readers_zone_and_language(place: Place, visit: Visit) -> None:
    moment = int(place.clocks.now) // 86400 * 86400 + 2 * 3600 + 60 * 5  # 02:05 UTC
    await post(place, f"到 <!date^{moment}^{{date_num}} {{date_pretty}} {{time}}|备用> 为止")

    in_shanghai = await visit(place, LI, locale="zh-CN")
    in_paris = await visit(place, CHEN, prepare=_in_english)

    await expect(card_of(in_shanghai, "为止").locator("time[data-format]")).to_have_text("2026-11-22 今天 10:05")
    await expect(card_of(in_paris, "为止").locator("time[data-format]")).to_have_text("2026-11-22 Today 3:05 AM")


async def _in_english(page: Page) -> None:
    await page.add_init_script("localStorage.setItem('desk.language', 'en')")


async def test_a_refused_post_is_a_red_note_on_the_spot_with_its_rule(place: Place, visit: Visit) -> None:
    page = await visit(place)
    too_long = [{"type": "section", "text": {"type": "mrkdwn", "text": "长" * 3001}}]

    assert await post_raw(place, too_long) == "invalid_blocks"

    note = page.locator(".conversation .note")
    await expect(note).to_contain_text("被拒绝")
    await expect(note.locator(".rule")).to_have_text("too_long")


async def test_a_command_is_completed_and_its_answer_is_private(open_place: OpenPlace, visit: Visit) -> None:
    place = await open_place(bot=a_desk(), app={"commands": COMMANDS})
    page = await visit(place)

    await page.keyboard.press("/")
    await expect(entry(page)).to_be_focused()
    await page.keyboard.type("rev")
    await page.keyboard.press("Enter")
    await page.keyboard.type("st")
    await expect(page.get_by_role("option", name=re.compile("现在的情况"))).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(entry(page)).to_have_value("/reviews status")
    await page.keyboard.press("Enter")

    await expect(card_of(page, "你问的是 status")).to_contain_text("仅对你可见")
    await expect(entry(page)).to_have_value("")


async def test_an_unknown_command_is_explained_where_it_was_typed_and_stays_there(place: Place, visit: Visit) -> None:
    page = await visit(place)

    await entry(page).fill("/nothing here")
    await entry(page).press("Enter")

    await expect(page.get_by_role("alert").filter(has_text="没有 /nothing 这个命令")).to_be_visible()
    await expect(entry(page)).to_have_value("/nothing here")


async def test_enter_sends_and_shift_enter_makes_a_new_line(place: Place, visit: Visit) -> None:
    page = await visit(place)

    await entry(page).fill("第一行 @小王 <b>")
    await entry(page).press("Shift+Enter")
    await page.keyboard.type("第二行")
    await entry(page).press("Enter")

    await expect(card_of(page, "第一行 @小王 <b>\n第二行")).to_be_visible()
    await expect(card_of(page, "第一行").locator(".mention")).to_have_text("@小王")


async def test_replies_are_read_and_written_in_the_thread(place: Place, visit: Visit) -> None:
    parent = await post(place, "主消息")
    await post(place, "第一条回复", thread_ts=parent)
    page = await visit(place)

    await page.get_by_role("button", name=re.compile("1 条回复")).click()
    side = page.get_by_role("region", name="消息列").first
    await expect(page.locator(".side article").filter(has_text="第一条回复")).to_be_visible()
    await page.get_by_role("textbox", name="回复").fill("收到")
    await page.get_by_role("textbox", name="回复").press("Enter")

    await expect(side.get_by_text("收到")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("2 条回复"))).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.locator(".side")).to_be_hidden()


async def test_language_and_appearance_are_kept(place: Place, visit: Visit) -> None:
    page = await visit(place, color_scheme="light")
    light = await page.evaluate("getComputedStyle(document.body).backgroundColor")

    await page.get_by_role("button", name="English").click()
    await page.get_by_role("button", name="Appearance: as the system").click()
    await page.get_by_role("button", name="Appearance: light").click()
    await page.reload()

    await expect(page.get_by_role("button", name="Acting as 小李 (agent)")).to_be_visible()
    await expect(page.get_by_role("button", name="Appearance: dark")).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") != light


async def test_a_picture_of_the_app_is_shown_with_its_alt_text(place: Place, visit: Visit) -> None:
    page = await visit(place)

    await place.client.files_upload_v2(
        channel=HOME, file=PNG, filename="chart.png", title="差评按小时", alt_txt="柱状图"
    )

    picture = page.get_by_role("img", name="柱状图")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_block_shows_an_uploaded_picture_within_the_pages_width(
    place: Place, visit: Visit, scheme: str
) -> None:
    page = await visit(place, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    uploaded = await place.client.files_upload_v2(file=PNG, filename="chart.png")

    image = {"type": "image", "slack_file": {"id": uploaded["file"]["id"]}, "alt_text": "近 14 天的中差评"}
    await post(place, blocks=[image])

    picture = page.get_by_role("img", name="近 14 天的中差评")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_an_outside_picture_is_named_and_not_fetched(place: Place, visit: Visit) -> None:
    page = await visit(place)

    await post(
        place, blocks=[{"type": "image", "image_url": "https://pictures.example/1.jpg", "alt_text": "冒烟的水壶"}]
    )

    await expect(card_of(page, "冒烟的水壶")).to_be_visible()
    assert await page.locator("article img").count() == 0


async def test_five_hundred_messages_open_at_the_newest_and_older_ones_come_by_scrolling(
    place: Place, visit: Visit
) -> None:
    await many(place, 500)
    page = await visit(place)

    await expect(card_of(page, "第 500 条")).to_be_in_viewport()
    assert await page.locator("article").count() == 100
    first = card_of(page, "第 401 条")
    await page.locator(".conversation .scroller").evaluate("node => { node.scrollTop = 0 }")

    await expect(page.locator("article")).to_have_count(150)
    await expect(first).to_be_in_viewport()


async def test_a_reader_further_up_stays_there_and_is_told_of_new_messages(place: Place, visit: Visit) -> None:
    await many(place, 80)
    page = await visit(place)
    await expect(card_of(page, "第 80 条")).to_be_in_viewport()
    scroller = page.locator(".conversation .scroller")
    await scroller.evaluate("node => { node.scrollTop = 500 }")
    await expect(card_of(page, "第 80 条")).not_to_be_in_viewport()

    place.workspace.post(HOME, {"user": WANG, "text": "刚刚发的"})

    await page.get_by_role("button", name="1 条新消息").wait_for()
    assert await scroller.evaluate("node => node.scrollTop") == 500
    await page.get_by_role("button", name="1 条新消息").click()
    await expect(card_of(page, "刚刚发的")).to_be_in_viewport()


async def test_the_page_reconnects_and_fills_in_what_it_missed(place: Place, visit: Visit) -> None:
    page = await visit(place)
    await post(place, "断线之前")
    await expect(card_of(page, "断线之前")).to_be_visible()

    async def refuse(route: Route) -> None:
        await route.abort()

    await page.route("**/sandbox/events*", refuse)
    place.workspace.live.close()
    await expect(page.get_by_text("连接断了")).to_be_visible()
    await post(place, "断线期间")
    await page.unroute("**/sandbox/events*")

    await expect(page.get_by_text("连接断了")).to_be_hidden()
    await expect(card_of(page, "断线期间")).to_be_visible()


async def test_unread_messages_are_counted_until_the_channel_is_opened(place: Place, visit: Visit) -> None:
    await post(place, "一")
    await post(place, "二")
    page = await visit(place, LI, "C0OUT")
    channel = page.get_by_role("link", name=re.compile("家居用品店"))
    await expect(channel).to_contain_text("2")

    await channel.click()

    await expect(channel.locator(".unread")).to_have_count(0)
    await expect(card_of(page, "二")).to_be_visible()
    assert place.workspace.unread(LI, HOME) == 0


async def test_on_a_narrow_window_panes_are_screens_and_nothing_sticks_out(place: Place, visit: Visit) -> None:
    parent = await post(place, "很长的一句话" * 60, blocks=a_card(a_button(), text="很长的一句话" * 60))
    await post(place, "回复", thread_ts=parent)
    page = await visit(place, viewport={"width": 360, "height": 700})
    await expect(page.get_by_role("button", name=re.compile("正在扮演 小李"))).to_be_in_viewport()

    await page.get_by_role("button", name=re.compile("1 条回复")).click()
    await expect(page.locator(".conversation")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.get_by_role("button", name="返回", exact=True).click()
    await page.get_by_role("button", name="回到频道列表").click()

    await expect(page.get_by_role("link", name=re.compile("家居用品店"))).to_be_visible()
    await expect(page.locator(".conversation")).to_be_hidden()
