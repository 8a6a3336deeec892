"""The story of docs/story.md is true: the case can be played in a browser, in both languages."""

import shutil
from pathlib import Path

import pytest

from tests.story.__main__ import free_port
from tests.story.play import SCENES, play

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_one_whole_case_can_be_played_in_the_browser(locale: str, tmp_path: Path) -> None:
    if shutil.which("chromium") is None:
        pytest.skip("no Chromium on the path, so the story cannot be played here")

    assert len(play(locale, tmp_path, free_port())) == len(SCENES)
