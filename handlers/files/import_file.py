"""Import: an export's reviews, or lines of chats, end where pushed ones do; running it twice changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session

from bot.chat import ChatLine
from bot.clock import Clock
from bot.policy.model import Policy
from bot.review import Review
from handlers.casework.chats import understood, with_old_ones
from handlers.files.chat_exports import read_chats
from handlers.files.exports import RefusedRow, read_export, write_refusals
from storage import arrivals, chats
from storage.arrivals import Stored
from storage.database import Database
from storage.inbox import Delivery

R = TypeVar("R", Review, ChatLine)
_BATCH = 200


@dataclass(frozen=True)
class Imported:
    """What became of a file. `report` is where the refused rows are listed, None when there are none."""

    accepted: int
    duplicates: int
    refused: int
    report: Path | None


@dataclass(frozen=True)
class Target:
    """Where imported reviews go."""

    policy: Policy
    database: Database
    clock: Clock


def import_file(path: Path, source: str, store: str | None, *, into: Target, step: Callable[[], None]) -> Imported:
    """Store every readable row; `step` is called once per row. Raises `ExportUnreadable` for a file that is none.

    A file is a snapshot, not an event: a row whose content was ever delivered before is a duplicate.
    """
    rows = read_export(path, timezone=into.policy.zone, **_stores(store, into.policy))

    def keep(batch: list[Review]) -> Stored:
        return into.database.in_transaction(_store, source, batch, into.clock.now())

    return _imported(path, rows, keep, step)


def import_chats(path: Path, source: str, store: str | None, *, into: Target, step: Callable[[], None]) -> Imported:
    """The same for lines of service chats; a line whose id was ever delivered before is a duplicate."""

    def keep(batch: list[ChatLine]) -> Stored:
        now = into.clock.now()
        heard = understood(source, batch, into.policy.zone, now)
        return with_old_ones(into.database.in_transaction(chats.keep, heard, now), batch, heard)

    rows = read_chats(path, timezone=into.policy.zone, **_stores(store, into.policy))
    return _imported(path, rows, keep, step)


def _imported(
    path: Path, rows: Iterable[R | RefusedRow], keep: Callable[[list[R]], Stored], step: Callable[[], None]
) -> Imported:
    refused: list[RefusedRow] = []
    accepted = duplicates = 0
    for batch in _batches(_readable(_counted(rows, step), refused)):
        stored = keep(batch)
        accepted, duplicates = accepted + stored.accepted, duplicates + stored.duplicates
    return Imported(accepted, duplicates, len(refused), write_refusals(path, refused))


def _stores(store: str | None, policy: Policy) -> dict[str, Any]:
    """Which store is meant where no column says so, and the keys of those that are named."""
    only = next(iter(policy.stores)) if len(policy.stores) == 1 else "default"
    return {"default_store": store or only, "stores": {known.name: key for key, known in policy.stores.items()}}


def _counted(rows: Iterable[R | RefusedRow], step: Callable[[], None]) -> Iterator[R | RefusedRow]:
    for row in rows:
        step()
        yield row


def _readable(rows: Iterable[R | RefusedRow], refused: list[RefusedRow]) -> Iterator[R]:
    for row in rows:
        if isinstance(row, RefusedRow):
            refused.append(row)
        else:
            yield row


def _batches(rows: Iterator[R]) -> Iterator[list[R]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _store(session: Session, source: str, batch: list[Review], now: datetime) -> Stored:
    (stored,) = arrivals.store(session, [[Delivery(source, "import", review) for review in batch]], now)
    return stored
