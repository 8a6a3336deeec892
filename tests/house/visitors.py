"""Visitors: managers who open the dashboard by the link that the bot gave them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.house.shop import Shop

_LINK = re.compile(r"<(https?://[^|>]*/dashboard\?t=[^|>]*)\|")


async def link_for(shop: Shop, name: str) -> str:
    """What `/reviews report` gives this person."""
    await shop.person(name).types("/reviews report")
    found = _LINK.findall(str(shop.person(name)._person.messages("C0HOME")[-1]["blocks"]))
    assert len(found) == 1, "the answer has one link"
    return str(found[0])


@asynccontextmanager
async def a_browser(shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    """One with no cookies yet, which follows nothing by itself."""
    async with httpx.AsyncClient(base_url=shop.http.base_url, timeout=20) as browser:
        yield browser


@asynccontextmanager
async def visiting(shop: Shop, name: str = "陈主管") -> AsyncIterator[httpx.AsyncClient]:
    """The browser of somebody who has opened their link."""
    link = await link_for(shop, name)
    async with a_browser(shop) as browser:
        assert (await browser.get(link)).status_code == 303
        yield browser
