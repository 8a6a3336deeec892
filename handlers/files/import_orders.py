"""Import of orders: an export's orders are stored as pushed ones are; running it twice changes nothing."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from bot.purchase import Purchase
from handlers.casework.desk import Desk
from handlers.casework.orders import Told, take_in_orders
from handlers.files.exports import RefusedRow, read_order_export, write_refusals
from handlers.files.import_file import Imported
from handlers.files.refusals import readable
from storage.arrivals import Stored

_BATCH = 500


def import_orders(path: Path, source: str, store: str | None, desk: Desk, step: Callable[[], None]) -> Imported:
    """Store every readable order; `step` is called once per order or refused row.

    Raises `ExportUnreadable` for a file that is none. A file is a snapshot, not an event: an order whose content was
    ever imported before is a duplicate. What the orders mean for cases follows at once; the cards, once the desk runs.
    """
    refused: list[RefusedRow] = []
    policy = desk.policy
    only = next(iter(policy.stores)) if len(policy.stores) == 1 else "default"
    names = {known.name: key for key, known in policy.stores.items()}
    rows = read_order_export(path, default_store=store or only, timezone=policy.zone, stores=names)
    accepted = duplicates = 0
    orders = readable(rows, refused, step)
    while batch := list(islice(orders, _BATCH)):
        stored = desk.db.in_transaction(_store, desk, source, batch)
        accepted, duplicates = accepted + stored.accepted, duplicates + stored.duplicates
    return Imported(accepted, duplicates, len(refused), write_refusals(path, refused))


def _store(session: Session, desk: Desk, source: str, batch: list[Purchase]) -> Stored:
    return take_in_orders(session, desk, Told(source, "import", batch))
