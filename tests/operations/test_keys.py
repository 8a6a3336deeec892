"""Keys: made at the first start, never mixed up, changed while nothing is lost, and not in a backup."""

import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.processes import free_port
from storage import case_files
from storage.database import Database
from storage.rekeying import rekey
from storage.sealing import CannotOpen, KeyRing, new_key, ring_from
from tests.conftest import OpenShop
from tests.house.keys import KEY, KEYS
from tests.house.postgres import own_database
from tests.house.program import run_app, running_app
from tests.house.shop import Shop, a_review

CSV = """评价ID,评价内容,评分,商品名称,订单编号,买家昵称,评价时间
1001,水壶漏水,1,电热水壶,T1,小明明,2026-11-20 10:00:00
"""
NEW = new_key()
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a desk has taken in a review from a file, with no setting of its own."""
    (tmp_path / "export.csv").write_text(CSV, encoding="utf-8")
    done = run_app("import", "export.csv", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.mark.slow
class TestTheKeyFile:
    def test_it_is_made_at_the_first_start_beside_the_database_for_its_user_only(self, folder: Path) -> None:
        file = folder / "data" / "review-desk.key"

        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert ring_from(file.read_text())
        assert "小明明".encode() not in (folder / "data" / "review-desk.db").read_bytes()
        assert sorted(path.name for path in (folder / "data").glob("*.key")) == ["review-desk.key"]

    def test_the_next_start_uses_it(self, folder: Path) -> None:
        before = (folder / "data" / "review-desk.key").read_text()

        again = run_app("import", "export.csv", folder=folder)

        assert "重复 1 条" in again.stdout
        assert (folder / "data" / "review-desk.key").read_text() == before

    def test_one_who_lost_it_is_told_and_no_other_is_made(self, folder: Path) -> None:
        file = folder / "data" / "review-desk.key"
        file.unlink()

        for command in (("import", "export.csv"), ("migrate",), ("serve",), ("rekey",)):
            ended = run_app(*command, folder=folder, PORT="0", **SLACK)
            assert (ended.returncode, len(ended.stderr.strip().splitlines())) == (1, 1), ended.stderr
            assert "sealed under a key (" in ended.stderr
            assert "set DATA_KEY or DATA_KEY_FILE" in ended.stderr
        assert not file.exists()

    def test_a_wrong_key_is_refused_and_nothing_is_written(self, folder: Path) -> None:
        before = (folder / "data" / "review-desk.db").read_bytes()

        ended = run_app("serve", folder=folder, PORT="0", DATA_KEY=new_key(), **SLACK)

        assert ended.returncode == 1
        assert "sealed under a key other than" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert (folder / "data" / "review-desk.db").read_bytes() == before

    @pytest.mark.parametrize(
        ("environment", "told"),
        [
            ({"DATA_KEY": "hush"}, "DATA_KEY: key 1 is not 32 bytes in base64; `python app.py key` prints a new one"),
            ({"DATA_KEY_FILE": "no.key"}, "DATA_KEY_FILE: no.key is not there; `python app.py key > no.key` makes one"),
            ({"DATA_KEY_FILE": "empty.key"}, "the key file empty.key is empty: put the key back, or set DATA_KEY"),
            ({"DATA_KEY_FILE": "data"}, "the key file data cannot be read"),
            ({"DATA_KEY_FILE": "export.csv"}, "the key file export.csv cannot be read"),
        ],
    )
    def test_what_is_no_key_is_one_sentence(self, folder: Path, environment: dict[str, str], told: str) -> None:
        (folder / "empty.key").write_text("\n")

        ended = run_app("migrate", folder=folder, **environment)

        assert (ended.returncode, len(ended.stderr.strip().splitlines())) == (1, 1)
        assert ended.stderr.startswith(told)
        assert "hush" not in ended.stderr

    def test_serve_says_where_it_made_one(self, tmp_path: Path) -> None:
        port, nobody = free_port(), f"http://127.0.0.1:{free_port()}/api/"
        with running_app("serve", folder=tmp_path, port=port, PORT=str(port), SLACK_API_URL=nobody, **SLACK):
            log = (tmp_path / "app.log").read_text()

        assert "a key for the customers' data was made" in log
        assert "data/review-desk.key" in log
        assert (tmp_path / "data" / "review-desk.key").read_text().strip() not in log

    def test_doctor_says_where_it_lies_and_what_to_think_of(self, folder: Path) -> None:
        nobody = {"SLACK_API_URL": "http://127.0.0.1:9/api/", "LOCALE": "en"}
        beside = run_app("doctor", folder=folder, **nobody).stdout
        (folder / "elsewhere").mkdir()
        moved = (folder / "data" / "review-desk.key").rename(folder / "elsewhere" / "desk.key")
        moved.chmod(0o644)
        shown = run_app("doctor", folder=folder, DATA_KEY_FILE="elsewhere/desk.key", **nobody).stdout
        moved.chmod(0o600)
        well = run_app("doctor", folder=folder, DATA_KEY_FILE="elsewhere/desk.key", **nobody).stdout
        gone = run_app("doctor", folder=folder, DATA_KEY=KEY, **nobody).stdout

        assert "! Key of the customers' data  in data/review-desk.key, in the database's folder" in beside
        assert "! Key of the customers' data  in elsewhere/desk.key, where other users" in shown
        assert "✓ Key of the customers' data  in elsewhere/desk.key" in well
        assert "✗ Key of the customers' data  the customers' data in this database is sealed" in gone

    def test_a_key_is_printed_and_nothing_touched(self, tmp_path: Path) -> None:
        printed = run_app("key", folder=tmp_path).stdout

        assert ring_from(printed)
        assert list(tmp_path.iterdir()) == []

    def test_two_desks_that_begin_with_different_keys_on_one_server_do_not_both_write(self, tmp_path: Path) -> None:
        """The contract's settings are enough for the first; the second machine is told what it needs."""
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "export.csv").write_text(CSV, encoding="utf-8")
        with own_database(migrated=False) as address:
            first = run_app("migrate", folder=tmp_path / "one", DATABASE_URL=address)
            second = run_app("import", "export.csv", folder=tmp_path / "two", DATABASE_URL=address)
            same = run_app("import", "export.csv", folder=tmp_path / "one", DATABASE_URL=address)
            key = (tmp_path / "one" / "data" / "review-desk.key").read_text().strip()
            third = run_app("import", "export.csv", folder=tmp_path / "two", DATABASE_URL=address, DATA_KEY=key)

        assert first.returncode == 0, first.stderr
        assert "客户资料的密钥已生成:data/review-desk.key" in first.stdout
        assert (second.returncode, same.returncode, third.returncode) == (1, 0, 0)
        assert "set DATA_KEY or DATA_KEY_FILE" in second.stderr
        assert not (tmp_path / "two" / "data").exists()

    def test_a_backup_needs_the_key_and_says_so(self, folder: Path) -> None:
        made = run_app("backup", "copy/desk.db", folder=folder)

        lost = run_app("migrate", folder=folder, DATABASE_URL="sqlite:///copy/desk.db")
        shutil.copy(folder / "data" / "review-desk.key", folder / "copy" / "desk.key")
        found = run_app("migrate", folder=folder, DATABASE_URL="sqlite:///copy/desk.db")

        assert "whoever restores it needs the key too, keep data/review-desk.key somewhere else" in made.stdout
        assert (folder / "data" / "review-desk.key").read_text().strip() not in made.stdout
        assert (lost.returncode, found.returncode) == (1, 0)

    def test_the_command_puts_everything_under_the_new_key(self, folder: Path) -> None:
        old, new = (folder / "data" / "review-desk.key").read_text().strip(), new_key()

        done = run_app("rekey", folder=folder, DATA_KEY=f"{new} {old}", LOCALE="en")
        again = run_app("rekey", folder=folder, DATA_KEY=f"{new} {old}", LOCALE="en")
        without = run_app("import", "export.csv", folder=folder, DATA_KEY=new)
        back = run_app("import", "export.csv", folder=folder, DATA_KEY=old)

        assert (done.returncode, done.stderr) == (0, "")
        assert "Rows sealed anew: 1." in done.stdout
        assert "may leave DATA_KEY" in done.stdout
        assert "Rows sealed anew: 0." in again.stdout
        assert (without.returncode, back.returncode) == (0, 1)


