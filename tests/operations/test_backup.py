"""Backup: made while the desk works, and what was restored goes on as if nothing had happened."""

import asyncio
import shutil
from pathlib import Path

import pytest

from storage.backup import NoBackup, back_up
from storage.database import Database
from tests.conftest import OpenShop
from tests.house.opening import open_shop
from tests.house.program import run_app
from tests.house.shop import Shop, a_review

pytestmark = pytest.mark.sqlite_only


async def test_a_backup_is_made_while_reviews_arrive(shop: Shop, tmp_path: Path) -> None:
    going = asyncio.create_task(_arriving(shop))
    await shop.review_arrives()

    counts = await asyncio.to_thread(back_up, shop.parts.staff.desk.db, tmp_path / "b" / "desk.db", force=False)
    await going

    assert 1 <= counts["inbox"] <= 31
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["desk.db"]


async def test_what_was_restored_goes_on_where_it_was(tmp_path: Path, template: Path) -> None:
    """A card that stood is not posted again; a reminder that was to come, comes."""
    for folder in ("before", "after"):
        (tmp_path / folder).mkdir()
    async with open_shop(tmp_path / "before", template) as shop:
        await shop.review_arrives()
        back_up(shop.parts.staff.desk.db, tmp_path / "after" / "desk.db", force=False)
        workspace = shop.workspace
    async with open_shop(tmp_path / "after", template) as restored:
        for message in workspace.messages.top_level("C0HOME"):
            restored.workspace.messages._place("C0HOME", message)
        await restored.time_passes(minutes=106)

        assert len(restored.person("小李").sees()) == 1
        assert restored.person("小李").thread() == ["已提醒联系客户"]


async def test_a_file_that_is_there_is_not_replaced_unasked(opening: OpenShop, tmp_path: Path) -> None:
    async with opening() as shop:
        (tmp_path / "old.db").write_text("precious")
        database = shop.parts.staff.desk.db
        with pytest.raises(NoBackup, match="is there already: name another file, or add --force"):
            back_up(database, tmp_path / "old.db", force=False)

        back_up(database, tmp_path / "old.db", force=True)

        Database(f"sqlite:///{tmp_path / 'old.db'}").try_out()


async def test_a_place_that_cannot_be_written_leaves_nothing_behind(opening: OpenShop, tmp_path: Path) -> None:
    async with opening() as shop:
        (tmp_path / "letter.txt").write_text("no folder")
        with pytest.raises(NoBackup, match=r"could not be written .* make room, or name another file"):
            back_up(shop.parts.staff.desk.db, tmp_path / "letter.txt" / "b.db", force=False)


def test_postgresql_is_backed_up_by_its_own_program() -> None:
    database = Database("postgresql://desk:hush@db.example:5433/desk")

    with pytest.raises(NoBackup, match=r"pg_dump .*--host=db.example --port=5433 --username=desk desk") as told:
        back_up(database, Path("x.dump"), force=False)

    assert "hush" not in str(told.value)


def test_the_command_says_what_it_made(tmp_path: Path, template: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(template, tmp_path / "data" / "review-desk.db")

    done = run_app("backup", "copy.db", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("copy.db: 0 cases, 0 reviews, ")


async def _arriving(shop: Shop) -> None:
    for _ in range(30):
        await shop.push(a_review())
