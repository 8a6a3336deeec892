"""Reports of a week and a month: by themselves in the managers' channel, on request, and as files; the same figures."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.cards.measured import measured
from bot.rules.figures.period import Period
from bot.rules.figures.report import Report
from handlers.reports.files import write_report
from handlers.reports.gathering import ALL_STEPS, gather
from handlers.slack import reporting
from tests.conftest import OpenShop
from tests.house.clock import SHANGHAI
from tests.house.reading import words_of
from tests.house.shop import Shop

ROOM = "C0MANAGERS"
NOVEMBER = Period.month(date(2026, 11, 1))


def _reports(shop: Shop) -> list[dict[str, Any]]:
    everything = shop.person("周经理").sees(ROOM)
    return [one for one in everything if re.search("周报|月报", words_of(one).splitlines()[0])]


async def _report(shop: Shop, period: Period) -> Report:
    desk = shop.parts.staff.desk
    return await desk.db.read(gather, desk.policy, period, desk.clock.now())


async def _a_busy_week(shop: Shop) -> None:
    """One case goes all the way, one waits; orders are known for the days."""
    await shop.review_arrives(product={"sku": "kettle", "name": "=电热水壶"}, platform="taobao")
    await shop.review_arrives(product={"sku": "towel", "name": "毛巾<b>"}, text="物流太慢了,等了十天", rating=2)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", number=0)
    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案", number=0)
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="")
    day = shop.clock.now().astimezone(SHANGHAI).date().isoformat()
    counts = {"counts": [{"store": "home-cn", "day": day, "orders": 400, "shipments": 390}]}
    assert (await shop.push(counts, about="orders")).status_code == 202


class TestByThemselves:
    async def test_last_weeks_comes_on_monday_and_last_months_on_the_first(self, shop: Shop) -> None:
        await _a_busy_week(shop)

        await shop.time_passes(days=8)

        titles = [words_of(one).splitlines()[0] for one in _reports(shop)]
        assert titles == ["2026 年周报 11-23 至 11-29", "2026 年 11 月报"]
        week = words_of(_reports(shop)[0])
        assert "评价 2 条,差评 2 条,案件 2 件" in week
        assert "2 小时内联系* 1/2(少于 20,只作参考)" in week
        assert "复核缺失(仓储)1" in week
        pictures = [block for block in _reports(shop)[0]["blocks"] if block["type"] == "image"]
        assert pictures
        assert all(block["alt_text"] and block["slack_file"]["id"] for block in pictures)

    async def test_a_restart_sends_none_twice_and_one_that_was_missed_is_made_up_for(self, shop: Shop) -> None:
        await shop.review_arrives()
        await shop.time_passes(days=6, hours=20)
        shop.clock.advance(days=2)
        await shop.restarts()

        await shop.does_what_is_due()
        await shop.restarts()
        await shop.does_what_is_due()

        assert [words_of(one).splitlines()[0] for one in _reports(shop)] == [
            "2026 年周报 11-23 至 11-29",
            "2026 年 11 月报",
        ]

    async def test_a_shop_without_reviews_and_one_that_wants_none_get_none(self, opening: OpenShop) -> None:
        async with opening(policy="[reports]\nweekly = false\nmonthly = false\n") as shop:
            await shop.review_arrives()
            await shop.time_passes(days=9)
            assert _reports(shop) == []

    async def test_a_young_shop_gets_none(self, shop: Shop) -> None:
        await shop.time_passes(days=9)
        assert _reports(shop) == []


class TestOnRequest:
    async def test_whoever_is_on_the_team_sees_it_and_a_lead_sends_it_to_the_managers(self, shop: Shop) -> None:
        await _a_busy_week(shop)
        told = await shop.person("小李").types("/reviews report")
        assert "2026 年 11 月报" in told
        assert "解决率* 0/1(少于 20,只作参考)" in told
        assert "发到经理频道" not in str(shop.person("小李")._person.messages("C0HOME")[-1])
        zhao = shop.person("赵组长")
        await zhao.types("/reviews report 2026-11")

        await zhao.presses_private("发到经理频道")
        await reporting.settled()
        await shop.settles()

        assert [words_of(one).splitlines()[0] for one in _reports(shop)] == ["2026 年 11 月报"]
        assert "已经发到经理频道了" in zhao.told_privately()[-1]

    async def test_while_it_is_counted_the_reader_sees_how_far_it_is(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await _a_busy_week(shop)
        monkeypatch.setattr(reporting, "_ANSWER_SECONDS", 0.0)

        first = await shop.person("小李").types("/reviews report")
        assert re.search(r"正在统计 2026 年 11 月报\(\d+/14\)", first)
        await reporting.settled()

        assert "2026 年 11 月报\n评价 2 条" in shop.person("小李").told_privately()[-1]
        assert len(shop.person("小李").told_privately()) == 2

    async def test_in_english(self, opening: OpenShop) -> None:
        async with opening(locale="en") as shop:
            await shop.review_arrives()
            told = await shop.person("赵组长").types("/reviews report")
            assert "Report 11/2026" in told
            assert "Contacted within 2 hours* none" in told


class TestFiles:
    async def _written(self, shop: Shop, folder: Path) -> tuple[str, Any]:
        desk, steps = shop.parts.staff.desk, list[None]()
        page, book = write_report(desk.db, desk.look, NOVEMBER, desk.clock.now(), folder, lambda: steps.append(None))
        assert len(steps) == ALL_STEPS
        return page.read_text("utf-8"), load_workbook(BytesIO(book.read_bytes()))

    async def test_card_page_and_spreadsheet_agree_to_the_digit(self, shop: Shop, tmp_path: Path) -> None:
        await _a_busy_week(shop)
        await shop.time_passes(days=8)
        page, book = await self._written(shop, tmp_path)
        card = words_of(_reports(shop)[-1])
        sheet = [[cell.value for cell in row] for row in book["主要结果"].iter_rows()]

        report = await _report(shop, NOVEMBER)
        for place, one in enumerate(report.headlines):
            said = measured(one.now, shop.parts.staff.desk.look)
            assert said in card
            assert said in page
            assert sheet[2 + place][1] == said
        products = {row[0]: row for row in ([cell.value for cell in row] for row in book["差评最多的商品"].iter_rows())}
        assert products["毛巾<b>"][3:5] == [1, 1]
        days = [[cell.value for cell in row] for row in book["每天的案件"].iter_rows()][2:]
        assert sum(row[1] for row in days) == report.now.cases == 2

    async def test_nothing_from_outside_becomes_a_formula_or_markup(self, shop: Shop, tmp_path: Path) -> None:
        await _a_busy_week(shop)
        page, book = await self._written(shop, tmp_path)

        assert "毛巾&lt;b&gt;" in page
        assert "毛巾<b>" not in page
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert "'=电热水壶" in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        assert 'src="http' not in page

    async def test_a_month_without_anything_reads_well(self, shop: Shop, tmp_path: Path) -> None:
        page, book = await self._written(shop, tmp_path)

        assert "没有订单数,算不出" in page
        assert book.sheetnames == ["主要结果", "每天的案件"]
