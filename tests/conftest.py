"""What every test may ask for."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.house.opening import make_template, open_shop
from tests.house.postgres import own_database
from tests.house.shop import Shop

OpenShop = Callable[..., AbstractAsyncContextManager[Shop]]
_MEMORY, _ROOM_BYTES = Path("/dev/shm"), 4 * 2**30  # noqa: S108  # as tmpfs(5) has it; pytest makes a folder of its own


def pytest_configure() -> None:
    """The folders of tests lie in memory where there is room: every commit of a desk waits for its disk."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the current schema."""
    return make_template(tmp_path_factory.mktemp("template") / "desk.db")


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a PostgreSQL database of the test's own with `--database postgresql`; else None, for SQLite."""
    if request.config.getoption("--database") == "sqlite":
        yield None
        return
    with own_database() as address:
        yield address


@pytest.fixture
def opening(tmp_path: Path, template: Path, database_url: str | None) -> OpenShop:
    """`async with opening(policy=…, locale=…) as shop`."""
    return partial(open_shop, tmp_path, template, database_url=database_url)


@pytest.fixture
async def shop(opening: OpenShop) -> AsyncIterator[Shop]:
    """The desk with the built-in policy, in Chinese, on a Monday at ten."""
    async with opening() as running:
        yield running


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgresql` runs the desk of every test on PostgreSQL."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the desk works on")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is about SQLite's own ways has no meaning on PostgreSQL."""
    if item.get_closest_marker("sqlite_only") and item.config.getoption("--database") != "sqlite":
        pytest.skip("about SQLite's own ways")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A scene on a whole desk takes half a second: it is a story, wherever it stands, and `make fast` leaves it out.

    Modules with something slow come first: a long one that came last would keep one worker busy alone.
    """
    for item in items:
        if {"shop", "opening"} & set(getattr(item, "fixturenames", ())) and "test_claiming" not in item.nodeid:
            item.add_marker(pytest.mark.story)
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    stories = {item.path for item in items if item.get_closest_marker("story")}
    items.sort(key=lambda item: (item.path not in slow, item.path not in stories))
