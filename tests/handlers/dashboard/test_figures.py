"""The dashboard's figures: those of `period_figures` to the digit, for the part of the shop that was asked for."""

import html
import re
from datetime import date, timedelta

import httpx
import pytest

from bot.cards.measured import measured, rate, spread_words, target_words
from bot.page.asked import SpanKind
from bot.rules.figures.headlines import headlines
from bot.rules.figures.period import Period, PeriodFigures, Scope
from bot.vocabulary import Grade
from storage.period import period_figures
from storage.tables import OrderCountRow
from tests.conftest import OpenShop
from tests.house.clock import T0
from tests.house.shop import Shop
from tests.house.visitors import visiting
from tests.storage.shop_year import LINES, STORES, write

MONTH = Period.month(date(2026, 11, 1))
HOSTILE = "<img src=x onerror=alert(1)>\"'{{ 7919*7907 }}</script>"
A_STORE = f"[stores.home-cn]\nname = '''{HOSTILE[:40]}'''\n"


def words(page: httpx.Response) -> str:
    """What a reader sees: no tags, one blank between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def close(text: str) -> str:
    """Without any blanks: how a figure is set in two sizes is not its words."""
    return "".join(text.split())


async def _figures(shop: Shop, period: Period, scope: Scope) -> PeriodFigures:
    desk = shop.parts.staff.desk
    return await desk.db.read(period_figures, period, scope, desk.policy, desk.clock.now())


async def _a_year(shop: Shop) -> None:
    """Two months of reviews and cases; orders of the last forty days."""
    db = shop.parts.staff.desk.db
    write(db, seed=11, many=600)

    def orders(session: object) -> None:
        for back in range(40):
            day = T0.date() - timedelta(days=back)
            for store in STORES:
                row = OrderCountRow(source="x", store=store, day=day, orders=200, shipments=190, received_at=T0)
                session.add(row)  # type: ignore[attr-defined]
                for sku in range(12):
                    known = {"source": "x", "store": store, "day": day, "received_at": T0}
                    session.add(OrderCountRow(sku=f"sku-{sku}", orders=17, **known))  # type: ignore[attr-defined]

    await db.write(orders)


@pytest.mark.parametrize(
    ("asked", "period", "scope"),
    [
        ({}, MONTH, Scope()),
        ({"period": "last_month"}, Period.month(date(2026, 10, 1)), Scope()),
        ({"period": "this_week"}, Period(date(2026, 11, 23), date(2026, 11, 30)), Scope()),
        ({"period": "last_week", "store": "home-cn"}, Period(date(2026, 11, 16), date(2026, 11, 23)), Scope("home-cn")),
        ({"line": LINES[1], "grade": "urgent"}, MONTH, Scope(None, LINES[1], Grade.URGENT)),
        (
            {"period": "days", "from": "2026-10-05", "to": "2026-11-20"},
            Period(date(2026, 10, 5), date(2026, 11, 21)),
            Scope(),
        ),
    ],
)
async def test_the_numbers_are_those_of_period_figures(
    shop: Shop, asked: dict[str, str], period: Period, scope: Scope
) -> None:
    look = shop.parts.staff.desk.look
    async with visiting(shop) as browser:
        await _a_year(shop)
        now, before = await _figures(shop, period, scope), await _figures(shop, period.before, scope)
        page = await browser.get("/dashboard", params=asked)

    assert page.status_code == 200
    told = close(words(page))
    for one in headlines(now, before, look.policy.targets):
        card = page.text.split(f'data-result="{one.result}"')[1].split("</li>")[0]
        said = close(html.unescape(re.sub(r"<[^>]+>", " ", card)))
        assert close(measured(one.now, look)) in said
        assert close(f"上一段 {measured(one.before, look)}") in said
        assert close(target_words(one, look)) in said
        assert close(spread_words(one.now, look)) in said
        assert ("达标" in said) == (one.is_met is not None and one.is_sure)
        assert ("未达标" in said) == (one.is_met is False and one.is_sure)
    assert close(f"评价 {now.reviews.total} 差评 {now.reviews.negative} 案件 {now.cases}") in told
    for product in now.products:
        assert close(f"{product.name} {look.policy.store_name(product.store)} {product.negative}") in told
        assert close(rate(product.rate, look)) in told
    assert close(f"共 {sum(one.count for one in now.causes)} 条;还没认定的 {now.causes_open} 条") in told
    for level in now.levels:
        assert close(look.money(level.cost_cents)) in told


async def test_it_is_live(shop: Shop) -> None:
    async with visiting(shop) as browser:
        assert "评价 0 差评 0 案件 0" in words(await browser.get("/dashboard"))
        await shop.review_arrives()
        assert "评价 1 差评 1 案件 1" in words(await browser.get("/dashboard"))


async def test_without_orders_it_says_so_and_guesses_nothing(shop: Shop) -> None:
    await shop.review_arrives()
    async with visiting(shop) as browser:
        told = words(await browser.get("/dashboard"))

    assert told.count("没有订单数,算不出") >= 3
    assert "少于 20,只作参考" in told


async def test_another_store_is_not_in_the_figures_of_one(shop: Shop) -> None:
    await shop.review_arrives(store="home-cn", product={"name": "水壶甲"})
    await shop.review_arrives(store="beauty-cn", product={"name": "口红乙", "line": "美妆个护"})
    async with visiting(shop) as browser:
        told = words(await browser.get("/dashboard", params={"store": "home-cn"}))

    assert "水壶甲" in told
    assert "口红乙" not in told


@pytest.mark.parametrize(
    "odd",
    [
        "store=nowhere",
        "store=%25",
        "store=+",
        "store=home-cn&store=beauty-cn",
        "store=home-cn%00",
        "store=home-cn'+OR+'1'='1",
        "store=HOME-CN",
        "grade=worst",
        "period=ever",
        "period=days&from=yesterday",
        "period=days&from=2026-11-20&to=2026-11-01",
        "period=days&from=2020-01-01&to=2026-01-01",
        "period=days&from=0001-01-01&to=0001-01-02",
        "period=days&from=9999-12-31&to=9999-12-31",
        "line=" + "x" * 300,
        "line=%00",
        "line=a%0Ab",
    ],
)
async def test_an_odd_filter_shows_nothing_of_anybody(shop: Shop, odd: str) -> None:
    await shop.review_arrives(product={"name": "水壶甲"})
    async with visiting(shop) as browser:
        page = await browser.get(f"/dashboard?{odd}")

    assert page.status_code == 400
    assert "没看懂要查什么" in page.text
    assert "水壶甲" not in page.text


async def test_a_line_that_nobody_sells_counts_nothing(shop: Shop) -> None:
    await shop.review_arrives(product={"name": "水壶甲"})
    async with visiting(shop) as browser:
        told = words(await browser.get("/dashboard", params={"line": "' OR 1=1 --"}))

    assert "评价 0 差评 0 案件 0" in told
    assert "水壶甲" not in told


async def test_names_from_outside_are_shown_as_data(opening: OpenShop) -> None:
    async with opening(policy=A_STORE) as shop:
        await shop.review_arrives(product={"name": HOSTILE, "line": HOSTILE})
        async with visiting(shop) as browser:
            page = await browser.get("/dashboard", params={"line": HOSTILE})

    assert "<img" not in page.text
    assert "onerror=alert(1)&gt;" in page.text
    assert "62615533" not in page.text
    assert page.text.count("<script") == 1


async def test_nothing_of_a_customer_stands_on_it(shop: Shop) -> None:
    await shop.review_arrives(text="王小明说:插上电就冒烟了,打 13800138000")
    async with visiting(shop) as browser:
        page = await browser.get("/dashboard")

    for private in ("王小明", "王*明", "13800138000", "冒烟"):
        assert private not in page.text


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
async def test_it_speaks_the_shops_language(opening: OpenShop, locale: str) -> None:
    async with opening(locale=locale) as shop, visiting(shop) as browser:
        page = await browser.get("/dashboard")

    assert f'<html lang="{"en" if locale == "en" else "zh-CN"}">' in page.text
    assert ("Headline results" in page.text) == (locale == "en")
    assert ("关键结果" in page.text) == (locale == "zh_CN")


async def test_what_was_chosen_stays_chosen(shop: Shop) -> None:
    async with visiting(shop) as browser:
        page = await browser.get("/dashboard", params={"store": "home-cn", "grade": "urgent", "period": "last_week"})

    for value in ("home-cn", "urgent", SpanKind.LAST_WEEK):
        assert f'<option value="{value}" selected>' in page.text
    assert 'name="from" value="2026-11-16"' in page.text
    assert 'name="to" value="2026-11-22"' in page.text


async def test_every_table_says_what_it_counts(shop: Shop) -> None:
    async with visiting(shop) as browser:
        await _a_year(shop)
        page = await browser.get("/dashboard")

    assert page.text.count("<table") == page.text.count("<caption>") >= 6
