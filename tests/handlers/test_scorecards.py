"""Scorecards by doors: checked, frozen, sent to their owner alone, contested, shown; and found nowhere else."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlmodel import Session, select

from bot.rules.refusals.scorecards import ContestDecided, ContestNotYours, NotYourScorecard
from bot.rules.scorecard import Scorecard
from bot.rules.scorecard_contests import ContestStand
from handlers import audit, ledger
from handlers.casework import scorecard_contests as contests
from handlers.casework import scorecards as casework
from storage import scorecards
from storage.tables import EventRow, QualityCheckRow, ReviewRow
from tests.conftest import OpenShop
from tests.handlers.test_figures_agree import _a_busy_day as a_busy_day
from tests.house.clock import SHANGHAI, T0
from tests.house.people import Somebody
from tests.house.shop import Shop
from tests.house.visitors import visiting
from tests.storage.scorecard_cases import add_case, unresolved

LI_DM, ZHAO_DM, CHEN_DM, ZHOU_DM = "D0LI", "D0ZHAO", "D0CHEN", "D0ZHOU"
EARLY = datetime(2026, 11, 3, 10, tzinfo=SHANGHAI)
# Three of them are in the policy alone; the workspace does not know them.
AGENTS = ["U0LI", "U0WANG", "U0SUN", "U0A", "U0B", "U0C"]
SIX = f"[roles]\nagents = {json.dumps(AGENTS)}\nleads = ['U0ZHAO']\nsupervisors = ['U0CHEN']\nmanagers = ['U0ZHOU']\n"
SHARE, HOME_BUTTON = "给一位同事看", "我的成绩单"


def _month(session: Session, agent: str, good: int, bad: int = 0) -> list[int]:
    """So many resolved, so many still in hand, of November."""
    resolved = [add_case(session, agent, EARLY + timedelta(hours=one)) for one in range(good)]
    return resolved + [add_case(session, agent, EARLY + timedelta(hours=one), **unresolved()) for one in range(bad)]


async def _seeded(shop: Shop, **good: int) -> None:
    for agent, many in (good or {"U0LI": 22}).items():
        await shop.parts.staff.desk.db.write(_month, agent, many, 3)


async def _frozen(shop: Shop) -> Somebody:
    """The cards of November are out; 小李."""
    shop.clock.move_to(datetime(2026, 12, 8, 9, 1, tzinfo=SHANGHAI))
    await shop.does_what_is_due()
    return shop.person("小李")


async def _card(shop: Shop, user: str = "U0LI") -> Scorecard:
    return (await shop.parts.staff.desk.db.read(scorecards.of_person, user, 1))[0].card


async def _opens_own(agent: Somebody) -> None:
    await agent.opens_home()
    await agent.presses_in_home(HOME_BUTTON)


async def _check(shop: Shop, who: str = "赵组长", **given: Any) -> Any:
    """A case of 小李's is resolved, and somebody checks it."""
    lead = shop.person(who)
    await lead.chooses_more("质检")
    return await lead.fills_in(**({"empathy": "3", "facts": "2", "solution": "3", "promises": "2"} | given))


async def _resolved_case(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="")


