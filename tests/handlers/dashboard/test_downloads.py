"""The dashboard's files: what is shown, to take along; the same figures, and nothing for who has no session."""

from io import BytesIO

import httpx
from openpyxl import load_workbook

from tests.house.shop import Shop
from tests.house.visitors import a_browser, visiting

SKU = {"sku": "kettle-01", "name": "=1+1电热水壶", "line": "厨房电器"}


def _links(page: httpx.Response) -> list[str]:
    """Where the page's own links to files lead."""
    places = page.text.split('href="')[1:]
    addresses = [one.split('"')[0].replace("&amp;", "&") for one in places]
    return [one for one in addresses if "/report." in one]


async def test_the_page_leads_to_its_figures_as_files(shop: Shop) -> None:
    await shop.review_arrives(product=SKU, store="home-cn")
    await shop.review_arrives(product={"sku": "lip", "name": "口红乙", "line": "美妆个护"}, store="beauty-cn")
    async with visiting(shop) as browser:
        asked = {"store": "home-cn", "period": "days", "from": "2026-11-01", "to": "2026-11-30"}
        page, book = _links(await browser.get("/dashboard", params=asked))
        told, sheets = await browser.get(page), await browser.get(book)

    assert told.headers["content-disposition"] == 'attachment; filename="report-2026-11-01-2026-11-30.html"'
    assert told.headers["cache-control"] == sheets.headers["cache-control"] == "no-store"
    store = shop.parts.staff.desk.policy.store_name("home-cn")
    assert f"2026 年 11 月月报 · {store}" in told.text or f"· {store}</h1>" in told.text
    assert "电热水壶" in told.text
    assert "口红乙" not in told.text
    cells = [cell for sheet in load_workbook(BytesIO(sheets.content)) for row in sheet.iter_rows() for cell in row]
    names = [cell for cell in cells if "电热水壶" in str(cell.value)]
    assert names
    assert all(cell.data_type == "s" for cell in names)  # words, never a formula
    assert not any("口红乙" in str(cell.value) for cell in cells)


async def test_without_a_session_there_are_no_files(shop: Shop) -> None:
    async with a_browser(shop) as browser:
        for kind in ("html", "xlsx"):
            answer = await browser.get(f"/dashboard/report.{kind}")
            assert answer.status_code == 401
            assert "content-disposition" not in answer.headers


async def test_what_cannot_be_asked_is_refused_here_too(shop: Shop) -> None:
    async with visiting(shop) as browser:
        answer = await browser.get("/dashboard/report.xlsx", params={"store": "nowhere"})

    assert answer.status_code == 400
