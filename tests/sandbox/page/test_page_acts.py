"""The page: buttons, dialogs, Home and the keyboard in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect
from starlette.requests import Request
from starlette.responses import Response

from tests.sandbox.page.browsing import (
    COMMANDS,
    Visit,
    a_desk,
    a_group,
    an_input,
    card_of,
    entry,
    heard_of,
    options,
    post,
)
from tests.sandbox.places import (
    BACK,
    LI,
    WANG,
    OpenPlace,
    Place,
    a_bot,
    a_button,
    a_card,
    a_modal,
    a_question,
)

pytestmark = pytest.mark.browser


async def test_pressing_claim_changes_the_card_on_the_spot_and_answers_privately(
    open_place: OpenPlace, visit: Visit
) -> None:
    place = await open_place(bot=a_desk())
    page = await visit(place)
    await post(place, blocks=a_card(a_button(value="7")))

    await page.get_by_role("button", name="认领", exact=True).click()

    await expect(page.get_by_role("button", name="联系客户", exact=True)).to_be_visible()
    await expect(card_of(page, "@小李 认领")).to_be_visible()
    await expect(card_of(page, "认领好了")).to_contain_text("仅对你可见")


async def test_a_press_that_is_not_acknowledged_gets_a_triangle_beside_the_button(
    open_place: OpenPlace, visit: Visit
) -> None:
    async def broken(_request: Request) -> Response:
        return Response("broken", status_code=500)

    place = await open_place(answer=broken)
    page = await visit(place)
    await post(place, blocks=a_card(a_button()))

    await page.get_by_role("button", name="认领", exact=True).click()

    await expect(page.get_by_role("img", name=re.compile("评价管家 出错了"))).to_be_visible()
    await expect(page.get_by_role("alert").filter(has_text="http_error")).to_be_visible()


async def test_an_error_stands_below_its_field_and_what_was_typed_stays(open_place: OpenPlace, visit: Visit) -> None:
    heard: dict[str, Any] = {}
    place = await open_place(bot=a_desk(heard))
    page = await visit(place)
    await post(place, blocks=a_card(a_button("结案", "resolve")))
    await page.get_by_role("button", name="结案", exact=True).click()
    field = page.get_by_role("dialog").get_by_label("原因")
    await expect(field).to_be_focused()

    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_text("这一项要填。")).to_be_visible()
    await field.fill("不知道")
    await field.press("Enter")

    await expect(page.get_by_text("请写具体一点")).to_be_visible()
    await expect(page.get_by_text("这一项要填。")).to_have_count(0)
    await expect(field).to_have_value("不知道")
    await expect(field).to_be_focused()
    await field.fill("仓库发错了")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert heard["values"]["why"]["reason"]["value"] == "仓库发错了"


async def test_an_updated_view_keeps_what_was_typed_in_blocks_that_stayed(open_place: OpenPlace, visit: Visit) -> None:
    choice = {"type": "static_select", "action_id": "channel", "options": options("电话", "旺旺")}
    place = await open_place(bot=a_desk({}, an_input("how", "渠道", choice, dispatch_action=True)))
    page = await visit(place)
    await post(place, blocks=a_card(a_button("结案", "resolve")))
    await page.get_by_role("button", name="结案", exact=True).click()
    field = page.get_by_role("dialog").get_by_label("原因")
    await field.fill("写到一半")

    await page.get_by_role("dialog").get_by_label("渠道").select_option(label="旺旺")
    await field.focus()
    await field.press("End")
    await expect(page.get_by_text("话术 旺旺")).to_be_visible()
    await page.keyboard.type(",接着写")

    await expect(field).to_have_value("写到一半,接着写")
    await expect(page.get_by_role("dialog").get_by_label("渠道")).to_have_value("旺旺")


async def test_escape_closes_the_modal_and_the_app_hears_of_it(open_place: OpenPlace, visit: Visit) -> None:
    heard: dict[str, Any] = {}
    place = await open_place(bot=a_desk(heard))
    page = await visit(place)
    await post(place, blocks=a_card(a_button("结案", "resolve")))
    await page.get_by_role("button", name="结案", exact=True).click()
    await expect(page.get_by_role("dialog").get_by_label("原因")).to_be_focused()

    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await heard_of(heard, "closed") == 1


async def test_escape_closes_what_came_in_the_place_of_a_submitted_modal(open_place: OpenPlace, visit: Visit) -> None:
    """It has no field, and the button that had the focus is gone."""
    bot = a_bot()

    @bot.action("hand_one")
    async def asking(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=a_modal(a_question()))

    @bot.view("resolve")
    async def answered(ack: Any) -> None:
        said = {"type": "section", "text": {"type": "mrkdwn", "text": "已转交"}}
        view = {key: value for key, value in a_modal(said).items() if key != "submit"}
        await ack(response_action="update", view=view)

    place = await open_place(bot=bot)
    page = await visit(place)
    await post(place, blocks=a_card(a_button("转交", "hand_one")))
    await page.get_by_role("button", name="转交", exact=True).click()
    await page.get_by_role("dialog").get_by_label("原因").fill("太多了")
    await page.get_by_role("button", name="提交").click()
    await expect(page.get_by_role("dialog").get_by_text("已转交")).to_be_visible()

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)


GROUPS = [a_group("仓储", "漏发"), a_group("配送", "丢件")]
EVERY_FIELD = [
    an_input("line", "一行", {"type": "plain_text_input"}),
    an_input("lines", "多行", {"type": "plain_text_input", "multiline": True}),
    an_input("number", "金额", {"type": "number_input", "is_decimal_allowed": True}),
    an_input("select", "级别", {"type": "static_select", "options": options("普通", "紧急")}),
    an_input("grouped", "缘由", {"type": "static_select", "option_groups": GROUPS}),
    an_input("multi", "部门", {"type": "multi_static_select", "options": options("仓储", "物流", "品控")}),
    an_input("person", "交给", {"type": "users_select"}),
    an_input("radio", "结果", {"type": "radio_buttons", "options": options("联系上了", "没接")}),
    an_input("checks", "涉及", {"type": "checkboxes", "options": options("退款", "换货")}),
    an_input("day", "哪天", {"type": "datepicker"}),
    an_input("hour", "几点", {"type": "timepicker"}),
    an_input("moment", "何时", {"type": "datetimepicker"}),
]


async def fill_every_field(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("一行").fill("甲")
    await dialog.get_by_label("多行").fill("乙\n丙")
    await dialog.get_by_label("金额").fill("12.5")
    await dialog.get_by_label("级别").select_option(label="紧急")
    await dialog.get_by_label("缘由").select_option(label="丢件")
    await dialog.get_by_label("部门").click()
    await page.get_by_role("checkbox", name="仓储").check()
    await page.get_by_role("checkbox", name="品控").check()
    await page.keyboard.press("Escape")
    await dialog.get_by_label("交给").select_option(label="小王")
    await dialog.get_by_role("radio", name="没接").check()
    await dialog.get_by_role("checkbox", name="换货").check()
    await dialog.get_by_label("哪天").fill("2026-11-29")
    await dialog.get_by_label("几点").fill("09:30")
    await dialog.get_by_label("何时").fill("2026-11-29T09:30")


async def test_every_kind_of_field_reports_what_was_filled_in(open_place: OpenPlace, visit: Visit) -> None:
    heard: dict[str, Any] = {}
    place = await open_place(bot=a_desk(heard, *EVERY_FIELD))
    page = await visit(place)
    await post(place, blocks=a_card(a_button("结案", "resolve")))
    await page.get_by_role("button", name="结案", exact=True).click()

    await fill_every_field(page)
    await page.get_by_label("原因").fill("都填了")
    await page.get_by_role("button", name="提交").click()

    values = {block: fields["it"] for block, fields in (await heard_of(heard, "values")).items() if block != "why"}
    chosen = {key: value for state in values.values() for key, value in state.items() if key.startswith("selected")}
    assert [values[key]["value"] for key in ("line", "lines", "number")] == ["甲", "乙\n丙", "12.5"]
    assert values["select"]["selected_option"]["value"] == "紧急"
    assert values["grouped"]["selected_option"]["value"] == "丢件"
    assert [option["value"] for option in values["multi"]["selected_options"]] == ["仓储", "品控"]
    assert values["radio"]["selected_option"]["value"] == "没接"
    assert [option["value"] for option in values["checks"]["selected_options"]] == ["换货"]
    assert chosen["selected_user"] == WANG
    assert (chosen["selected_date"], chosen["selected_time"]) == ("2026-11-29", "09:30")
    assert chosen["selected_date_time"] == 1_795_915_800  # 2026-11-29 09:30 in Shanghai


async def test_a_confirmation_is_asked_before_a_press_is_sent(open_place: OpenPlace, visit: Visit) -> None:
    words = {"title": "结束这个案件?", "text": "结案后不再提醒。", "confirm": "就这样", "deny": "再想想"}
    confirm = {key: {"type": "plain_text", "text": text} for key, text in words.items()}
    place = await open_place(bot=a_desk())
    page = await visit(place)
    await post(place, blocks=a_card(a_button(confirm=confirm)))
    claim = page.get_by_role("button", name="认领", exact=True)

    await claim.click()
    await page.get_by_role("button", name="再想想").click()
    await expect(claim).to_be_visible()
    await claim.click()
    await page.get_by_role("button", name="就这样").click()

    await expect(page.get_by_role("button", name="联系客户", exact=True)).to_be_visible()


async def test_an_overflow_is_a_menu_for_keyboard_and_mouse(open_place: OpenPlace, visit: Visit) -> None:
    heard: dict[str, Any] = {}
    bot = a_desk()

    @bot.action("rest")
    async def rest(ack: Any, action: dict[str, Any]) -> None:
        await ack()
        heard["chosen"] = action["selected_option"]["value"]

    place = await open_place(bot=bot)
    page = await visit(place)
    menu = {"type": "overflow", "action_id": "rest", "options": options("时间线", "不是投诉")}
    await post(place, blocks=[{"type": "actions", "elements": [menu]}])

    await page.get_by_role("button", name="更多", exact=True).press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    assert await heard_of(heard, "chosen") == "不是投诉"


async def test_the_keyboard_walks_messages_and_claims(open_place: OpenPlace, visit: Visit) -> None:
    place = await open_place(bot=a_desk())
    await post(place, "卡片", blocks=a_card(a_button()))
    await post(place, "后面一条")
    page = await visit(place)
    await expect(card_of(page, "后面一条")).to_be_visible()

    await page.keyboard.press("j")
    await expect(card_of(page, "后面一条")).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("c")

    await expect(page.get_by_role("button", name="联系客户", exact=True)).to_be_visible()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_home_is_what_the_app_published_and_its_buttons_work(open_place: OpenPlace, visit: Visit) -> None:
    page = await visit(await open_place(bot=a_desk()))

    await page.get_by_role("link", name="主页").click()
    await page.get_by_role("button", name="刷新", exact=True).click()

    await expect(page.get_by_text("没有案件了")).to_be_visible()
    await expect(page.get_by_role("button", name="刷新", exact=True)).to_have_count(0)


async def test_enter_after_the_bare_command_sends_it_although_verbs_are_offered(
    open_place: OpenPlace, visit: Visit
) -> None:
    place = await open_place(bot=a_desk(), app={"commands": COMMANDS})
    page = await visit(place)

    await entry(page).press_sequentially("/reviews ")
    await expect(page.get_by_role("option")).to_have_count(2)
    await entry(page).press("Enter")

    await expect(card_of(page, "你问的是")).to_be_visible()


async def test_somebody_who_is_not_in_the_channel_is_shown_another(place: Place, visit: Visit) -> None:
    page = await visit(place, LI, BACK)
    await expect(page.get_by_role("heading", name="后台", exact=True)).to_be_visible()

    await page.keyboard.press("p")
    await page.keyboard.press("2")

    await expect(page.get_by_role("button", name=re.compile("正在扮演 小王"))).to_be_visible()
    await expect(page.get_by_role("heading", name="家居用品店", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="后台")).to_have_count(0)
