"""Compensation by clicks: asked for, approved by somebody else, carried out once, asked again, and what it holds up."""

import csv
from typing import Any

import pytest

from handlers.clock.timetable import tick
from handlers.ledger import ledger_of, written
from handlers.plain_faults import Refused
from storage import compensations
from tests.house.people import Somebody
from tests.house.shop import Shop

SUPERVISORS = "C0SUPERVISE"
_GOLD = {"tier": "gold"}


async def _in_hand(
    shop: Shop, text: str = "颜色和图片完全不符,客服说不给退", tier: str = "gold", **said: Any
) -> Somebody:
    """An important case of a gold customer who paid 129 yuan, claimed by 小李 and contacted."""
    await shop.review_arrives(text=text, customer={"tier": tier}, **said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    return xiaoli


def _green(xiaoli: Somebody) -> list[str]:
    rows = [block for block in xiaoli.card()["blocks"] if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row["elements"] if one.get("style") == "primary"]


async def _asks(xiaoli: Somebody, solution: str = "部分退款", amount: str = "50") -> Any:
    await xiaoli.presses("解决方案")
    return await xiaoli.fills_in(solution=solution, amount=amount, note="差价部分")


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def _resolves(xiaoli: Somebody) -> Any:
    await xiaoli.presses("结案")
    return await xiaoli.fills_in(cause="图片和实物不符", department="运营", note="主图偏色")


async def test_a_request_is_approved_in_the_room_carried_out_and_then_the_case_resolved(shop: Shop) -> None:
    xiaoli, zhao = await _in_hand(shop), shop.person("赵组长")

    await _asks(xiaoli)

    assert "🪙 补偿 3 级 部分退款 ¥50 · 等组长批准" in xiaoli.reads()
    assert _green(xiaoli) == []  # the next step is somebody else's
    asked = zhao.reads(SUPERVISORS)
    assert "小李 为 " in asked
    assert "申请 3 级 部分退款 ¥50:差价部分" in asked
    assert "重要 · 金牌" in asked
    assert "实付 ¥129 · 这一级最多 ¥51.60" in asked
    assert zhao.buttons(SUPERVISORS) == ["批准 ¥50", "拒绝", "查看"]
    assert "等批准" in _errors(await _resolves(xiaoli))
    await xiaoli.closes_dialog()

    await zhao.presses("批准 ¥50", SUPERVISORS)

    assert "已批准,给客户办好后按「补偿已执行」" in xiaoli.reads()
    assert xiaoli.buttons()[0] == "补偿已执行"
    assert "赵组长 批准了" in xiaoli.direct_messages()[-1]
    assert zhao.buttons(SUPERVISORS) == ["查看"]
    assert "赵组长 批准了补偿 ¥50" in zhao.reads(SUPERVISORS)
    assert "还没执行" in _errors(await _resolves(xiaoli))
    await xiaoli.closes_dialog()

    await xiaoli.presses("补偿已执行")
    assert "🪙 补偿 3 级 部分退款 ¥50 · 已执行" in xiaoli.reads()
    assert "补偿已执行" not in xiaoli.buttons()
    await _resolves(xiaoli)
    assert "已结案" in xiaoli.reads()
    assert "方案 部分退款 · 补偿 3 级 ¥50" in xiaoli.reads()
    assert [line for line in xiaoli.thread() if "补偿" in line] == [
        "小李 申请补偿:3 级 部分退款 ¥50,等组长批准",
        "赵组长 批准了补偿 ¥50",
        "小李 执行了补偿 ¥50",
    ]


async def test_the_dialog_says_what_the_ladder_allows_and_what_the_law_owes(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)

    await xiaoli.presses("解决方案")

    options = next(block for block in xiaoli.dialog()["blocks"] if block.get("block_id") == "solution")["element"]
    told = {one["text"]["text"]: one.get("description", {}).get("text", "") for one in options["options"]}
    assert told["部分退款"] == "3 级 · 最多 ¥51.60 · 组长批 · 建议"
    assert told["优惠券"] == "1 级 · 这个等级和会员不适用"
    assert told["退货退款"] == "5 级 · 最多 ¥141.90 · 主管批"
    assert next(iter(told)) == "部分退款"
    assert "七日内可退货" in xiaoli.reads_dialog()


async def test_outside_the_band_over_the_cap_and_unclear_amounts_stay_in_the_dialog(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)
    await xiaoli.presses("解决方案")

    assert "可以给 3–5 级" in _errors(await xiaoli.fills_in(solution="优惠券", amount="5"))
    assert "3 级 最多 ¥51.60" in _errors(await xiaoli.fills_in(solution="部分退款", amount="60"))
    assert "3 级 要写上金额,最多 ¥51.60" in _errors(await xiaoli.fills_in(solution="部分退款"))
    for typed in ("很多", "-5", "0", "1.234", "1e99"):
        assert "金额看不懂" in _errors(await xiaoli.fills_in(solution="部分退款", amount=typed))
    assert "补偿" not in xiaoli.reads()


async def test_what_an_agent_may_grant_needs_nobody(shop: Shop) -> None:
    xiaoli = await _in_hand(shop, text="物流太慢了,等了十天", tier="basic")

    await _asks(xiaoli, "运费补偿", "¥12.50")

    assert "🪙 补偿 2 级 运费补偿 ¥12.50 · 已批准" in xiaoli.reads()
    assert shop.person("陈主管").sees(SUPERVISORS) == []


async def test_nobody_approves_their_own_request_and_an_agent_approves_none(shop: Shop) -> None:
    await shop.review_arrives(text="颜色和图片完全不符,客服说不给退", customer=_GOLD)
    zhao = shop.person("赵组长")
    await zhao.presses("认领")
    await zhao.presses("联系客户")
    await zhao.fills_in(channel="电话", outcome="联系上了")
    await _asks(zhao)

    await zhao.presses("批准 ¥50", SUPERVISORS)

    assert "是你自己申请的" in zhao.told_privately(SUPERVISORS)[-1]
    assert "等组长批准" in zhao.reads()
    await shop.person("陈主管").presses("批准 ¥50", SUPERVISORS)
    assert "已批准" in zhao.reads()


async def test_a_rejection_has_a_reason_that_the_asker_reads(shop: Shop) -> None:
    xiaoli, chen = await _in_hand(shop), shop.person("陈主管")
    await _asks(xiaoli)

    await chen.presses("拒绝", SUPERVISORS)
    await chen.fills_in(note="先给客户换新")

    assert "没批:先给客户换新" in xiaoli.reads()
    assert "陈主管 没批" in xiaoli.direct_messages()[-1]
    assert "先给客户换新" in xiaoli.direct_messages()[-1]
    await _resolves(xiaoli)
    assert "已结案" in xiaoli.reads()


async def test_of_two_who_decide_the_second_is_told_who_was_first(shop: Shop) -> None:
    xiaoli, zhao, chen = await _in_hand(shop), shop.person("赵组长"), shop.person("陈主管")
    await _asks(xiaoli)

    await zhao.presses("批准 ¥50", SUPERVISORS, then_settles=False)
    await chen.presses("批准 ¥50", SUPERVISORS)

    assert "「已批准」(赵组长" in chen.told_privately(SUPERVISORS)[-1]


async def test_an_amount_that_was_changed_meanwhile_cannot_be_granted_by_the_old_button(shop: Shop) -> None:
    xiaoli, zhao = await _in_hand(shop), shop.person("赵组长")
    await _asks(xiaoli, amount="50")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="部分退款", amount="30", then_settles=False)

    await zhao.presses("批准 ¥50", SUPERVISORS, 0)

    assert "已换成别的方案" in zhao.told_privately(SUPERVISORS)[-1]
    assert "¥30 · 等组长批准" in xiaoli.reads()
    assert zhao.buttons(SUPERVISORS, 0) == ["查看"]
    assert "换了别的方案" in zhao.reads(SUPERVISORS, 0)
    assert zhao.buttons(SUPERVISORS, 1) == ["批准 ¥30", "拒绝", "查看"]


