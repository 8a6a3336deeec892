"""Import: an export's reviews go through the same inbox as pushed ones; running it twice changes nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from bot.clock import Clock
from bot.policy.model import Policy
from bot.review import Review
from handlers.files.exports import RefusedRow, read_export, write_refusals
from handlers.files.refusals import readable
from storage import arrivals
from storage.arrivals import Stored
from storage.database import Database
from storage.inbox import Delivery

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
    refused: list[RefusedRow] = []
    rows = _counted(_rows(path, store, into.policy), step)
    accepted = duplicates = 0
    for batch in _batches(readable(rows, refused)):
        stored = into.database.in_transaction(_store, source, batch, into.clock.now())
        accepted, duplicates = accepted + stored.accepted, duplicates + stored.duplicates
    return Imported(accepted, duplicates, len(refused), write_refusals(path, refused))


def _rows(path: Path, store: str | None, policy: Policy) -> Iterator[Review | RefusedRow]:
    only = next(iter(policy.stores)) if len(policy.stores) == 1 else "default"
    names = {known.name: key for key, known in policy.stores.items()}
    return read_export(path, default_store=store or only, timezone=policy.zone, stores=names)


def _counted(rows: Iterable[Review | RefusedRow], step: Callable[[], None]) -> Iterator[Review | RefusedRow]:
    for row in rows:
        step()
        yield row


def _batches(reviews: Iterator[Review]) -> Iterator[list[Review]]:
    while batch := list(islice(reviews, _BATCH)):
        yield batch


def _store(session: Session, source: str, batch: list[Review], now: datetime) -> Stored:
    (stored,) = arrivals.store(session, [[Delivery(source, "import", review) for review in batch]], now)
    return stored
