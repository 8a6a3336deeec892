"""Sealed: whoever gets hold of the database without the key finds no customer in it, whatever happened to the case."""

import json
from pathlib import Path

from sqlalchemy import text

from tests.house.shop import Shop, a_review

CUSTOMER = {"id": "c-5", "name": "王小明", "phone": "13812345678", "email": "xiaoming@example.com"}
ORDER = {"id": "TB20261120001"}
TELLING = ("王小明", "13812345678", "xiaoming@example.com", "TB20261120001", "13987654321", "139 8765 4321")


async def test_a_customer_is_nowhere_in_the_database(shop: Shop, tmp_path: Path) -> None:
    """Not as the review came in, nor after contact, a look at the details, notes with a name, compensation, the end."""
    await shop.push(_told(id="r-1"))
    assert _found(shop, tmp_path) == set()  # what was only stored
    await shop.settles()
    await shop.review_arrives(**_told(id="r-1", type="appended", text="还没人理我,打 139 8765 4321"))
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.presses_in_dialog("查看联系方式")
    await xiaoli.fills_in(note="王小明来电,13812345678")
    await xiaoli.closes_dialog()
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了", note="王小明说 13987654321 也能找到他")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="王小明的那批没有抽检")

    assert _found(shop, tmp_path) == set()


async def test_who_has_the_key_reads_on_after_a_restart(shop: Shop) -> None:
    await shop.review_arrives(**_told(id="r-1"))
    await shop.restarts()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.presses_in_dialog("查看联系方式")
    await xiaoli.fills_in(note="约上门时间")

    shown = xiaoli.reads_dialog()
    assert [one for one in ("王小明", "13812345678", "xiaoming@example.com", "TB20261120001") if one not in shown] == []


async def test_a_number_in_a_review_is_kept_as_it_is_shown(shop: Shop) -> None:
    """A new wording that differs in nothing else says nothing new; one that does is told."""
    await shop.review_arrives(id="r-1", text="坏了,打我电话 13987654321")
    xiaoli = shop.person("小李")
    await shop.review_arrives(id="r-1", type="updated", text="坏了,打我电话 13987654321,还是没人管")

    assert "139****4321" in xiaoli.reads()
    assert any("修改" in line for line in xiaoli.thread())


def _told(**said: object) -> dict[str, object]:
    return a_review(customer=CUSTOMER, order=ORDER) | {"text": "坏了,打我电话 13987654321"} | said


def _found(shop: Shop, folder: Path) -> set[str]:
    """Which of the telling words stand in the file's bytes, its log among them, or in the server's rows."""
    database = shop.parts.staff.desk.db
    if database.is_sqlite:
        raw = b"".join(path.read_bytes() for path in folder.glob("desk.db*"))
        return {one for one in TELLING if one.encode() in raw or json.dumps(one)[1:-1].encode() in raw}
    with database.engine.connect() as connection:
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = list(connection.execute(text(asked)).scalars())
        raw = "\n".join(
            str(row)
            for table in tables
            for row in connection.execute(text(f'SELECT CAST(t AS text) FROM "{table}" AS t'))  # noqa: S608
        ).encode()
    return {one for one in TELLING if one.encode() in raw or json.dumps(one)[1:-1].encode() in raw}