class TestFrozen:
    async def test_each_agent_gets_their_own_once(self, shop: Shop) -> None:
        await _seeded(shop, U0LI=22, U0WANG=12)
        xiaoli = await _frozen(shop)
        await shop.does_what_is_due()

        card = xiaoli.reads(LI_DM)
        assert "2026 年 11 月成绩单* · 只发给你一个人" in card
        assert "25 件案件" in card
        assert "*解决* 87(" in card
        assert xiaoli.buttons(LI_DM) == ["看案件", "有异议"]
        assert sum("成绩单" in line for line in xiaoli.direct_messages()) == 1
        his = shop.person("小王").direct_messages()[-1]
        assert "算进「解决」的案件 15 件,不到 20 件:太少,不算总分,也不跟别人比" in his
        assert "总分 " not in his.replace("不算总分", "")
        assert not any("成绩单" in line for line in shop.person("小孙").direct_messages())

    async def test_before_the_eighth_there_is_none(self, shop: Shop) -> None:
        await _seeded(shop)
        shop.clock.move_to(datetime(2026, 12, 8, 8, 59, tzinfo=SHANGHAI))
        await shop.does_what_is_due()

        assert await shop.parts.staff.desk.db.read(scorecards.of_person, "U0LI", 1) == []

    @pytest.mark.parametrize(("day", "cards"), [(17, 1), (19, 0)])
    async def test_a_desk_that_was_down_makes_up_for_it_for_ten_days(self, shop: Shop, day: int, cards: int) -> None:
        await _seeded(shop)
        shop.clock.move_to(datetime(2026, 12, day, 12, tzinfo=SHANGHAI))
        await shop.does_what_is_due()

        assert len(await shop.parts.staff.desk.db.read(scorecards.of_person, "U0LI", 5)) == cards

    async def test_the_clock_stops_for_it(self, shop: Shop) -> None:
        await _seeded(shop)
        shop.clock.move_to(datetime(2026, 12, 8, 8, 55, tzinfo=SHANGHAI))
        await shop.time_passes(minutes=10)

        frozen = await shop.parts.staff.desk.db.read(scorecards.of_person, "U0LI", 1)
        assert frozen[0].frozen_at == datetime(2026, 12, 8, 9, tzinfo=SHANGHAI)

    async def test_a_shop_may_do_without(self, opening: OpenShop) -> None:
        async with opening(policy="[scorecard]\nmonthly = false\n") as shop:
            await _seeded(shop)
            xiaoli = await _frozen(shop)

            assert not any("成绩单" in line for line in xiaoli.direct_messages())
            assert HOME_BUTTON not in json.dumps(await _home(xiaoli), ensure_ascii=False)

    async def test_what_happens_afterwards_does_not_move_it(self, shop: Shop) -> None:
        await _seeded(shop)
        await _frozen(shop)
        before = await _card(shop)
        await _seeded(shop)

        assert await _card(shop) == before

    async def test_thirds_are_told_from_five_people_on_and_only_to_themselves(self, opening: OpenShop) -> None:
        async with opening(policy=SIX) as shop:
            shop.forgive("cannot be delivered", "channel_not_found", "user_not_found")
            await _seeded(shop, U0LI=200, U0WANG=20, U0SUN=22, U0A=24, U0B=26, U0C=12)
            xiaoli = await _frozen(shop)

            assert "你在前三分之一" in xiaoli.reads(LI_DM)
            assert "你在后三分之一" in shop.person("小王").direct_messages()[-1]
            assert (await _card(shop, "U0C")).third is None

    async def test_with_four_people_nobody_stands_anywhere(self, opening: OpenShop) -> None:
        async with opening(policy=SIX) as shop:
            shop.forgive("cannot be delivered", "channel_not_found", "user_not_found")
            await _seeded(shop, U0LI=200, U0WANG=20, U0SUN=22, U0A=24)
            xiaoli = await _frozen(shop)

            assert "三分之一" not in xiaoli.reads(LI_DM)


