"""Operations: an admin's commands that look after the database, and what they print."""

from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from handlers.data_key import place_of
from handlers.settings import Settings
from scripts_library.wording import Wording
from storage.backup import back_up
from storage.database import Database
from storage.moving import move
from storage.rekeying import rekey


def backed_up(database: Database, file: Path, settings: Settings, *, force: bool) -> str:
    """Make the backup; one sentence about it, and one about the key that is not in it."""
    with closing(database):
        counts = back_up(database, file, force=force)
        key = place_of(settings, database) or "DATA_KEY"
    rows = f"{counts['case']} cases, {counts['review']} reviews, {sum(counts.values())} rows in all"
    return f"{file}: {rows}, checked; whoever restores it needs the key too, keep {key} somewhere else"


def rekeyed(database: Database, say: Wording) -> None:
    """Seal everything anew; a progress line, then what was done and which keys may go."""
    console, beside = Console(), Console(stderr=True)
    with Progress(console=beside, disable=not beside.is_terminal) as progress:
        going = progress.add_task(say("operations.rekeying"), total=None)
        rows, retired = rekey(database, lambda done, total: progress.update(going, completed=done, total=total))
    assert database.keys, "whoever seals anew has a key"
    console.print(say("operations.rekeyed", rows=rows, key_id=database.keys.first.id), soft_wrap=True)
    if retired:
        console.print(say("operations.retired", keys=", ".join(retired)), soft_wrap=True)


def moved(source: Database, target: Database, settings: Settings, say: Wording) -> None:
    """Move the shop; a progress line, then a table of what was moved."""
    console, beside = Console(), Console(stderr=True)
    with closing(source), closing(target), Progress(console=beside, disable=not beside.is_terminal) as progress:
        going = progress.add_task(say("operations.moving"), total=None)
        counts = move(source, target, lambda _, rows: progress.advance(going, rows))
    table = Table(say("operations.table"), say("operations.rows"), title=say("operations.moved"), title_justify="left")
    for name, rows in counts.items():
        table.add_row(name, str(rows))
    console.print(table)
    console.print(say("operations.next"), soft_wrap=True)
    if key := place_of(settings, source):
        console.print(say("operations.next_key", file=key), soft_wrap=True)
