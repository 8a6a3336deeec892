"""Causes by doors: a department accepts, stays silent or disputes; a lead decides; only settled ones count."""

from typing import Any

from sqlmodel import Session, select

from bot.policy.model import Department
from bot.vocabulary import Stage
from storage.tables import CaseRow, CauseRow
from tests.house.people import Somebody
from tests.house.reading import fields_of
from tests.house.shop import Shop

WAREHOUSE, QUALITY, SUPERVISORS = "C0WAREHOUSE", "C0QUALITY", "C0SUPERVISE"


async def _resolved(shop: Shop, department: str = "仓储") -> tuple[Somebody, Somebody]:
    """小李 found the fault in the warehouse; 小何 works there and has no role at our desk."""
    desk = shop.parts.staff.desk
    known = {"warehouse": Department(channel=WAREHOUSE), "quality": Department(channel=QUALITY)}
    object.__setattr__(desk, "policy", desk.policy.model_copy(update={"departments": known}))
    object.__setattr__(desk.look, "policy", desk.policy)
    await shop.review_arrives(text="杯子碎了,打 13912345678 没人接", customer={"name": "王小明"})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department=department, note="出库没有复核")
    return xiaoli, shop.person("访客小何")


def _errors(outcome: Any) -> str:
    return " ".join((outcome.errors or {}).values())


async def test_the_department_is_asked_in_its_channel_and_accepts_with_one_press(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)
    asked = he.reads(WAREHOUSE)
    assert "仓储,这个原因认可吗?" in asked
    assert "小李 认为问题出在仓储打包 › 复核缺失:出库没有复核" in asked
    assert "13912345678" not in asked
    assert "原因 仓储 › 复核缺失:出库没有复核 (等仓储认可)" in xiaoli.reads()
    assert "还没认定 1" in await xiaoli.types("/reviews report")

    await he.presses("认可", WAREHOUSE)

    assert he.buttons(WAREHOUSE) == []
    assert "<@U0GUEST> 认可了" in he.reads(WAREHOUSE)
    assert "(等仓储认可)" not in xiaoli.reads()
    assert any("仓储认可了原因(<@U0GUEST>)" in line for line in xiaoli.thread())
    assert "*原因(已认定)*   仓储 1" in await xiaoli.types("/reviews report")


async def test_who_says_nothing_for_two_days_accepts(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)

    await shop.time_passes(hours=47)
    assert he.buttons(WAREHOUSE) == ["认可", "有异议"]
    await shop.time_passes(hours=2)

    assert he.buttons(WAREHOUSE) == []
    assert "没有异议,算认可" in he.reads(WAREHOUSE)
    assert "仓储 1" in await xiaoli.types("/reviews report")


async def test_a_dispute_is_decided_by_a_lead_who_upholds_it(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)
    zhao = shop.person("赵组长")

    await he.presses("有异议", WAREHOUSE)
    await he.fills_in(note="出库录像里是好的")

    assert "(仓储有异议)" in xiaoli.reads()
    assert "出库录像里是好的" in zhao.reads(SUPERVISORS)
    assert "仓储 1" not in await xiaoli.types("/reviews report")
    await zhao.presses("维持原因", SUPERVISORS)
    assert "赵组长 维持原来的原因" in he.reads(WAREHOUSE)
    assert zhao.buttons(SUPERVISORS) == []
    assert "仓储 1" in await xiaoli.types("/reviews report")


async def test_a_changed_cause_is_asked_of_the_other_department(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)
    zhao = shop.person("赵组长")
    await he.presses("有异议", WAREHOUSE)
    await he.fills_in(note="来货就是裂的")

    await zhao.presses("改原因", SUPERVISORS)
    await zhao.fills_in(cause="没有抽检", department="品控", note="来货没有抽检")

    assert "原因 品控 › 没有抽检:来货没有抽检 (等品控认可)" in xiaoli.reads()
    assert "品控,这个原因认可吗?" in he.reads(QUALITY)
    assert "赵组长 改了原因,这一条不算" in he.reads(WAREHOUSE)
    await he.presses("认可", QUALITY)
    report = await xiaoli.types("/reviews report")
    assert "品控 1" in report
    assert "仓储 1" not in report