class TestOnesOwn:
    async def test_home_opens_the_card_and_the_month_so_far(self, shop: Shop) -> None:
        await _seeded(shop)
        xiaoli = await _frozen(shop)
        await _opens_own(xiaoli)

        assert "2026 年 11 月成绩单" in xiaoli.reads_dialog()
        assert "2026 年 12 月到现在* · 还没结束,数字会变" in xiaoli.reads_dialog()
        assert xiaoli.reads_dialog().count("都是 100 分制") == 1

    async def test_the_running_month_moves_and_is_said_to(self, shop: Shop) -> None:
        await _seeded(shop)
        xiaoli = shop.person("小李")
        await _opens_own(xiaoli)

        assert "还没有定稿的成绩单" in xiaoli.reads_dialog()
        assert "2026 年 11 月到现在* · 还没结束,数字会变" in xiaoli.reads_dialog()
        assert "*准时联系* " in xiaoli.reads_dialog()

    async def test_a_month_that_is_over_is_shown_as_it_stands_until_it_is_frozen(self, shop: Shop) -> None:
        await _seeded(shop)
        shop.clock.move_to(datetime(2026, 12, 3, 10, tzinfo=SHANGHAI))
        xiaoli = shop.person("小李")
        await _opens_own(xiaoli)

        shown = xiaoli.reads_dialog()
        assert "*2026 年 11 月* · 已经结束,12-08 09:00 定稿,在那之前数字还会变" in shown
        assert "25 件案件" in shown
        assert "2026 年 12 月到现在* · 还没有能算的案件" in shown
        assert shown.count("都是 100 分制") == 1

    async def test_nothing_comes_where_nothing_counts_or_it_has_been_frozen(self, shop: Shop) -> None:
        shop.clock.move_to(datetime(2026, 12, 3, 10, tzinfo=SHANGHAI))
        xiaowang = shop.person("小王")
        await _opens_own(xiaowang)
        assert "已经结束" not in xiaowang.reads_dialog()

        await _seeded(shop)
        xiaoli = await _frozen(shop)
        await _opens_own(xiaoli)
        assert "已经结束" not in xiaoli.reads_dialog()

    async def test_what_is_too_few_says_of_which_part(self, shop: Shop) -> None:
        """A case that was resolved today counts for contact already, but not under Resolved."""
        await _resolved_case(shop)
        xiaoli = shop.person("小李")
        await _opens_own(xiaoli)

        assert "算进「解决」的案件 0 件,不到 20 件" in xiaoli.reads_dialog()
        assert "*准时联系* 100(" in xiaoli.reads_dialog()

    async def test_a_lead_has_no_such_button_and_the_home_tab_counts_nothing(self, shop: Shop) -> None:
        lead = shop.person("赵组长")
        assert HOME_BUTTON not in json.dumps(await _home(lead), ensure_ascii=False)

    async def test_the_cases_behind_each_number_are_shown(self, shop: Shop) -> None:
        await _seeded(shop)
        xiaoli = await _frozen(shop)
        await xiaoli.presses("看案件", LI_DM)

        assert "*解决* · 共 25 件\n没拿满分:#23 #24 #25" in xiaoli.reads_dialog()
        assert "*准时联系* · 共 25 件 · 全部满分 👍" in xiaoli.reads_dialog()


