"""Upgrades: a database of any released version, with a shop's life in it, comes to the current schema and goes on."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, insert, text
from sqlalchemy.exc import SQLAlchemyError

from bot.masking import mask_text
from bot.rules.searching import Wanted
from storage import case_files, case_lists, schema
from storage.database import Database
from storage.sealing import MARK, CannotOpen
from tests.house.clock import SHANGHAI, T0
from tests.house.keys import KEYS
from tests.house.opening import open_shop

RELEASED = ["0001"]
TABLES = ("inbox", "review", "revision", "case", "event", "timer", "message", "press", "occurrence", "person")
TELLING = ("钱多多", "13811112222", "qian@example.com", "TB-770077", "钱女士要换新", "钱多多的先生接的", "13922222222")
_KINDS = ("name", "phone", "email", "order")
_LATER = timedelta(hours=2)


@pytest.fixture
def address(database_url: str | None, tmp_path: Path) -> str:
    """A database with nothing in it; on PostgreSQL the ready-made one is emptied first."""
    url = database_url or f"sqlite:///{tmp_path / 'desk.db'}"
    if database_url:
        database = Database(url)
        with database.engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        database.close()
    return url


@pytest.mark.parametrize("version", RELEASED)
async def test_a_shop_goes_on_after_the_upgrade(address: str, version: str, tmp_path: Path, template: Path) -> None:
    """A claimed case whose card stands, one whose card an older courier was sending, a review nobody took in yet."""
    _lived_in(address, version)

    before, now = _migrated(address)

    assert (before, now) == (version, schema.current())
    async with open_shop(tmp_path, template, database_url=address) as shop:
        standing = {"ts": "1763000000.000001", "user": "U0BOT", "bot_id": "B0DESK", "text": "#1", "blocks": []}
        shop.workspace.messages._place("C0HOME", standing)
        await shop.settles()
        xiaoli = shop.person("小李")
        assert len(xiaoli.sees()) == 3
        await xiaoli.types("/reviews show 2")
        await xiaoli.presses_private("认领")
        shop.forgive("thread_not_found", "message_not_found")
        await shop.time_passes(minutes=110)

        assert any("已提醒联系客户" in line for line in xiaoli.thread(number=0))


@pytest.mark.parametrize("version", RELEASED)
def test_nothing_is_lost_or_changed(address: str, version: str) -> None:
    _lived_in(address, version)
    old = _contents(address)

    _migrated(address)

    new = _contents(address)
    for table, rows in old.items():
        if table != "alembic_version":
            assert [{name: row[name] for name in rows[0]} for row in new[table]] == rows


@pytest.mark.parametrize("version", RELEASED)
def test_what_lay_open_lies_sealed_and_leaves_no_trace(address: str, version: str, tmp_path: Path) -> None:
    """Nor do numbers that customers wrote into their reviews."""
    _lived_in(address, version)
    assert _told(address, tmp_path) == set(TELLING)

    _migrated(address)

    assert _told(address, tmp_path) == set()
    database = Database(address, keys=KEYS)
    assert database.in_snapshot(case_files.contact_details, 1) == list(zip(_KINDS, TELLING[:4], strict=True))
    for words in (TELLING[0], TELLING[3]):
        assert [file.case.id for file in database.in_snapshot(case_lists.search, Wanted(words), SHANGHAI, 9)] == [1]
    seen = database.in_snapshot(case_files.read_file, 1)
    assert (seen.review.text, seen.case.solution_note) == ("坏了,打我电话 139****2222", TELLING[4])
    with pytest.raises(SQLAlchemyError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text("UPDATE event SET actor = 'nobody'"))
    database.close()


@pytest.mark.parametrize("version", RELEASED)
def test_without_a_key_an_upgrade_changes_nothing(address: str, version: str) -> None:
    _lived_in(address, version)
    old, database = _contents(address), Database(address)

    with pytest.raises(CannotOpen, match="set DATA_KEY or DATA_KEY_FILE"):
        schema.migrate(database)

    database.close()
    assert _contents(address) == old


def test_every_released_version_is_tried() -> None:
    """Whoever releases a version adds its schema here."""
    versions = sorted(path.name[:4] for path in Path(schema.__file__).parent.glob("migrations/versions/[0-9]*.py"))

    assert versions[: len(RELEASED)] == RELEASED


def _lived_in(address: str, version: str) -> None:
    database = Database(address)
    with database.engine.begin() as connection:
        command.upgrade(schema._config(connection), version)
        _fill(connection)
    database.close()


def _migrated(address: str) -> tuple[str | None, str]:
    database = Database(address, keys=KEYS)
    try:
        return schema.migrate(database)
    finally:
        database.close()


def _contents(address: str) -> dict[str, list[dict[str, Any]]]:
    database = Database(address)
    with database.engine.connect() as connection:
        found = {
            table: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}" ORDER BY 1')).mappings()]  # noqa: S608
            for table in TABLES
        }
    database.close()
    return {table: [_opened(table, row) for row in rows] for table, rows in found.items() if rows}


def _opened(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """What is sealed, as it was; and numbers in a wording as they are kept."""
    plain = dict(row)
    for name, value in row.items():
        lying = value.strip('"') if isinstance(value, str) else value
        if isinstance(lying, str) and lying.startswith(MARK):
            plain[name] = KEYS.open(lying, f"{table}.{name}")
        if isinstance(plain[name], str) and name in ("facts", "review", "reasons", "blocks"):
            plain[name] = json.loads(plain[name])
    if table in ("review", "revision"):
        plain["text"] = mask_text(plain["text"])
    for reason in plain.get("reasons", ()):
        reason["evidence"] = mask_text(reason["evidence"])
    return plain


def _told(address: str, tmp_path: Path) -> set[str]:
    """What stands somewhere as plain text, in the file's bytes or in the server's rows."""
    if address.startswith("sqlite"):
        raw = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
        return {one for one in TELLING if any(form in raw for form in (one.encode(), json.dumps(one)[1:-1].encode()))}
    database = Database(address)
    with database.engine.connect() as connection:
        rows = [
            str(row)
            for table in TABLES
            for row in connection.execute(text(f'SELECT CAST(t AS text) FROM "{table}" AS t'))  # noqa: S608
        ]
    database.close()
    return {one for one in TELLING if any(one in row or json.dumps(one)[1:-1] in row for row in rows)}


def _fill(connection: Connection) -> None:
    """Rows as version 0.1.0 wrote them."""
    tables = MetaData()
    tables.reflect(connection)
    now = T0.replace(tzinfo=None)

    def add(table: str, **row: Any) -> None:
        connection.execute(insert(tables.tables[table]), row)

    for number in (1, 2):
        said = _TOLD if number == 1 else {}
        review = _review(number, now) | said.get("review", {})
        add("review", **review)
        add("revision", id=number, review_id=number, number=1, change="created", rating=1, text=review["text"], at=now)
        add("case", **_case(number, now) | said.get("case", {}))
        add("event", id=number, case_id=number, at=now, what="opened", to_status="open", facts=said.get("facts", {}))
        for place, (kind, minutes) in enumerate((("contact_warn", 105), ("contact_overdue", 120))):
            due = now + timedelta(minutes=minutes)
            add("timer", id=number * 2 + place, case_id=number, kind=kind, generation=1, due_at=due)
    stands = {"posted_channel": "C0HOME", "posted_ts": "1763000000.000001", "pending": False, "sent_version": 1}
    add("message", **_message(1, now, **stands))
    add("message", **_message(2, now, leased_until=now - timedelta(minutes=1), lease="of the older version"))
    add(
        "inbox", id=1, source="standard", external_id="r-waiting", delivery="m:0", content_hash="x", failures=0,
        review={"id": "r-waiting", "store": "home-cn", "rating": 1, "text": "坏了", "created_at": T0.isoformat(),
                "customer": {"name": TELLING[0], "phone": TELLING[1]}},
        received_at=now,
    )  # fmt: skip
    add("press", key="press:U0LI:1:claim", at=now)
    add("occurrence", name="digest", local_date=now.date(), at=now)
    add("person", user_id="U0SUN", off_until=now + _LATER)
    _go_on_numbering(connection)


def _go_on_numbering(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in ("inbox", "review", "revision", "case", "event", "timer", "message"):
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, 'id'), 100)"), {"table": f'"{table}"'}
            )


_TOLD: dict[str, dict[str, Any]] = {
    "review": {
        **dict(zip(("customer_name", "customer_phone", "customer_email", "order_id"), TELLING[:4], strict=True)),
        "text": f"坏了,打我电话 {TELLING[6]}",
    },
    "case": {"solution_note": TELLING[4], "reasons": [{"rule": "x", "evidence": f"打我电话 {TELLING[6]}"}]},
    "facts": {"note": TELLING[5]},
}


def _review(number: int, now: datetime) -> dict[str, Any]:
    texts = ("platform", "product_name", "customer_name", "customer_phone", "customer_email")
    return dict.fromkeys(texts, "") | {
        "id": number, "source": "standard", "external_id": f"r-{number}", "content_hash": "x", "revision": 1,
        "store": "home-cn", "line": "厨房电器", "tier": "gold", "rating": 1, "text": "坏了", "images": 0, "videos": 0,
        "useful": 0, "category": "product_quality", "is_negative": True, "change": "created", "written_at": now,
        "received_at": now,
    }  # fmt: skip


def _case(number: int, now: datetime) -> dict[str, Any]:
    notes = ("solution_note", "snooze_reason", "cause_note", "dismissed_reason")
    return dict.fromkeys(notes, "") | {
        "id": number, "review_id": number, "secondary": [], "reasons": [], "intensity": 2, "confidence": 0.9,
        "assigned_because": "line_owner", "graded": "normal", "version": 1, "status": "open", "grade": "normal",
        "safety": False, "opened_at": now, "contact_due_at": now + _LATER, "owner": "U0LI", "generation": 1,
        "contacts": 0, "waited": 0, "reopened": 0, "category": "product_quality",
    }  # fmt: skip


def _message(number: int, now: datetime, **state: Any) -> dict[str, Any]:
    return {
        "id": number, "key": f"card:{number}", "kind": "card", "case_id": number, "channel": "C0HOME", "rank": 0,
        "text": "", "blocks": [], "in_thread": False, "pending": True, "desired_version": 1, "sent_version": 0,
        "not_before": now, "attempts": 0, "created_at": now,
    } | state  # fmt: skip