async def test_the_first_answer_counts_and_only_a_lead_decides(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)
    chen = shop.person("陈主管")
    await he.presses("有异议", WAREHOUSE)
    await chen.presses("认可", WAREHOUSE)

    refused = await he.fills_in(note="不是我们")

    assert "原因现在是「已认可」(陈主管" in _errors(refused)
    assert "(仓储有异议)" not in xiaoli.reads()


async def test_a_reopened_case_withdraws_the_question_and_asks_anew(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)
    await he.presses("认可", WAREHOUSE)

    await xiaoli.chooses_more("重新打开")
    await xiaoli.fills_in(note="客户又来了")
    assert he.buttons(WAREHOUSE) == []
    assert "案件重新打开了,这一条不算" in he.reads(WAREHOUSE)
    assert "仓储 1" not in await xiaoli.types("/reviews report")

    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="没接")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(note="出库没有复核,又发生一次")
    assert he.buttons(WAREHOUSE) == ["认可", "有异议"]


async def test_a_department_without_a_channel_is_not_asked(shop: Shop) -> None:
    xiaoli, _ = await _resolved(shop, department="客服")

    assert "认可" not in xiaoli.reads()
    assert "*原因(已认定)*   客服 1" in await xiaoli.types("/reviews report")


async def test_the_cause_is_chosen_by_name_under_its_stage_and_settles_the_stage(shop: Shop) -> None:
    xiaoli, _ = await _resolved(shop, department="客服")
    await xiaoli.chooses_more("重新打开")
    await xiaoli.fills_in(note="客户又来了")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    questions = fields_of(xiaoli.dialog())
    groups = {
        group["label"]["text"]: [option["text"]["text"] for option in group["options"]]
        for group in questions["cause"]["option_groups"]
    }

    assert list(questions) == ["cause", "department", "note"]
    assert questions["cause"]["initial_option"]["value"] == "no_double_check"
    assert "暴力分拣" in groups["配送"]
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="")

    assert "原因 物流 › 暴力分拣" in xiaoli.reads()
    await xiaoli.chooses_more("时间线")
    assert "配送 › 物流 · 暴力分拣" in xiaoli.reads_dialog()


async def test_a_long_explanation_stays_off_the_card_and_with_the_department(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop, department="客服")
    long = "晚班出库没有人复核,周末三个班次都是这样"
    await xiaoli.chooses_more("重新打开")
    await xiaoli.fills_in(note="客户又来了")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(department="仓储", note=long)

    assert "原因 仓储 › 复核缺失 (等仓储认可)" in xiaoli.reads()
    assert long not in xiaoli.reads()
    assert f"仓储打包 › 复核缺失:{long}" in he.reads(WAREHOUSE)


async def test_the_report_names_the_most_frequent_settled_causes(shop: Shop) -> None:
    xiaoli, he = await _resolved(shop)
    assert "复核缺失" not in await xiaoli.types("/reviews report")

    await he.presses("认可", WAREHOUSE)

    assert "仓储 1;最多的:复核缺失 1" in await xiaoli.types("/reviews report")


async def test_a_shop_has_causes_of_its_own(shop: Shop) -> None:
    desk = shop.parts.staff.desk
    own = desk.policy.causes.model_copy(update={"named": {"底座虚焊": Stage.PRODUCTION}})
    object.__setattr__(desk, "policy", desk.policy.model_copy(update={"causes": own}))
    object.__setattr__(desk.look, "policy", desk.policy)
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")

    await xiaoli.fills_in(cause="底座虚焊", department="品控")

    assert "原因 品控 › 底座虚焊" in xiaoli.reads()


async def test_a_cause_found_before_causes_had_names_is_shown_by_its_words(shop: Shop) -> None:
    xiaoli, _ = await _resolved(shop, department="客服")

    def as_it_was(session: Session) -> None:
        case = session.exec(select(CaseRow)).one()
        case.cause_name = None
        finding = session.exec(select(CauseRow)).one()
        finding.name = ""

    await shop.parts.staff.desk.db.write(as_it_was)

    assert "原因 客服 › 出库没有复核" in await xiaoli.types("/reviews show 1")
    assert "客服 1" in await xiaoli.types("/reviews report")