class TestContest:
    async def test_a_supervisor_leaves_a_case_out_and_the_card_is_counted_anew(self, shop: Shop) -> None:
        xiaoli = await _contested(shop)
        before = await _card(shop)
        chen = shop.person("陈主管")
        assert "小李 对自己的 2026 年 11 月成绩单有异议\n*解决*" in chen.reads(CHEN_DM)
        assert "客户在国外" in chen.reads(CHEN_DM)

        await chen.presses("处理", CHEN_DM)
        await chen.fills_in(stand="不算这件,重新计算", answer="查过了,确实联系不上")

        after = await _card(shop)
        assert after.cases == before.cases - 1
        assert after.parts[0].found.value > before.parts[0].found.value  # type: ignore[union-attr]
        assert "同意不算这件" in xiaoli.reads(LI_DM)
        assert "查过了" in xiaoli.reads(LI_DM)
        assert "24 件案件" in xiaoli.reads(LI_DM, -2)
        assert chen.buttons(CHEN_DM) == []
        assert "不算这件。查过了" in chen.reads(CHEN_DM)

    async def test_it_may_be_left_as_it_is_with_the_reason(self, shop: Shop) -> None:
        xiaoli = await _contested(shop)
        before = await _card(shop)
        chen = shop.person("陈主管")
        await chen.presses("处理", CHEN_DM)
        await chen.fills_in(stand="照算", answer="记录里有三次没有回电")

        assert await _card(shop) == before
        assert "还是照算" in xiaoli.reads(LI_DM)
        assert "你的异议:#23 解决 照算" in xiaoli.reads(LI_DM, -2)
        assert "三次没有回电" in xiaoli.reads(LI_DM)

    async def test_two_who_decide_at_once_decide_once(self, shop: Shop) -> None:
        await _contested(shop)
        desk = shop.parts.staff.desk
        chen, zhou = desk.policy.actor("U0CHEN"), desk.policy.actor("U0ZHOU")

        told = await asyncio.gather(
            contests.decide(desk, 1, chen, ContestStand.LEFT_OUT, "一", once="a"),
            contests.decide(desk, 1, zhou, ContestStand.LEFT_OUT, "二", once="b"),
            return_exceptions=True,
        )

        assert sum(isinstance(one, ContestDecided) for one in told) == 1
        assert (await _card(shop)).cases == 24

    async def test_the_same_case_is_contested_once(self, shop: Shop) -> None:
        xiaoli = await _contested(shop)
        await xiaoli.presses("有异议", LI_DM)

        refused = await xiaoli.fills_in(which="resolution:23", reason="再说一次")

        assert "你已经提过了" in " ".join((refused.errors or {}).values())

    async def test_after_five_days_it_is_settled_and_may_be_shown(self, shop: Shop) -> None:
        await _seeded(shop)
        xiaoli = await _frozen(shop)
        desk = shop.parts.staff.desk
        await xiaoli.presses("有异议", LI_DM)
        shop.clock.advance(days=5)
        await shop.does_what_is_due()
        late = await xiaoli.fills_in(which="resolution:23", reason="太晚了")

        assert "异议期" in " ".join((late.errors or {}).values())
        assert xiaoli.buttons(LI_DM) == ["看案件", SHARE]
        await xiaoli.presses(SHARE, LI_DM)
        await xiaoli.fills_in(to="赵组长")
        assert "小李 给你看自己的 2026 年 11 月成绩单" in shop.person("赵组长").reads(ZHAO_DM)
        assert not any("给你看" in line for line in shop.person("陈主管").direct_messages())
        assert "成绩单已经发给 赵组长" in xiaoli.reads(LI_DM)
        with pytest.raises(NotYourScorecard):
            await casework.share(desk, 1, "U0WANG", "U0ZHAO", once="x")

    async def test_before_that_it_cannot_be_shown(self, shop: Shop) -> None:
        await _seeded(shop)
        await _frozen(shop)
        desk = shop.parts.staff.desk

        refused = await _refusal(lambda: casework.share(desk, 1, "U0LI", "U0ZHAO", once="x"))

        assert refused == "ScorecardStillPrivate"

    async def test_only_supervisors_decide_and_not_about_themselves(self, shop: Shop) -> None:
        await _contested(shop)
        desk = shop.parts.staff.desk

        for user in ("U0ZHAO", "U0LI", "U0GUEST"):
            with pytest.raises(ContestNotYours):
                await contests.decide(desk, 1, desk.policy.actor(user), ContestStand.KEPT, "不", once=user)