async def test_a_shop_goes_on_under_a_new_key(opening: OpenShop) -> None:
    """Cards, details, notes, search and what waits; and then nothing needs the old one."""
    async with opening() as shop:
        await _a_busy_morning(shop)
        database = shop.parts.staff.desk.db
        database.use(_ring(NEW, KEY))
        xiaoli = shop.person("小李")
        assert "#1" in await xiaoli.types("/reviews search 王小明")  # found under either, before and after
        told: list[tuple[int, int]] = []

        rows, retired = rekey(database, lambda done, total: told.append((done, total)))

        assert told[-1] == (rows, rows)
        assert rows >= 2 + 3 + 2  # reviews, deliveries, notes and lines at the least
        assert retired == [KEYS.first.id]
        database.use(_ring(NEW))
        assert "#1" in await xiaoli.types("/reviews search 王小明")
        await shop.settles()
        assert len(xiaoli.sees()) == 3  # what had only been stored was taken in
        assert database.in_snapshot(case_files.timeline, 1)[-1].facts["note"] == "王小明不在家"
        assert dict(database.in_snapshot(case_files.contact_details, 1))["phone"] == "13800138000"
        with pytest.raises(Exception, match="append-only"), database.engine.begin() as connection:
            connection.execute(text("UPDATE event SET actor = 'nobody'"))


