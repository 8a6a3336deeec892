"""Backup: a copy of a SQLite database while the desk works with it, checked before it is called one."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from storage.database import Database

_PAGES_AT_A_TIME = 1000  # writers get their turn in between


class NoBackup(Exception):
    """None could be made; the message is one sentence with the remedy, and nothing was left half-done."""


def back_up(database: Database, target: Path, *, force: bool) -> dict[str, int]:
    """Copy the database into a new file; rows by table, as counted in the copy.

    The copy is one moment of the database, with all that was committed before. https://sqlite.org/backup.html
    """
    if not database.is_sqlite or not database.url.database:
        raise NoBackup(_for_postgresql(database))
    if not Path(database.url.database).exists():
        raise NoBackup(f"{database.url.database} is not there: set DATABASE_URL to the database to back up")
    if target.exists() and not force:
        raise NoBackup(f"{target} is there already: name another file, or add --force to replace it")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        _copy(database.url.database, unfinished)
        counts = _checked(unfinished)
        unfinished.replace(target)
        _onto_disk(target.parent)
    except (OSError, sqlite3.Error) as failed:
        with suppress(OSError):  # what was not even begun
            unfinished.unlink(missing_ok=True)
        raise NoBackup(f"{target} could not be written ({failed}); make room, or name another file") from None
    return counts


def _copy(source: str, target: Path) -> None:
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as ours, closing(sqlite3.connect(target)) as copy:
        ours.backup(copy, pages=_PAGES_AT_A_TIME, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete by itself
    _onto_disk(target)


def _checked(copy: Path) -> dict[str, int]:
    """Raises `sqlite3.DatabaseError` when the copy is not sound."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
        if (told := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(f"the copy is not sound: {told}")
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [name for (name,) in connection.execute(tables)]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _onto_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _for_postgresql(database: Database) -> str:
    url = database.url
    where = f"--host={url.host or 'localhost'} --port={url.port or 5432} --username={url.username or 'postgres'}"
    return (
        "PostgreSQL has its own backup, online as well: "
        f"pg_dump --format=custom --file=review-desk.dump {where} {url.database}"
    )