class TestQuality:
    async def test_a_lead_checks_and_the_agent_is_told_privately(self, shop: Shop) -> None:
        await _resolved_case(shop)
        await _check(shop, note="开头很好")

        told = shop.person("小李").reads(LI_DM)
        assert "赵组长 看了你办的" in told
        assert "*共情* 3/3 · 很好,可以当例子" in told
        assert "开头很好" in told
        assert "开头很好" not in " ".join(shop.person("小王").thread())
        assert "质检" not in " ".join(shop.person("小王").thread())

    async def test_a_second_check_replaces_and_both_are_in_the_timeline(self, shop: Shop) -> None:
        await _resolved_case(shop)
        await _check(shop)
        await _check(shop, empathy="0")

        rows = await shop.parts.staff.desk.db.read(_rows, QualityCheckRow)
        assert [row.found["marks"] for row in rows] == [[0, 2, 3, 2]]
        events = [one for one in await shop.parts.staff.desk.db.read(_rows, EventRow) if one.what == "quality_checked"]
        assert [one.facts["marks"] for one in events] == [[3, 2, 3, 2], [0, 2, 3, 2]]
        assert "重新看了" in shop.person("小李").reads(LI_DM)
        await shop.person("小王").chooses_more("时间线")
        assert "3" not in shop.person("小王").reads_dialog().split("质检")[1].split("\n")[0].replace("11-23", "")

    async def test_who_may_not_check_sees_no_button(self, shop: Shop) -> None:
        await _resolved_case(shop)
        for name in ("小李", "小王"):
            somebody = shop.person(name)
            await somebody.presses("更多")
            assert "质检" not in somebody.dialog_buttons()

    @pytest.mark.parametrize(("given", "asked"), [({"rule": "威胁"}, "quote"), ({"quote": "起诉你"}, "rule")])
    async def test_a_strike_needs_rule_and_proof(self, shop: Shop, given: dict[str, str], asked: str) -> None:
        await _resolved_case(shop)

        refused = await _check(shop, **given)

        assert list(refused.errors or {}) == [asked]
        assert await shop.parts.staff.desk.db.read(_rows, QualityCheckRow) == []

    async def test_a_strike_makes_the_month_nothing_until_another_supervisor_takes_it_away(self, shop: Shop) -> None:
        await _seeded(shop)
        await _resolved_case(shop)
        await _check(shop, "陈主管", rule="威胁", quote="再闹就起诉你")
        xiaoli = await _frozen(shop)

        card = xiaoli.reads(LI_DM)
        assert "*总分 0*" in card
        assert "🚫 *威胁* · #26 · 陈主管 记于" in card
        assert "再闹就起诉你" in card
        await xiaoli.presses("有异议", LI_DM)
        await xiaoli.fills_in(which="strike:26", reason="这是引用顾客的原话")
        assert not any("有异议" in line for line in shop.person("陈主管").direct_messages())
        zhou = shop.person("周经理")
        assert "再闹就起诉你" in zhou.reads(ZHOU_DM)
        assert "#26 合规红线 等主管决定" in xiaoli.reads(LI_DM)
        await zhou.presses("处理", ZHOU_DM)
        await zhou.fills_in(stand="不算这件,重新计算", answer="是顾客说的")

        assert "再闹就起诉你" in zhou.reads(ZHOU_DM)
        total = (await _card(shop)).total
        assert total is not None
        assert total.value > 0.5
        assert "🚫" not in xiaoli.reads(LI_DM, -2)

    async def test_without_scorecards_a_check_speaks_of_none(self, opening: OpenShop) -> None:
        async with opening(policy="[scorecard]\nmonthly = false\n") as shop:
            await _resolved_case(shop)
            await _check(shop, rule="威胁", quote="起诉你")

            told = shop.person("小李").reads(LI_DM)
            assert "合规红线:威胁" in told
            assert "成绩单" not in told

    async def test_leads_are_offered_a_sample_on_the_first(self, shop: Shop) -> None:
        await _seeded(shop)
        shop.clock.move_to(datetime(2026, 12, 1, 9, 1, tzinfo=SHANGHAI))
        await shop.does_what_is_due()
        await shop.does_what_is_due()

        samples = [line for line in shop.person("赵组长").direct_messages() if "质检抽样" in line]
        assert len(samples) == 1
        assert samples[0].split("小李")[1].count("#") == 5


