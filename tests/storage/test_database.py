"""Database: addresses, transactions that give way, one holder of a SQLite file, and running without threads."""

import threading

import pytest
from sqlmodel import Session, select

from storage.database import Database, DatabaseUnusable
from storage.holding import DatabaseHeld
from storage.tables import PersonRow, PressRow
from storage.upserts import add_once
from tests.house.clock import T0


@pytest.mark.parametrize("address", ["mysql://root:secret@localhost/desk", "nonsense", "postgresql://:x@:notaport/y"])
def test_an_address_that_leads_nowhere_is_told_with_the_remedy_and_without_the_password(address: str) -> None:
    with pytest.raises(DatabaseUnusable, match=r"set DATABASE_URL to a SQLite file .* or to a PostgreSQL") as told:
        Database(address)

    assert "secret" not in str(told.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_however_the_address_names_it(scheme: str) -> None:
    database = Database(f"{scheme}://desk:secret@127.0.0.1:1/desk")

    with pytest.raises(DatabaseUnusable, match="cannot be used") as told:
        database.try_out()

    assert "secret" not in str(told.value)
    database.close()


@pytest.mark.sqlite_only
def test_a_second_process_is_told_that_another_works_with_the_file(db: Database) -> None:
    db.hold_alone()
    second = Database(str(db.url))

    with pytest.raises(DatabaseHeld, match=r"process \d+ already works with .*rows.db, .* stop it first, or move"):
        second.hold_alone()

    db.close()
    second.hold_alone()  # whoever comes after it may
    second.close()


def test_postgresql_is_held_by_nobody() -> None:
    database = Database("postgresql://desk@127.0.0.1:1/desk")

    database.hold_alone()

    database.close()


async def test_without_threads_everything_runs_where_it_is_called() -> None:
    database = Database("sqlite://", threads=False)

    assert await database.write(lambda _: threading.current_thread()) is threading.current_thread()
    assert await database.read(lambda _: threading.current_thread()) is threading.current_thread()
    database.close()


def test_two_transactions_that_lock_each_others_rows_both_end_well(db: Database) -> None:
    """PostgreSQL ends one of them for the other's sake; it is done again. SQLite lets one wait from the start."""
    for name in ("a", "b"):
        db.in_transaction(add_once, PersonRow, {"user_id": name, "off_until": None})
    both_begun = threading.Barrier(2, timeout=20)
    tries: list[str] = []

    def lock_both(session: Session, first: str, second: str) -> None:
        is_first_try = first not in tries
        tries.append(first)
        _lock(session, first)
        if is_first_try and not db.is_sqlite:
            both_begun.wait()
        _lock(session, second)
        session.add(PressRow(key=f"{first}{second}", at=T0))

    others = [
        threading.Thread(target=db.in_transaction, args=(lock_both, *order)) for order in (("a", "b"), ("b", "a"))
    ]
    for one in others:
        one.start()
    for one in others:
        one.join(30)

    assert sorted(db.in_snapshot(lambda session: session.exec(select(PressRow.key)).all())) == ["ab", "ba"]
    assert db.is_sqlite or len(tries) > 2  # whoever gave way came again


def _lock(session: Session, name: str) -> None:
    session.exec(select(PersonRow).where(PersonRow.user_id == name).with_for_update()).one()
