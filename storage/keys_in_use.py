"""Keys in use: which keys a database is sealed under, by their ids, so that nobody writes into it with another."""

from datetime import datetime

from sqlalchemy import Connection, delete, inspect, select, text
from sqlmodel import Session, col

from storage.database import Database
from storage.tables import DataKeyRow
from storage.upserts import add_once


class WrongKeys(Exception):
    """The database is sealed under a key that we have not got; the message is one sentence with the remedy."""


def keys_in_use(database: Database) -> list[str]:
    """Their ids, oldest first; none in a database that has never been sealed into."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("data_key"):
            return []
        return list(connection.execute(select(col(DataKeyRow.key_id)).order_by(col(DataKeyRow.since))).scalars())


def ensure_ours(database: Database, in_use: list[str]) -> None:
    """Raise `WrongKeys` unless we have every key that is in use. Nothing is written."""
    if missing := _missing(database, in_use):
        raise WrongKeys(missing)


def take_into_use(database: Database, now: datetime) -> None:
    """Note the key that seals from now on; of two processes that begin with different ones, one gets `WrongKeys`."""
    database.in_transaction(_take_into_use, database, now)


def retire_others(session: Session, key_id: str) -> list[str]:
    """Everything is sealed under this key: forget that there were others. Their ids."""
    others = list(session.execute(select(col(DataKeyRow.key_id)).where(col(DataKeyRow.key_id) != key_id)).scalars())
    session.execute(delete(DataKeyRow).where(col(DataKeyRow.key_id).in_(others)))
    return others


def _take_into_use(session: Session, database: Database, now: datetime) -> None:
    assert database.keys, "whoever takes a key into use has one"
    _alone(session.connection())
    in_use = list(session.execute(select(col(DataKeyRow.key_id))).scalars())
    if missing := _missing(database, in_use):
        raise WrongKeys(missing)
    if database.keys.first.id not in in_use:
        add_once(session, DataKeyRow, {"key_id": database.keys.first.id, "since": now})


def _alone(connection: Connection) -> None:
    """SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE data_key IN SHARE ROW EXCLUSIVE MODE"))


def _missing(database: Database, in_use: list[str]) -> str | None:
    ours = {key.id for key in database.keys.keys} if database.keys else set()
    lacking = [one for one in in_use if one not in ours]
    if not lacking:
        return None
    have = f"a key other than {', '.join(sorted(ours))}" if ours else "a key"
    return (
        f"the customers' data in this database is sealed under {have} ({', '.join(lacking)}): set DATA_KEY or "
        "DATA_KEY_FILE to the key it was started with; docs/operations.md says where to look for it"
    )
