"""Scorecard months by doors: each quality check is on one card, whoever looks again, and however the policy changes."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from bot.rules.scorecard import Part, Scorecard
from handlers.casework import scorecards as casework
from handlers.casework.handing_on import hand_all
from storage import scorecards
from tests.conftest import OpenShop
from tests.handlers.test_scorecards import CHEN_DM, LI_DM
from tests.handlers.test_scorecards import _check as check
from tests.handlers.test_scorecards import _frozen as frozen
from tests.handlers.test_scorecards import _resolved_case as resolved_case
from tests.handlers.test_scorecards import _seeded as seeded
from tests.house.clock import SHANGHAI
from tests.house.shop import Shop
from tests.storage.scorecard_cases import add_case

STRIKE = {"rule": "威胁", "quote": "再闹就起诉你"}
ONLY = "[roles]\nagents = ['U0LI']\nleads = ['U0ZHAO']\n"


def at(month: int, day: int, hour: int = 9, minute: int = 1, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def _of_december(session: Session) -> None:
    for hour in range(22):
        add_case(session, "U0LI", at(12, 3, hour))


async def _december(shop: Shop) -> Scorecard:
    """The card of December, frozen in January."""
    await shop.parts.staff.desk.db.write(_of_december)
    shop.clock.move_to(at(1, 8, year=2027))
    await shop.does_what_is_due()
    newest, *_ = await shop.parts.staff.desk.db.read(scorecards.of_person, "U0LI", 1)
    assert newest.card.month.month == 12
    return newest.card


async def _made(shop: Shop, month: int, year: int = 2026) -> casework.Made:
    desk = shop.parts.staff.desk
    return await desk.db.read(casework.made, desk, date(year, month, 1))


def _checked(card: Scorecard) -> int:
    return next(one.cases for one in card.parts if one.part is Part.QUALITY)


class TestSeenAgain:
    async def test_what_is_on_a_frozen_card_is_on_no_other(self, shop: Shop) -> None:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop, **STRIKE)
        xiaoli = await frozen(shop)
        assert "*总分 0*" in xiaoli.reads(LI_DM)
        shop.clock.move_to(at(12, 9))
        zhao = shop.person("赵组长")
        await zhao.chooses_more("质检")

        assert "结果已经在定稿的成绩单里,不会再变" in zhao.reads_dialog()
        assert "合规红线\n" not in zhao.reads_dialog()
        await zhao.fills_in(empathy="0")

        told = xiaoli.reads(LI_DM)
        assert "赵组长 又看了你办的" in told
        assert "不会变;这次不再计入" in told
        assert "会计入下一张成绩单" not in told
        december = await _december(shop)
        assert december.strikes == ()
        assert _checked(december) == 0

    async def test_what_was_left_out_after_a_contest_does_not_come_back(self, shop: Shop) -> None:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop, **STRIKE)
        xiaoli = await frozen(shop)
        await xiaoli.presses("有异议", LI_DM)
        await xiaoli.fills_in(which="strike:26", reason="这是引用顾客的原话")
        chen = shop.person("陈主管")
        await chen.presses("处理", CHEN_DM)
        await chen.fills_in(stand="不算这件,重新计算", answer="是顾客说的")
        await check(shop, empathy="0")

        december = await _december(shop)
        assert december.strikes == ()
        assert december.total is not None
        assert december.total.value > 0.5

    async def test_a_dialog_that_was_open_when_it_was_frozen_adds_no_strike(self, shop: Shop) -> None:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop)
        zhao = shop.person("赵组长")
        await zhao.chooses_more("质检")
        await frozen(shop)

        refused = await zhao.fills_in(**STRIKE)

        assert "已经在定稿的成绩单里" in " ".join((refused.errors or {}).values())
        assert (await _december(shop)).strikes == ()

    async def test_somebody_elses_look_counts_on_the_next_card(self, shop: Shop) -> None:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop)
        await frozen(shop)
        await check(shop, "陈主管", **STRIKE)

        december = await _december(shop)
        assert [one.by for one in december.strikes] == ["U0CHEN"]
        assert _checked(december) == 1

    async def test_before_the_freezing_a_second_look_takes_the_place_of_the_first(self, shop: Shop) -> None:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop, **STRIKE)
        await check(shop, rule="没有", quote="")
        xiaoli = await frozen(shop)

        assert "*总分 0*" not in xiaoli.reads(LI_DM)


class TestWindows:
    @pytest.mark.parametrize(
        "changed", ["[scorecard]\nday = 15\n", "[scorecard]\nday = 4\n", "[digest]\nat = '18:00'\n"]
    )
    async def test_another_day_counts_no_check_twice_and_forgets_none(self, opening: OpenShop, changed: str) -> None:
        async with opening() as shop:
            await seeded(shop)
            await resolved_case(shop)
            shop.clock.move_to(at(12, 6))
            await check(shop)  # November's
            await frozen(shop)
            shop.clock.move_to(at(12, 8, 12))
            await check(shop, "陈主管")  # December's
        async with opening(policy=changed, start=at(1, 16, year=2027)) as shop:
            made = await _made(shop, 12)

        assert [_checked(card) for card, _ in made.cards if card.user_id == "U0LI"] == [1]

    @pytest.mark.parametrize(
        ("policy", "back"), [("", at(1, 20, year=2027)), ("[scorecard]\nmonthly = false\n", at(1, 8, year=2027))]
    )
    async def test_a_month_that_was_left_out_leaves_its_checks_to_the_next(
        self, opening: OpenShop, policy: str, back: datetime
    ) -> None:
        async with opening() as shop:
            await seeded(shop)
            await resolved_case(shop)
            await frozen(shop)
            await check(shop)
        async with opening(policy=policy, start=back) as shop:
            shop.forgive("message_not_found")  # the workspace is a new one
            await shop.does_what_is_due()
        async with opening(start=at(2, 8, year=2027)) as shop:
            made = await _made(shop, 1, year=2027)

        assert [_checked(card) for card, _ in made.cards if card.user_id == "U0LI"] == [1]

    async def test_the_month_so_far_has_none_of_the_month_that_is_still_to_be_frozen(self, shop: Shop) -> None:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop)
        desk = shop.parts.staff.desk
        shop.clock.move_to(at(12, 5))

        assert _checked(await desk.db.read(casework.running, desk, "U0LI")) == 0


class TestTakenOver:
    async def test_what_lay_unclaimed_is_not_charged_to_who_got_it_the_day_before(self, shop: Shop) -> None:
        await shop.review_arrives()
        shop.clock.move_to(at(12, 7))
        await shop.does_what_is_due()
        desk = shop.parts.staff.desk
        await hand_all(desk, "U0LI", "U0WANG", desk.policy.actor("U0ZHAO"), once="leave")
        shop.clock.move_to(at(12, 8))
        made = await _made(shop, 11)

        his = next(parts for card, parts in made.cards if card.user_id == "U0WANG")
        assert [his[part].items for part in (Part.RESOLUTION, Part.CONTACT)] == [(), ()]


class TestWhoDecides:
    async def _contested(self, shop: Shop, by: str) -> Any:
        await seeded(shop)
        await resolved_case(shop)
        await check(shop, by, **STRIKE)
        xiaoli = await frozen(shop)
        await xiaoli.presses("有异议", LI_DM)
        return await xiaoli.fills_in(which="strike:26", reason="这是引用顾客的原话")

    async def test_where_only_the_checker_is_left_they_decide_and_are_told_why(self, opening: OpenShop) -> None:
        async with opening(policy=ONLY + "supervisors = ['U0CHEN']\n") as shop:
            await self._contested(shop, "陈主管")
            chen = shop.person("陈主管")

            assert "这件质检是你自己做的" in chen.reads(CHEN_DM)
            for room in ("C0SUPERVISE", "C0MANAGERS"):
                assert not any("引用顾客" in str(message) for message in chen.sees(room))
            await chen.presses("处理", CHEN_DM)
            await chen.fills_in(stand="不算这件,重新计算", answer="我看错了")
            assert "我看错了" in shop.person("小李").reads(LI_DM)

    async def test_where_nobody_could_decide_it_is_told_to_nobody(self, opening: OpenShop) -> None:
        async with opening(policy=ONLY) as shop:
            refused = await self._contested(shop, "赵组长")

            assert "没有人能定" in " ".join((refused.errors or {}).values())


class TestTooRecentToTell:
    async def test_the_card_says_so_and_the_next_one_counts_it(self, shop: Shop) -> None:
        await seeded(shop)
        desk = shop.parts.staff.desk
        late = {"status": "resolved", "satisfaction": None, "resolved_at": at(12, 4)}
        number = await desk.db.write(lambda session: add_case(session, "U0LI", at(11, 29), **late))
        xiaoli = await frozen(shop)

        assert "25 件案件\n另有 1 件还看不出结果,算进下一张成绩单。" in xiaoli.reads(LI_DM)
        december = await _december(shop)
        assert december.cases == 23
        assert december.waiting == 0
        newest, *_ = await desk.db.read(scorecards.of_person, "U0LI", 1)
        assert number in {one.case_id for one in (await _behind(shop, newest.id))[Part.RESOLUTION].items}

    async def test_in_english(self, opening: OpenShop) -> None:
        async with opening(locale="en") as shop:
            await seeded(shop)
            late = {"status": "resolved", "satisfaction": None, "resolved_at": at(12, 4)}
            await shop.parts.staff.desk.db.write(lambda session: add_case(session, "U0LI", at(11, 29), **late))
            xiaoli = await frozen(shop)

            assert "1 more case is too recent to tell and will count on the next card." in xiaoli.reads(LI_DM)


async def _behind(shop: Shop, number: int) -> Any:
    return await shop.parts.staff.desk.db.read(casework.evidence_of, number)