async def test_rekeying_that_is_broken_off_goes_on_where_it_was(opening: OpenShop) -> None:
    async with opening() as shop:
        await _a_busy_morning(shop)
        database = shop.parts.staff.desk.db
        database.use(_ring(NEW, KEY))

        def stop(_done: int, _total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rekey(database, stop)
        assert database.in_snapshot(case_files.contact_details, 1)  # both kinds are read meanwhile
        done = rekey(database, lambda *_: None)

        assert done[0] > 0
        assert rekey(database, lambda *_: None) == (0, [])


async def test_what_was_forgotten_is_not_found_again_by_a_new_key(opening: OpenShop) -> None:
    async with opening() as shop:
        await shop.review_arrives(rating=5, text="很好用")
        shop.clock.advance(days=181)
        await shop.does_what_is_due()
        database = shop.parts.staff.desk.db
        database.use(_ring(NEW, KEY))

        rekey(database, lambda *_: None)

        with database.engine.connect() as connection:
            kept = connection.execute(text("SELECT order_fingerprint, name_fingerprint FROM review")).one()
        assert tuple(kept) == (None, None)


async def test_without_the_key_nothing_is_read(opening: OpenShop) -> None:
    async with opening() as shop:
        await shop.review_arrives()
        thief = Database(shop.parts.staff.desk.db.url.render_as_string(hide_password=False), keys=_ring(NEW))

        with pytest.raises(CannotOpen):
            thief.in_snapshot(case_files.contact_details, 1)

        thief.close()


async def _a_busy_morning(shop: Shop) -> None:
    """Two cases, one of them with a note in its story; one review that was only stored."""
    for _ in range(2):
        await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", number=0)
    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(channel="电话", outcome="没接", note="王小明不在家")
    await shop.push(a_review())


def _ring(*keys: str) -> KeyRing:
    ring = ring_from(" ".join(keys))
    assert ring
    return ring
