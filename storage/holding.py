"""Holding: one process at a time works with a SQLite file; a second one is told so, in one sentence."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path


class DatabaseHeld(Exception):
    """Another process works with this file; the message is one sentence with the remedy."""


@dataclass(frozen=True)
class Holding:
    """A lock on a file beside the database. The system lets it go when the process ends, however it ends."""

    descriptor: int

    def release(self) -> None:
        """Let another process have it."""
        os.close(self.descriptor)


def hold(database: str) -> Holding:
    """Take it, or raise `DatabaseHeld`."""
    descriptor = os.open(f"{database}.held", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise DatabaseHeld(_sentence(database, holder)) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return Holding(descriptor)


def _sentence(database: str, holder: str) -> str:
    who = f"process {holder}" if holder else "another process"
    return (
        f"{who} already works with {Path(database).resolve()}, and SQLite serves one at a time: "
        "stop it first, or move to PostgreSQL with `python app.py move` to run several"
    )