async def test_carried_out_twice_counts_once(shop: Shop) -> None:
    xiaoli = await _in_hand(shop, text="物流太慢了,等了十天", tier="basic")
    await _asks(xiaoli, "运费补偿", "12")
    number = (await shop.parts.staff.desk.db.read(compensations.last_of, 1)).id  # type: ignore[union-attr]

    await xiaoli.presses("补偿已执行", then_settles=False)
    await xiaoli.presses("补偿已执行")

    done = await shop.parts.staff.desk.db.read(compensations.find, number)
    assert done is not None
    assert done.stand == "executed"
    assert [line for line in xiaoli.thread() if "执行了补偿" in line] == ["小李 执行了补偿 ¥12"]
    assert "只算一次" in xiaoli.told_privately()[-1]


async def test_what_nobody_decides_is_asked_again_and_lapses_and_the_asker_hears_of_it(shop: Shop) -> None:
    xiaoli, chen = await _in_hand(shop), shop.person("陈主管")
    await _asks(xiaoli)

    await shop.time_passes(minutes=31)
    assert "(第 2 次提醒)" in chen.reads(SUPERVISORS)
    await shop.time_passes(minutes=31)
    assert "(第 3 次提醒)" in chen.reads(SUPERVISORS)
    shop.clock.advance(minutes=31)
    await tick(shop.parts.staff.desk)  # it has lapsed; the messages in the channel are not redrawn yet

    await chen.presses("批准 ¥50", SUPERVISORS)

    assert "「已失效」" in chen.told_privately(SUPERVISORS)[-1]
    assert "没人批,已失效" in xiaoli.reads()
    assert "申请失效了" in xiaoli.direct_messages()[-1]
    assert [chen.buttons(SUPERVISORS, number) for number in range(3)] == [["查看"]] * 3


