"""Operations: an admin's commands that look after the database, and what they print."""

from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from scripts_library.wording import Wording
from storage.backup import back_up
from storage.database import Database
from storage.moving import move


def backed_up(database: Database, file: Path, *, force: bool) -> str:
    """Make the backup; one sentence about it."""
    with closing(database):
        counts = back_up(database, file, force=force)
    return f"{file}: {counts['case']} cases, {counts['review']} reviews, {sum(counts.values())} rows in all, checked"


def moved(source: Database, target: Database, say: Wording) -> None:
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
