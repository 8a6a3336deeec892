"""Import of chats: an export's lines are stored as pushed ones are; running it twice changes nothing."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from bot.chat import ChatLine
from handlers.casework.chats import understood, with_old_ones
from handlers.files.exports import RefusedRow, read_chat_export, write_refusals
from handlers.files.import_file import Imported, Target
from handlers.files.refusals import readable
from storage import chats
from storage.arrivals import Stored

_BATCH = 500


def import_chats(path: Path, source: str, store: str | None, *, into: Target, step: Callable[[], None]) -> Imported:
    """Store every readable line; `step` is called once per row. Raises `ExportUnreadable` for a file that is none.

    A line whose id was ever delivered before is a duplicate. What the lines add up to is looked at by the desk that
    runs.
    """
    refused: list[RefusedRow] = []
    policy = into.policy
    only = next(iter(policy.stores)) if len(policy.stores) == 1 else "default"
    names = {known.name: key for key, known in policy.stores.items()}
    rows = read_chat_export(path, default_store=store or only, timezone=policy.zone, stores=names)
    accepted = duplicates = 0
    lines = readable(rows, refused, step)
    while batch := list(islice(lines, _BATCH)):
        stored = _stored(source, batch, into)
        accepted, duplicates = accepted + stored.accepted, duplicates + stored.duplicates
    return Imported(accepted, duplicates, len(refused), write_refusals(path, refused))


def _stored(source: str, batch: list[ChatLine], into: Target) -> Stored:
    now = into.clock.now()
    heard = understood(source, batch, into.policy.zone, now)
    return with_old_ones(into.database.in_transaction(chats.keep, heard, now), batch, heard)
