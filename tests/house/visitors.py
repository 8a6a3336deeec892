"""Visitors: managers who open the dashboard by the link that the bot gave them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.house.patience import becomes
from tests.house.shop import Shop

_LINK = re.compile(r"<(https?://[^|>]*/dashboard\?t=[^|>]*)\|")


async def link_for(shop: Shop, name: str) -> str:
    """What `/reviews report` gives this person; on a busy machine the report comes a little after its progress."""
    before = len(_links(shop, name))
    await shop.person(name).types("/reviews report")
    await becomes(lambda: len(_links(shop, name)) > before)
    assert len(_links(shop, name)) == before + 1, "the answer has one link"
    return _links(shop, name)[-1]


def _links(shop: Shop, name: str) -> list[str]:
    told = [message for message in shop.person(name)._person.messages("C0HOME") if message.get("ephemeral")]
    return [str(link) for message in told for link in _LINK.findall(str(message.get("blocks")))]


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