class TestApart:
    async def test_amended_reviews_drills_and_breaks_change_no_card(self, shop: Shop) -> None:
        await _seeded(shop)
        desk = shop.parts.staff.desk
        before = await desk.db.read(casework.running, desk, "U0LI")
        xiaoli = shop.person("小李")
        await xiaoli.types("/reviews drill 暴怒型")
        await xiaoli.presses("回复", LI_DM)
        await xiaoli.fills_in(drill_text="改成五星就返您20元红包")
        await xiaoli.types("/reviews rest 30m")
        await desk.db.write(_amended)

        assert await desk.db.read(casework.running, desk, "U0LI") == before

    async def test_no_door_shows_somebodys_card(self, shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
        await a_busy_day(shop)
        await _seeded(shop)
        shop.clock.move_to(datetime(2026, 12, 8, 9, 1, tzinfo=SHANGHAI))
        await shop.does_what_is_due()
        card = await _card(shop)
        assert card.total
        names = ("小王", "小孙", "赵组长", "陈主管", "周经理", "访客小何")
        seen: list[str] = [json.dumps(shop.logs, default=str), capsys.readouterr().out]
        for name in names:
            somebody = shop.person(name)
            seen += [json.dumps(await _home(somebody), ensure_ascii=False), *somebody.direct_messages()]
        zhou = shop.person("周经理")
        for verb in ("digest", "report", "team", "status", "mine", "drill team", "search 小李"):
            seen.append(await zhou.types(f"/reviews {verb}"))
        async with visiting(shop, "周经理") as browser:
            seen.append((await browser.get("/dashboard")).text)
            seen.append((await browser.get("/dashboard/report.html")).text)
            book = load_workbook(BytesIO((await browser.get("/dashboard/report.xlsx")).content))
            seen += [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        desk = shop.parts.staff.desk
        seen.append(audit.written(audit.audit_of(desk.db, desk.policy, "2026-11"), desk.policy, desk.look.say))
        seen.append(ledger.written(ledger.ledger_of(desk.db, desk.policy, "2026-11"), desk.policy, desk.look.say))
        for room in ("C0HOME", "C0SUPERVISE", "C0MANAGERS"):
            seen += [json.dumps(message, ensure_ascii=False) for message in zhou.sees(room)]

        assert "成绩单" in shop.person("小李").reads(LI_DM)
        for told in seen:
            assert "月成绩单" not in told  # the button on everybody's own Home is called 我的成绩单
            assert "总分" not in told
        with pytest.raises(NotYourScorecard):
            await shop.parts.staff.desk.db.read(casework.own, 1, "U0CHEN")

    async def test_the_database_without_its_key_shows_no_number(self, shop: Shop) -> None:
        await _contested(shop)
        raw = await shop.parts.staff.desk.db.read(_as_they_lie)

        assert "prior" not in raw
        assert "客户在国外" not in raw

    async def test_supervisors_see_means_from_five_people_on_once_all_is_settled(self, opening: OpenShop) -> None:
        async with opening(policy=SIX) as shop:
            shop.forgive("cannot be delivered", "channel_not_found", "user_not_found")
            await _seeded(shop, U0LI=200, U0WANG=20, U0SUN=22, U0A=24, U0B=26, U0C=12)
            await _frozen(shop)
            chen = shop.person("陈主管")
            assert "成绩单" not in await chen.opens_home()
            shop.clock.advance(days=5)
            await shop.does_what_is_due()

            assert "成绩单 · 2026 年 11 月 · 6 人平均:总分 " in await chen.opens_home()
            assert "成绩单" not in (await shop.person("赵组长").opens_home())

    async def test_with_fewer_there_is_no_line(self, shop: Shop) -> None:
        await _seeded(shop, U0LI=22, U0WANG=22)
        await _frozen(shop)
        shop.clock.advance(days=5)
        await shop.does_what_is_due()

        assert "成绩单" not in await shop.person("陈主管").opens_home()


async def test_english_is_complete(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await _seeded(shop)
        xiaoli = await _frozen(shop)

        assert "*Scorecard, 2026-11* · sent to you alone" in xiaoli.reads(LI_DM)
        assert xiaoli.buttons(LI_DM) == ["Which cases", "Contest"]
        await xiaoli.presses("Contest", LI_DM)
        await xiaoli.fills_in(which="resolution:23", reason="It was overdue when I took it over")
        assert "contests a case on their own scorecard, 2026-11" in shop.person("陈主管").reads(CHEN_DM)


async def _contested(shop: Shop) -> Somebody:
    """One of the three that 小李 did not resolve."""
    await _seeded(shop)
    xiaoli = await _frozen(shop)
    await xiaoli.presses("有异议", LI_DM)
    await xiaoli.fills_in(which="resolution:23", reason="客户在国外,一直联系不上")
    return xiaoli


async def _home(somebody: Somebody) -> dict[str, Any]:
    await somebody.opens_home()
    return somebody.home()


async def _refusal(act: Callable[[], Any]) -> str:
    try:
        await act()
    except Exception as refused:  # its name is the answer
        return type(refused).__name__
    return ""


def _rows(session: Session, table: Any) -> list[Any]:
    return list(session.exec(select(table).order_by(table.id)))


def _amended(session: Session) -> None:
    """Every review was changed to five stars after its case was resolved."""
    for row in session.exec(select(ReviewRow)).all():
        row.rating, row.change, row.changed_at = 5, "updated", T0
        session.add(row)


def _as_they_lie(session: Session) -> str:
    rows = [session.connection().execute(text(f"SELECT * FROM {table}")).all() for table in (  # noqa: S608
        "scorecard", "scorecard_contest", "quality_check")]  # fmt: skip
    return repr(rows)
