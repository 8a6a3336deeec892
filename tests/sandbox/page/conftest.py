"""The page in a real browser, as one of the people; a page with errors of its own fails its test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.house.chromium import chromium, chromium_address
from tests.sandbox.page.browsing import Visit
from tests.sandbox.places import HOME, LI, Place

__all__ = ["chromium", "chromium_address"]


@pytest.fixture
async def visit(chromium: Browser) -> AsyncIterator[Visit]:
    """Opens the page as somebody; at the end there were no errors on it and nothing was asked of the outside."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def opening(
        place: Place,
        user: str = LI,
        where: str = HOME,
        *,
        prepare: Callable[[Page], Awaitable[None]] | None = None,
        hints: bool = False,
        **context: Any,
    ) -> Page:
        made = await chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **context})
        contexts.append(made)
        made.set_default_timeout(8_000)
        if not hints:
            await made.add_init_script("localStorage.setItem('desk.hints', 'seen')")
        page = await made.new_page()
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(_outside(request.url, place.base_url)))
        if prepare:
            await prepare(page)
        await page.goto(f"{place.base_url}/#/{user}/{where}")
        await page.locator(".person").wait_for()
        return page

    yield opening
    for made in contexts:
        await made.close()
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    """An error or warning of the page's own; a demo that says no and an ended stream are no faults of the page."""
    where = message.location.get("url", "")
    is_expected = "/demo/" in where or "/sandbox/events" in where
    return [] if is_expected or message.type not in ("error", "warning") else [f"{message.text} {where}"]


def _outside(url: str, home: str) -> list[str]:
    return [] if url.startswith((home, "data:", "blob:")) else [f"asked the outside: {url}"]
