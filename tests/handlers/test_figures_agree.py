"""The same figures everywhere: digest, report, Home, dashboard, HTML and XLSX of one busy day agree to the digit."""

import html
import re
from io import BytesIO

from openpyxl import load_workbook

from tests.house.clock import SHANGHAI
from tests.house.shop import Shop
from tests.house.visitors import visiting

SLOW = "物流太慢了,等了十天"


async def _a_busy_day(shop: Shop) -> str:
    """Three cases and a good review; two were contacted in time, one resolved. The day, as 2026-11-23."""
    await shop.review_arrives(product={"sku": "kettle", "name": "电热水壶"})
    await shop.review_arrives(product={"sku": "towel", "name": "毛巾"}, text=SLOW, rating=2)
    await shop.review_arrives(product={"sku": "towel", "name": "毛巾"}, text=SLOW, rating=1)
    await shop.review_arrives(product={"sku": "towel", "name": "毛巾"}, text="很好用,喜欢", rating=5)
    xiaoli = shop.person("小李")
    for number in (0, 1):
        await xiaoli.presses("认领", number=number)
        await xiaoli.presses("联系客户", number=number)
        await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案", number=0)
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="")
    day = shop.clock.now().astimezone(SHANGHAI).date().isoformat()
    counts = {"counts": [{"store": "home-cn", "day": day, "orders": 400, "shipments": 390}]}
    assert (await shop.push(counts, about="orders")).status_code == 202
    return day


def _read(markup: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).replace("*", "").split())


def _only(pattern: str, words: str) -> tuple[str, ...]:
    found = set(re.findall(pattern, words))
    assert len(found) == 1, (pattern, found, words[:600])
    (one,) = found
    return one if isinstance(one, tuple) else (one,)


async def test_every_place_tells_the_same(shop: Shop) -> None:
    day = await _a_busy_day(shop)
    zhou = shop.person("周经理")
    digest = _read(await zhou.types("/reviews digest today"))
    report = _read(await zhou.types("/reviews report"))
    home = _read(await zhou.opens_home())
    async with visiting(shop, "周经理") as browser:
        asked = {"period": "days", "from": day, "to": day}
        page = _read((await browser.get("/dashboard", params=asked)).text)
        paper = _read((await browser.get("/dashboard/report.html", params=asked)).text)
        book = load_workbook(BytesIO((await browser.get("/dashboard/report.xlsx", params=asked)).content))
    rows = [[str(cell.value) for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]
    cells = {re.sub(r"^\W+", "", _read(row[0])): _read(row[1]) for row in rows if len(row) > 1}
    daily = [row for row in rows if row[0] == day]

    reviews, cases = _only(r"今天(?:到目前)?(\d+)条评价,(\d+)件中差评", digest)
    assert (reviews, cases) == ("4", "3")
    for words in (report, paper):
        assert _only(r"评价(\d+)条,差评(?:\d+)条,案件(\d+)件", words) == (reviews, cases)
    assert _only(r"评价(\d+)差评\d+案件(\d+)", page) == (reviews, cases)
    assert [row[1] for row in daily] == [cases]

    (contact,) = _only(r"2小时联系率(\d+/\d+)", digest)
    assert contact == "2/2"  # the third has time left
    for words in (report, home, paper):
        assert _only(r"2小时内联系(\d+/\d+)", words) == (contact,)
    assert contact in page.split("2小时内联系")[1][:40]
    assert cells["2小时内联系"].startswith(contact)

    for name in ("解决率", "平均星级", "每千单质量差评"):
        (value,) = _only(rf"{name}([\d.]+(?:/\d+)?)", report)
        assert _only(rf"{name}([\d.]+(?:/\d+)?)", home) == (value,)
        assert _only(rf"{name}([\d.]+(?:/\d+)?)", paper) == (value,)
        assert cells[name].startswith(value)
        assert value in page.split(name)[1][:40]
