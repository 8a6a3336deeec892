"""Move: a shop that outgrew its file goes on working on PostgreSQL, with everything it had."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.holding import DatabaseHeld
from storage.moving import CannotMove, move
from tests.house.keys import KEYS
from tests.house.opening import open_shop
from tests.house.postgres import own_database
from tests.house.program import run_app
from tests.house.shop import Shop, a_review

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]


@pytest.fixture
def address() -> Iterator[str]:
    """An empty database on a PostgreSQL server."""
    with own_database(migrated=False) as made:
        yield made


async def test_a_shop_goes_on_where_it_was(tmp_path: Path, template: Path, address: str) -> None:
    async with open_shop(tmp_path, template) as shop:
        await _a_busy_morning(shop)
        workspace = shop.workspace
    counts = _moved(tmp_path, address)

    assert (counts["case"], counts["inbox"]) == (3, 4)
    async with open_shop(tmp_path, template, database_url=address) as shop:
        for message in workspace.messages.top_level("C0HOME"):
            shop.workspace.messages._place("C0HOME", message)
        await shop.settles()  # takes in what had only been stored
        xiaoli = shop.person("小李")
        assert len(xiaoli.sees()) == 4
        await xiaoli.presses("认领", number=1)
        await shop.review_arrives()
        await shop.time_passes(minutes=106)

        assert "🟢 <@U0LI>" in xiaoli.reads(number=1)
        assert len(xiaoli.sees()) == 5
        assert len(xiaoli.direct_messages()) == 5  # each case is warned of once


def test_a_target_that_holds_something_is_refused_and_left_alone(tmp_path: Path, template: Path, address: str) -> None:
    source = _source(tmp_path, template)
    moved_once = Database(address, keys=KEYS)
    move(source, moved_once, lambda *_: None)
    with moved_once.engine.begin() as connection:
        connection.execute(text("INSERT INTO press (key, at) VALUES ('x', now())"))

    with pytest.raises(CannotMove, match="press in the target has rows already: name an empty database"):
        move(source, moved_once, lambda *_: None)
    source.close()
    moved_once.close()


def test_a_shop_that_is_open_is_not_moved(tmp_path: Path, template: Path, address: str) -> None:
    source, target, desk = _source(tmp_path, template), Database(address, keys=KEYS), _source(tmp_path, template)
    desk.hold_alone()

    with pytest.raises(DatabaseHeld, match="already works with"):
        move(source, target, lambda *_: None)
    for one in (source, target, desk):
        one.close()


async def test_moving_that_fails_half_way_leaves_the_target_empty(tmp_path: Path, template: Path, address: str) -> None:
    async with open_shop(tmp_path, template) as shop:
        await shop.review_arrives()
    source, target = _source(tmp_path, template), Database(address, keys=KEYS)

    def fail(table: str, _: int) -> None:
        if table == "timer":
            raise OSError("the power went out")

    with pytest.raises(OSError, match="power"):
        move(source, target, fail)

    with target.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM review")).scalar_one() == 0
    source.close()
    target.close()


def test_the_command_shows_every_table(tmp_path: Path, template: Path, address: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "review-desk.db").write_bytes(template.read_bytes())

    done = run_app("move", address, folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "搬好了,每张表都核对过" in done.stdout
    assert "DATABASE_URL" in done.stdout


def test_the_wrong_way_round_is_told(tmp_path: Path) -> None:
    done = run_app("move", "sqlite:///other.db", folder=tmp_path)

    assert done.returncode == 1
    assert "a shop moves from SQLite to PostgreSQL" in done.stderr


async def _a_busy_morning(shop: Shop) -> None:
    """Three cases, one claimed; one review that was only stored."""
    for _ in range(3):
        await shop.review_arrives()
    await shop.person("小李").presses("认领", number=0)
    await shop.push(a_review())


def _source(folder: Path, template: Path) -> Database:
    if not (folder / "desk.db").exists():
        (folder / "desk.db").write_bytes(template.read_bytes())
    return Database(f"sqlite:///{folder / 'desk.db'}", keys=KEYS)


def _moved(folder: Path, address: str) -> dict[str, int]:
    source, target = Database(f"sqlite:///{folder / 'desk.db'}", keys=KEYS), Database(address, keys=KEYS)
    try:
        return move(source, target, lambda *_: None)
    finally:
        source.close()
        target.close()
