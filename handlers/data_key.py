"""Data key: where the key to the customers' data is, outside the database, and making it at the first start."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from handlers.settings import Settings
from storage.database import Database
from storage.keys_in_use import ensure_ours, keys_in_use
from storage.sealing import KeyRing, NoKeys, new_key, ring_from

_DEFAULT = Path("data/review-desk.key")


class KeyUnusable(Exception):
    """The key cannot be read or made; the message is one sentence with the remedy, and without the key."""


@dataclass(frozen=True)
class Found:
    """The keys, or None where none was made yet; `file` is where they lie or will lie, None for DATA_KEY."""

    ring: KeyRing | None
    file: Path | None


def find(settings: Settings, database: Database) -> Found:
    """DATA_KEY, else DATA_KEY_FILE, else the file beside a SQLite database, or under data/. Raises `KeyUnusable`."""
    if (file := place_of(settings, database)) is None:
        return Found(_read(settings.data_key, "DATA_KEY"), None)
    try:
        ring = _read(file.read_text(encoding="ascii"), str(file))
    except FileNotFoundError:
        if settings.data_key_file:
            raise KeyUnusable(f"DATA_KEY_FILE: {file} is not there; `python app.py key > {file}` makes one") from None
        return Found(None, file)
    except (OSError, ValueError) as failed:
        raise KeyUnusable(f"the key file {file} cannot be read ({failed}): mend it, or set DATA_KEY") from None
    if ring is None:
        raise KeyUnusable(f"the key file {file} is empty: put the key back, or set DATA_KEY")
    return Found(ring, file)


def place_of(settings: Settings, database: Database) -> Path | None:
    """The file that holds the key or will hold it; None for DATA_KEY."""
    if settings.data_key:
        return None
    if settings.data_key_file:
        return settings.data_key_file
    where = database.url.database if database.is_sqlite else None
    return Path(where).with_suffix(".key") if where else _DEFAULT


def unlock(settings: Settings, database: Database) -> Path | None:
    """Give the database its keys, so far as there are any; where a key is still to be made, its file.

    Raises `KeyUnusable` or `WrongKeys`, with nothing written.
    """
    found = find(settings, database)
    if found.ring:
        database.use(found.ring)
    ensure_ours(database, keys_in_use(database))
    return None if found.ring else found.file


def make(file: Path, database: Database) -> None:
    """Make the key of a desk that has none yet, readable for its user only; another process may be faster with it."""
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(unfinished, new_key())
        with suppress(FileExistsError):
            os.link(unfinished, file)
        unfinished.unlink()
        _onto_disk(file.parent)
        ring = _read(file.read_text(encoding="ascii"), str(file))
    except OSError as failed:
        with suppress(OSError):  # what was not even begun
            unfinished.unlink()
        raise KeyUnusable(
            f"the key file {file} cannot be written ({failed.strerror}): make room, or set DATA_KEY; "
            "`python app.py key` prints one"
        ) from None
    assert ring, "a key was just written"
    database.use(ring)


def lies_beside(file: Path, database: Database) -> bool:
    """Whether whoever copies the database's folder has the key too."""
    where = database.url.database
    return bool(database.is_sqlite and where and file.resolve().parent == Path(where).resolve().parent)


def others_may_read(file: Path) -> bool:
    """Whether other users of the machine may."""
    return file.exists() and bool(file.stat().st_mode & 0o077)


def _read(words: str, where: str) -> KeyRing | None:
    try:
        return ring_from(words)
    except NoKeys as wrong:
        raise KeyUnusable(f"{where}: {wrong}") from None


def _write(file: Path, key: str) -> None:
    """Durably: what is sealed under a key that a power cut takes is lost."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, f"{key}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _onto_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
