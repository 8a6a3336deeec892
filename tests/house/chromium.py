"""Chromium: the fixtures of every test that looks at a page with its own eyes."""

import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

_STARTS_SECONDS = 30
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where one Chromium listens that all tests of this process visit with contexts, and so profiles, of their own."""
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("CI needs Chromium on the path to see the page with its own eyes")
    if path is None:
        pytest.skip("no Chromium on the path, so the page cannot be looked at here")
    profile = tmp_path_factory.mktemp("chromium")
    listening = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}", "--no-first-run"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([path, *FLAGS, *listening], **quiet) as process:
        try:
            port, place = _told(profile / "DevToolsActivePort", process)
            yield f"ws://127.0.0.1:{port}{place}"
        finally:
            process.terminate()


def _told(file: Path, process: subprocess.Popen[bytes]) -> list[str]:
    """The port and the path that Chromium writes down once it listens."""
    until = time.monotonic() + _STARTS_SECONDS
    while not file.exists() or len(told := file.read_text().split()) < 2:
        assert process.poll() is None, f"Chromium ended with {process.returncode}"
        assert time.monotonic() < until, "Chromium does not listen"
        time.sleep(0.02)  # between two looks at a condition that has a deadline
    return told


@pytest.fixture
async def chromium(chromium_address: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(chromium_address)
        yield browser
        await browser.close()
