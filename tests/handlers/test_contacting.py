"""Contacting a customer: the plan, the script with its guard, caps and quiet hours, and being left alone, by clicks."""

from typing import Any

import pytest

from storage import case_files
from tests.conftest import OpenShop
from tests.house.people import Somebody
from tests.house.shop import Shop

OWN_WORDS = "您说孩子等着喝奶,新的水壶今天就寄出。"
_CUSTOMER = {"id": "c-77", "name": "王小明"}


async def _claimed(shop: Shop, **said: Any) -> Somebody:
    await shop.review_arrives(**said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    return xiaoli


async def _calls(xiaoli: Somebody, outcome: str = "没接") -> Any:
    await xiaoli.presses("联系客户")
    return await xiaoli.fills_in(channel="电话", outcome=outcome)


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def test_a_call_begins_with_its_outline_and_the_cases_own_facts(shop: Shop) -> None:
    xiaoli = await _claimed(shop, text="用了两天就坏了,烧不开水")

    await xiaoli.presses("联系客户")

    shown = xiaoli.reads_dialog()
    assert "① *电话* ← 现在" in shown
    assert "我是家居用品店的小李" in shown
    assert "用了两天就坏了" in shown
    assert "今天12:00前" in shown


async def test_another_channel_and_manner_bring_their_own_script(shop: Shop) -> None:
    xiaoli = await _claimed(shop)
    await xiaoli.presses("联系客户")

    await xiaoli.chooses("旺旺")
    assert "没能好好用上" in str(xiaoli.dialog()["blocks"])
    await xiaoli.chooses("干脆")

    shown = str(xiaoli.dialog()["blocks"])
    assert "回我数字就行" in shown
    assert "没能好好用上" not in shown
    await xiaoli.fills_in(outcome="联系上了", text_wangwang_brisk=OWN_WORDS, note="先看看")
    happened = await shop.parts.staff.desk.db.read(case_files.timeline, 1)
    assert happened[-1].facts["said"] == OWN_WORDS
    assert happened[-1].facts["script"] == "contact.product_quality.wangwang.brisk@1"
    assert happened[-1].facts["note"] == "先看看"


async def test_a_message_without_a_personal_sentence_stays_in_the_dialog(shop: Shop) -> None:
    xiaoli = await _claimed(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")

    refused = await xiaoli.fills_in(outcome="联系上了")

    assert "还差一句只属于这位客户的话" in _errors(refused)
    assert xiaoli.has_dialog()


@pytest.mark.parametrize(
    ("words", "told"),
    [("改成五星就返您20元", "以利益换评价"), ("我们保证不再发生", "过度承诺"), ("加V详聊", "引到平台外")],
)
async def test_what_may_not_leave_is_refused_in_place_with_what_to_say_instead(
    shop: Shop, words: str, told: str
) -> None:
    xiaoli = await _claimed(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")

    refused = await xiaoli.fills_in(outcome="联系上了", text_wangwang_sincere=words)

    assert told in _errors(refused)
    assert "联系上客户" not in xiaoli.reads()


async def test_in_a_safety_case_nobody_admits_liability(shop: Shop) -> None:
    xiaoli = await _claimed(shop, text="插上电就冒烟了,差点着火")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")

    refused = await xiaoli.fills_in(outcome="联系上了", text_wangwang_sincere="这次是我们的责任,对不起")

    assert "安全事件中认责" in _errors(refused)


async def test_after_a_call_that_nobody_took_the_next_channel_is_offered(shop: Shop) -> None:
    xiaoli = await _claimed(shop)
    await _calls(xiaoli)

    await xiaoli.presses("联系客户")

    assert "① 电话 (没接) → ② *旺旺* ← 现在 → ③ 短信" in xiaoli.reads_dialog()
    assert "text_wangwang_sincere" in [block.get("block_id") for block in xiaoli.dialog()["blocks"]]


async def test_two_calls_a_day_and_no_third(shop: Shop) -> None:
    xiaoli = await _claimed(shop)
    for _ in range(2):
        await _calls(xiaoli)

    refused = await _calls(xiaoli)

    assert "今天给这位客户打过的电话到上限了" in _errors(refused)
    assert "旺旺、短信现在可以用" in _errors(refused)
    assert "11-24" in _errors(refused)


async def test_at_night_nobody_is_called_and_the_chat_stays_open(shop: Shop) -> None:
    xiaoli = await _claimed(shop)
    await shop.time_passes(hours=12, minutes=10)

    refused = await _calls(xiaoli)

    assert "现在是 22:10,电话要等到 11-24 09:00" in _errors(refused)
    assert "旺旺现在可以用" in _errors(refused)
    await xiaoli.closes_dialog()
    await xiaoli.presses("联系客户")
    assert "② *旺旺* ← 现在" in xiaoli.reads_dialog()
    await xiaoli.fills_in(outcome="联系上了", text_wangwang_sincere=OWN_WORDS)
    assert "联系上客户(旺旺)" in xiaoli.reads()


async def test_four_attempts_in_three_days_over_all_cases_of_a_customer_are_enough(shop: Shop) -> None:
    xiaoli = await _claimed(shop, customer=_CUSTOMER)
    for _ in range(2):
        await _calls(xiaoli)
    await shop.time_passes(hours=24)
    for _ in range(2):
        await _calls(xiaoli)
    await shop.review_arrives(customer=_CUSTOMER)
    await xiaoli.presses("认领")

    refused = await _calls(xiaoli)

    assert "最近三天联系这位客户的次数到上限了" in _errors(refused) or "电话到上限了" in _errors(refused)
    await shop.time_passes(hours=24)
    refused = await _calls(xiaoli)
    assert "最近三天联系这位客户的次数到上限了" in _errors(refused)
    await shop.time_passes(hours=25)
    await _calls(xiaoli)
    assert "联系过 1 次" in xiaoli.reads()


async def test_who_asks_to_be_left_alone_is_never_contacted_again_in_any_case(shop: Shop) -> None:
    xiaoli = await _claimed(shop, customer=_CUSTOMER)
    await shop.review_arrives(customer=_CUSTOMER, text="另一件也坏了")
    await xiaoli.presses("认领")

    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(channel="电话", outcome="要求不再联系")

    for number in (0, 1):
        assert "🔕 客户要求不再联系" in xiaoli.reads(number=number)
        assert "联系客户" not in xiaoli.buttons(number=number)
    await shop.review_arrives(customer=_CUSTOMER, text="第三件也坏了")
    assert "🔕 客户要求不再联系" in xiaoli.reads()
    await xiaoli.presses("认领")
    await shop.time_passes(hours=5)
    assert "首次联系已超时" not in xiaoli.reads()
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")
    assert "已结案" in xiaoli.reads()


async def test_a_stranger_without_a_number_is_counted_by_the_case_alone(shop: Shop) -> None:
    xiaoli = await _claimed(shop, customer={"id": None, "name": "匿名"})
    for _ in range(2):
        await _calls(xiaoli)
    await shop.review_arrives(customer={"id": None, "name": "匿名"})
    await xiaoli.presses("认领")

    await _calls(xiaoli)

    assert "联系过 1 次" in xiaoli.reads()


async def test_contact_details_are_shown_to_the_owner_alone_with_a_reason_that_stays(shop: Shop) -> None:
    xiaoli = await _claimed(shop, customer={"name": "王小明", "phone": "13800138000", "id": "c-5"})
    await xiaoli.presses("联系客户")
    assert "13800138000" not in str(xiaoli.dialog())

    await xiaoli.presses_in_dialog("查看联系方式")
    await xiaoli.fills_in(note="打电话核对收货地址")

    assert "13800138000" in xiaoli.reads_dialog()
    assert "王小明" in xiaoli.reads_dialog()
    happened = await shop.parts.staff.desk.db.read(case_files.timeline, 1)
    assert (happened[-1].what, happened[-1].actor) == ("revealed", "U0LI")
    assert happened[-1].facts["note"] == "打电话核对收货地址"
    assert "13800138000" not in str(happened[-1].facts)
    assert "13800138000" not in str(xiaoli.sees())


async def test_who_does_not_hold_the_case_sees_no_contact_details(shop: Shop) -> None:
    await _claimed(shop)
    xiaowang = shop.person("小王")

    await xiaowang.presses("联系客户")

    assert "由 小李 负责" in xiaowang.told_privately()[-1]
    assert not xiaowang.has_dialog()


async def _resolved(shop: Shop, outcome: str = "联系上了", **said: Any) -> Somebody:
    xiaoli = await _claimed(shop, **said)
    await _calls(xiaoli, outcome)
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")
    return xiaoli


async def test_after_resolution_the_customer_is_invited_once_and_neutrally(shop: Shop) -> None:
    xiaoli = await _resolved(shop)

    await xiaoli.chooses_more("邀请更新评价")
    assert "可以在平台上如实更新您的评价" in str(xiaoli.dialog())
    refused = await xiaoli.fills_in()
    assert "还差一句" in _errors(refused)
    for words, told in (
        ("请改成五星", "索要好评"),
        ("更新评价就送您券", "以利益换评价"),
        ("今天之内更新一下评价", "催促"),
    ):
        assert told in _errors(await xiaoli.fills_in(text=words))
    await xiaoli.fills_in(text="水壶换好了。如果您愿意,可以如实更新您的评价。")

    assert "11-30 10:00 回访 · ✉️ 11-23 10:00 邀请过客户如实更新评价" in xiaoli.reads()  # one line for what follows
    assert xiaoli.thread()[-1] == "小李 用旺旺邀请客户如实更新评价"
    await xiaoli.presses("更多")
    assert "邀请更新评价" not in xiaoli.dialog_buttons()


async def test_nobody_is_invited_before_the_matter_is_settled_or_after_a_refusal(shop: Shop) -> None:
    xiaoli = await _claimed(shop)
    await xiaoli.presses("更多")
    assert "邀请更新评价" not in xiaoli.dialog_buttons()
    await xiaoli.closes_dialog()
    await _calls(xiaoli, "拒绝沟通")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")

    await xiaoli.chooses_more("邀请更新评价")

    assert "拒绝过沟通" in xiaoli.reads_dialog()


async def test_who_is_left_alone_is_not_invited_either(shop: Shop) -> None:
    xiaoli = await _resolved(shop, outcome="要求不再联系")

    await xiaoli.presses("更多")

    assert "邀请更新评价" not in xiaoli.dialog_buttons()


async def test_an_invitation_counts_towards_the_caps(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await xiaoli.chooses_more("邀请更新评价")
    await xiaoli.fills_in(text="水壶换好了。如果您愿意,可以如实更新您的评价。")
    await xiaoli.chooses_more("重新打开")
    await xiaoli.fills_in(note="又坏了")
    for _ in range(2):
        await xiaoli.presses("联系客户")
        await xiaoli.chooses("旺旺")
        await xiaoli.fills_in(outcome="没接", text_wangwang_sincere=OWN_WORDS)

    refused = await _calls(xiaoli)

    assert "最近三天联系这位客户的次数到上限了" in _errors(refused)


async def test_a_latin_name_stands_whole_in_what_is_said(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await shop.review_arrives(text="It arrived broken", product={"name": "Hand-painted ceramic mug"})
        xiaoli = shop.person("小李")
        await xiaoli.presses("Claim")
        await xiaoli.presses("Contact")

        assert "Hand-painted ceramic mug" in str(xiaoli.dialog()["blocks"][2:])
        assert "Hand-painte…" not in str(xiaoli.dialog())