async def test_home_shows_what_waits_for_me_to_approve_and_lets_me(shop: Shop) -> None:
    xiaoli, zhao = await _in_hand(shop), shop.person("赵组长")
    await _asks(xiaoli)

    shown = await zhao.opens_home()
    assert "等我批准" in shown
    assert "申请 部分退款 ¥50" in shown
    await zhao.presses_in_home("批准 ¥50")

    assert "等我批准" not in zhao.reads_home()
    assert "已批准" in xiaoli.reads()
    assert "等我批准" not in await shop.person("周经理").opens_home()


async def test_a_full_refund_of_much_money_goes_to_the_managers(shop: Shop) -> None:
    xiaoli = await _in_hand(shop, text="插上电就冒烟了,差点着火", order={"paid": "899.00"})

    await _asks(xiaoli, "全额退款", "")

    assert "¥899 · 等经理批准" in xiaoli.reads()
    assert shop.person("周经理").buttons("C0MANAGERS") == ["批准 ¥899", "拒绝", "查看"]


async def test_the_ledger_has_every_cent_once_and_its_cells_are_harmless(shop: Shop) -> None:
    xiaoli, zhao = await _in_hand(shop), shop.person("赵组长")
    await _asks(xiaoli, amount="50")
    await _asks(xiaoli, amount="30.50")
    await zhao.presses("拒绝", SUPERVISORS)
    await zhao.fills_in(note='=HYPERLINK("http://evil.example")')
    await _asks(xiaoli, amount="20")
    await zhao.presses("批准 ¥20", SUPERVISORS)
    await xiaoli.presses("补偿已执行")
    desk = shop.parts.staff.desk

    found = ledger_of(desk.db, desk.policy, "2026-11")
    text = written(found, desk.policy, desk.look.say)

    assert {stand.value: cents for stand, cents in found.sums.items()} == {
        "replaced": 5000,
        "rejected": 3050,
        "executed": 2000,
    }
    assert found.total == sum(one.amount_cents for one in found.entries) == 10050
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    assert rows[3][4:7] == ["20.00", "已执行", "U0LI"]
    assert rows[3][7].startswith("2026-11-23 10:00")
    assert rows[2][10] == '\'=HYPERLINK("http://evil.example")'
    assert ["合计", "", "", "", "100.50"] in [row[:5] for row in rows]
    assert ledger_of(desk.db, desk.policy, "2026-12").entries == []
    with pytest.raises(Refused, match="2026-11"):
        ledger_of(desk.db, desk.policy, "November")
