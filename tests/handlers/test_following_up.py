"""Following up by clicks: the script, what was promised, the answer; and that it is a contact as any other."""

from typing import Any

from tests.house.people import Somebody
from tests.house.shop import Shop


async def _resolved(shop: Shop, **said: Any) -> Somebody:
    """Contacted on Wangwang with a promise, refunded, resolved; a week later."""
    await shop.review_arrives(text="物流太慢了,等了十天", customer={"tier": "basic"} | said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    await xiaoli.fills_in(text_wangwang_sincere="您好,运费两天内退给您。", outcome="联系上了")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="运费补偿", amount="10")
    await xiaoli.presses("补偿已执行")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="分拨中心积压")
    await shop.time_passes(days=7)
    return xiaoli


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def test_the_dialog_says_what_was_done_promised_and_kept_and_what_to_ask(shop: Shop) -> None:
    xiaoli = await _resolved(shop)

    await xiaoli.presses("回访")

    read = xiaoli.reads_dialog()
    assert "*当时*   运费补偿 · 补偿 ¥10" in read
    assert "✅ 承诺:运费退给您 · 小李" in read
    assert "上周为电热水壶 1.5L联系过您,今天只问三句" in read
    await xiaoli.fills_in(satisfaction="5 很满意")
    assert "客户满意度 5/5" in xiaoli.reads()


async def test_on_wangwang_the_message_is_previewed_guarded_and_kept(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await xiaoli.presses("回访")
    await xiaoli.chooses("旺旺")

    refused = await xiaoli.fills_in(satisfaction="没接通,改天再试")
    assert "还差一句只属于这位客户的话" in _errors(refused)
    refused = await xiaoli.fills_in(
        follow_up_text="您好,用着还顺手吗?给个五星好评就返您红包。", satisfaction="没接通,改天再试"
    )
    assert "以利益换评价" in _errors(refused)
    await xiaoli.fills_in(follow_up_text="您好,杯子用着还顺手吗?", satisfaction="没接通,改天再试")

    assert any("回访没接通" in line for line in xiaoli.thread())


async def test_a_call_back_counts_towards_the_caps_and_keeps_the_quiet_hours(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    for _ in range(2):
        await xiaoli.presses("回访") if "回访" in xiaoli.buttons() else await xiaoli.chooses_more("回访")
        await xiaoli.fills_in(channel="电话", satisfaction="没接通,改天再试")

    await xiaoli.chooses_more("回访")
    await xiaoli.chooses("电话")
    refused = await xiaoli.fills_in(channel="电话", satisfaction="4 满意")
    assert "今天给这位客户打过的电话到上限了" in _errors(refused)
    await xiaoli.closes_dialog()

    zone = shop.parts.staff.desk.policy.zone
    await shop.time_passes(hours=(22 - shop.clock.now().astimezone(zone).hour) % 24)
    await xiaoli.chooses_more("回访")
    assert "发给客户的话" in xiaoli.reads_dialog()  # the telephone may not ring: it opens on Wangwang


async def test_one_who_asks_to_be_left_alone_is_not_called_again(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await xiaoli.presses("回访")

    await xiaoli.fills_in(satisfaction="要求不再联系")

    assert "🔕 客户要求不再联系" in xiaoli.reads()
    assert "回访" not in xiaoli.buttons()
    before = xiaoli.direct_messages()
    await shop.time_passes(days=9)
    later = "\n".join(xiaoli.direct_messages()[len(before) :])
    assert "#1" not in later
    assert "回访" not in later
    assert "#1" not in await xiaoli.types("/reviews mine")
    assert "#1" not in await xiaoli.types("/reviews overdue")


async def test_a_case_of_one_who_wants_to_be_left_alone_has_no_call_back(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="要求不再联系")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="温控器批次问题")

    await shop.time_passes(days=9)

    assert "回访" not in xiaoli.buttons()
    assert not any("回访" in line for line in xiaoli.direct_messages())


async def test_a_note_that_plans_to_buy_a_review_is_refused_in_its_place(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("解决方案")

    refused = await xiaoli.fills_in(solution="其他方案", note="好评返现20元,加微信转")
    assert list(refused.errors or {}) == ["note"]
    assert "以利益换评价" in _errors(refused)
    for fine in ("客户说不退款就给差评", "客户要求“五星返现”,已拒绝", "明天补发,运费我们出", "客户威胁要曝光我们"):
        accepted = await xiaoli.fills_in(solution="其他方案", note=fine)
        assert not accepted.errors, fine
        await xiaoli.presses("解决方案")


async def test_every_dialog_with_a_note_has_the_guard(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    bad = "让客户删差评,加微信返红包"

    await xiaoli.presses("转交")
    assert "note" in ((await xiaoli.fills_in(to=shop.person("小王").user, note=bad)).errors or {})
    await xiaoli.closes_dialog()
    await xiaoli.presses("联系客户")
    assert "note" in ((await xiaoli.fills_in(channel="电话", outcome="没接", note=bad)).errors or {})
    await xiaoli.closes_dialog()
    await xiaoli.chooses_more("改判")
    assert "note" in ((await xiaoli.fills_in(grade="🟠 重要", note=bad)).errors or {})
    await xiaoli.closes_dialog()
    await xiaoli.chooses_more("不是投诉")
    assert "note" in ((await xiaoli.fills_in(note=bad)).errors or {})
