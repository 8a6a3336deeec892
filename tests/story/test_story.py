"""The story of docs/story.md is true: the case can be played in a browser, in both languages."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from scripts_library.wording import LOCALES
from tests.story.__main__ import free_port
from tests.story.play import SCENES, play

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, "Future[list[str]]"]]:
    """Both side by side: a story waits most of the time, for the demo and for the page."""
    if shutil.which("chromium") is None:
        pytest.skip("no Chromium on the path, so the story cannot be played here")
    with ThreadPoolExecutor(len(LOCALES)) as stages:
        yield {locale: stages.submit(play, locale, tmp_path_factory.mktemp("story"), free_port()) for locale in LOCALES}


@pytest.mark.parametrize("locale", LOCALES)
def test_one_whole_case_can_be_played_in_the_browser(locale: str, played: dict[str, "Future[list[str]]"]) -> None:
    assert len(played[locale].result()) == len(SCENES)
