"""Keeping: the workspace's memory in one small SQLite file, so that a restart loses no message."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (channel TEXT, ts TEXT, body TEXT NOT NULL, PRIMARY KEY (channel, ts));
CREATE TABLE IF NOT EXISTS homes (user TEXT PRIMARY KEY, view TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, record TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS reads (user TEXT, channel TEXT, ts TEXT NOT NULL, PRIMARY KEY (user, channel));
"""


class Keeper:
    """Writes through to SQLite at `path`; with no path everything lives in memory and is gone at the end.

    A double, not a bank: writes are not synced to disk one by one.
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_SCHEMA)

    def messages(self) -> list[tuple[str, dict[str, Any]]]:
        """(channel, message) for all, oldest first."""
        rows = self._db.execute("SELECT channel, body FROM messages ORDER BY CAST(ts AS REAL), ts")
        return [(channel, json.loads(body)) for channel, body in rows]

    def homes(self) -> dict[str, dict[str, Any]]:
        return {user: json.loads(view) for user, view in self._db.execute("SELECT user, view FROM homes")}

    def files(self) -> list[tuple[dict[str, Any], bytes]]:
        rows = self._db.execute("SELECT record, content FROM files")
        return [(json.loads(record), bytes(content)) for record, content in rows]

    def reads(self) -> dict[tuple[str, str], str]:
        return {(user, channel): ts for user, channel, ts in self._db.execute("SELECT user, channel, ts FROM reads")}

    def keep_message(self, channel: str, message: dict[str, Any]) -> None:
        row = (channel, message["ts"], json.dumps(message))
        self._db.execute("INSERT OR REPLACE INTO messages VALUES (?, ?, ?)", row)

    def drop_message(self, channel: str, ts: str) -> None:
        self._db.execute("DELETE FROM messages WHERE channel = ? AND ts = ?", (channel, ts))

    def keep_home(self, user: str, view: dict[str, Any]) -> None:
        self._db.execute("INSERT OR REPLACE INTO homes VALUES (?, ?)", (user, json.dumps(view)))

    def keep_file(self, record: dict[str, Any], content: bytes) -> None:
        row = (record["id"], json.dumps(record), content)
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", row)

    def keep_read(self, user: str, channel: str, ts: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO reads VALUES (?, ?, ?)", (user, channel, ts))

    def close(self) -> None:
        self._db.close()
