"""While the dashboard counts: the browser is told how far it is, and whoever asks for the same shares one count."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.applications import Starlette

from bot.page.sheet import Counted
from bot.rules.figures.period import Period, Scope
from handlers.casework.desk import Desk
from handlers.casework.page_entry import link_for as words_for
from handlers.casework.page_figures import ALL_STEPS, PageFigures, TooBusy, count_page
from handlers.http.dashboard import dashboard_routes
from tests.house.shop import Shop

MONTH = Period.month(date(2026, 11, 1))


@dataclass
class SlowCount:
    """The real count, which waits after its third step until it is let go on."""

    go_on: threading.Event = field(default_factory=threading.Event)
    times: int = 0
    fails: bool = False

    def __call__(self, session: Session, desk: Desk, period: Period, scope: Scope, step: Callable[[], None]) -> Counted:
        self.times += 1
        for _ in range(3):
            step()
        assert self.go_on.wait(20), "nobody let it go on"
        if self.fails:
            raise OperationalError("select", {}, Exception("the disk is gone"))
        return count_page(session, desk, period, scope, step)


@asynccontextmanager
async def a_page(shop: Shop, count: Any, patience: float = 0.01) -> AsyncIterator[httpx.AsyncClient]:
    desk = shop.parts.staff.desk
    app = Starlette(routes=dashboard_routes(desk, PageFigures(desk, count), patience))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as browser:
        opened = await browser.get(f"/dashboard?t={words_for(desk, 'U0CHEN')}")
        assert opened.status_code == 303
        yield browser


async def _until_shown(browser: httpx.AsyncClient) -> httpx.Response:
    async with asyncio.timeout(15):
        while True:
            page = await browser.get("/dashboard")
            if "refresh" not in page.headers:
                return page
            await asyncio.sleep(0.02)


async def test_a_long_count_shows_how_far_it_is_and_then_the_figures(shop: Shop) -> None:
    count = SlowCount()
    async with a_page(shop, count) as browser:
        await browser.get("/dashboard")
        waiting = await browser.get("/dashboard")

        assert (waiting.status_code, waiting.headers["refresh"]) == (200, "2")
        assert f"已完成 3 / {ALL_STEPS} 步" in waiting.text
        assert f'<progress max="{ALL_STEPS}" value="3"' in waiting.text
        assert '<meta http-equiv="refresh" content="2">' in waiting.text
        count.go_on.set()
        assert "关键结果" in (await _until_shown(browser)).text
    assert count.times == 1


async def test_all_steps_are_told(shop: Shop) -> None:
    steps: list[None] = []
    desk = shop.parts.staff.desk

    await desk.db.read(count_page, desk, MONTH, Scope(), lambda: steps.append(None))

    assert len(steps) == ALL_STEPS


async def test_those_who_ask_for_the_same_share_one_count(shop: Shop) -> None:
    count = SlowCount()
    async with a_page(shop, count, patience=10) as browser:
        asking = [asyncio.create_task(browser.get("/dashboard")) for _ in range(5)]
        asking.append(asyncio.create_task(browser.get("/dashboard?period=this_month")))
        other = asyncio.create_task(browser.get("/dashboard?grade=urgent"))
        await asyncio.sleep(0.1)
        count.go_on.set()
        pages = await asyncio.gather(*asking, other)

    assert {page.status_code for page in pages} == {200}
    assert count.times == 2


async def test_presses_go_on_while_months_are_counted(shop: Shop) -> None:
    await shop.review_arrives()
    count = SlowCount()
    async with a_page(shop, count) as browser:
        for store in ("home-cn", "beauty-cn", "fresh-cn", ""):
            await browser.get("/dashboard", params={"store": store})
        async with asyncio.timeout(5):
            await shop.person("小李").presses("认领")
        count.go_on.set()
        await _until_shown(browser)

    assert "<@U0LI> 10:00 认领" in shop.person("小李").reads()


async def test_a_count_is_shown_again_until_something_happens_or_half_a_minute_is_over(shop: Shop) -> None:
    count = SlowCount()
    count.go_on.set()
    async with a_page(shop, count, patience=10) as browser:
        for _ in range(2):
            await browser.get("/dashboard")
        assert count.times == 1
        await shop.review_arrives()
        assert "<dt>评价</dt><dd>1</dd>" in (await browser.get("/dashboard")).text
        assert count.times == 2
        await shop.time_passes(seconds=31)
        await browser.get("/dashboard")
        assert count.times == 3


async def test_what_failed_is_admitted_logged_and_counted_anew(shop: Shop) -> None:
    shop.forgive("the page's figures could not be counted")
    count = SlowCount(fails=True)
    count.go_on.set()
    async with a_page(shop, count, patience=10) as browser:
        broken = await browser.get("/dashboard")
        assert broken.status_code == 503
        assert "现在算不出来" in broken.text
        assert "disk" not in broken.text
        count.fails = False
        assert (await browser.get("/dashboard")).status_code == 200
    assert [entry["event"] for entry in shop.logs if entry["log_level"] == "error"] == [
        "the page's figures could not be counted"
    ]


async def test_so_many_different_counts_and_no_more(shop: Shop) -> None:
    count = SlowCount()
    figures = PageFigures(shop.parts.staff.desk, count)
    scopes = [Scope(line=f"line {number}") for number in range(12)]
    for scope in scopes:
        assert await figures.counted(MONTH, scope, (0,), 0.01) in (0, 3)

    with pytest.raises(TooBusy):
        await figures.counted(MONTH, Scope(), (0,), 0.01)

    count.go_on.set()
    done = await asyncio.gather(*(figures.counted(MONTH, scope, (0,), 15) for scope in scopes))
    assert all(isinstance(one, Counted) for one in done)
