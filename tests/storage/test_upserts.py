"""Upserts: whoever else adds the same row, it is there once, and the second is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import Session, func, select

from storage.database import Database
from storage.tables import MessageRow, PressRow
from storage.upserts import add_all_once, add_once
from tests.house.clock import T0


def test_a_row_is_added_once(db: Database) -> None:
    assert db.in_transaction(add_once, PressRow, {"key": "press", "at": T0})
    assert not db.in_transaction(add_once, PressRow, {"key": "press", "at": T0 + timedelta(hours=1)})

    assert db.in_snapshot(lambda session: session.exec(select(PressRow.at)).all()) == [T0]


def test_of_a_hundred_who_add_it_at_once_one_does(db: Database) -> None:
    with ThreadPoolExecutor(8) as threads:
        added = list(threads.map(lambda _: db.in_transaction(add_once, PressRow, {"key": "p", "at": T0}), range(100)))

    assert sum(added) == 1


def test_the_tables_defaults_apply(db: Database) -> None:
    message = {"key": "note", "kind": "notice", "channel": "C0HOME", "blocks": [], "not_before": T0, "created_at": T0}
    db.in_transaction(add_once, MessageRow, message)

    row = db.in_snapshot(lambda session: session.exec(select(MessageRow)).one().model_dump())

    assert (row["pending"], row["desired_version"], row["attempts"], row["text"]) == (True, 1, 0, "")


def test_the_keys_of_the_added_are_told(db: Database) -> None:
    db.in_transaction(add_once, PressRow, {"key": "b", "at": T0})

    added = db.in_transaction(add_all_once, PressRow, [{"key": key, "at": T0} for key in ("a", "b", "c", "c")])

    assert sorted(added) == ["a", "c"]
    assert db.in_snapshot(_count) == 3


def test_nothing_to_add_asks_nothing(db: Database) -> None:
    assert db.in_transaction(add_all_once, PressRow, []) == []


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(PressRow)).one()
