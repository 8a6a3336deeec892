"""Importing: a file is taken in from the command line, with progress, and told of in the language of the desk."""

from pathlib import Path

import typer

from bot.cards.look import Look
from handlers.casework.desk import Desk
from handlers.casework.directory import Directory
from handlers.clock.clocks import SystemClock
from handlers.files.columns import CHATS, ORDERS, REVIEWS
from handlers.files.exports import count_rows
from handlers.files.import_chats import import_chats
from handlers.files.import_file import Target, import_file
from handlers.files.import_orders import import_orders
from handlers.files.progress import row_progress
from handlers.files.refusals import ExportUnreadable
from handlers.opening import Books, at_the_books
from handlers.plain_faults import Refused
from scripts_library.scripts import Library


def take_in(file: Path, source: str, store: str | None, *, orders: bool = False, chats: bool = False) -> None:
    """Reviews, or orders, or service chats. Raises `Refused` for a file that cannot be read."""
    with at_the_books() as books:
        say = books.say
        try:
            rows = count_rows(file, ORDERS if orders else CHATS if chats else REVIEWS)
            with row_progress(say("import.reading", file=file.name), rows) as step:
                if orders:
                    done = import_orders(file, source, store, _desk_of(books), step)
                else:
                    importer = import_chats if chats else import_file
                    done = importer(file, source, store, into=_target(books), step=step)
        except ExportUnreadable as unreadable:
            raise Refused(unreadable.in_locale(books.settings.locale)) from None
        typer.echo(say("import.done", accepted=done.accepted, duplicates=done.duplicates, refused=done.refused))
        later = say("import.orders_later" if orders else "import.chats_later" if chats else "import.later")
        typer.echo(say("import.report", report=done.report) if done.report else later)


def take_in_rota(file: Path, calendar: str | None, *, dry_run: bool) -> None:
    """A calendar of leave and shifts. Raises `Refused` for a file that cannot be read."""
    from handlers.files.import_rota import import_rota  # calendars are not loaded for a spreadsheet
    from handlers.files.rota_report import told

    with at_the_books() as books:
        try:
            done = import_rota(file, calendar, into=_target(books), only_look=dry_run)
        except ExportUnreadable as unreadable:
            raise Refused(unreadable.in_locale(books.settings.locale)) from None
        for line in told(done, file, books.say, is_dry=dry_run):
            typer.echo(line)


def _target(books: Books) -> Target:
    return Target(books.policy, books.database, SystemClock())


def _desk_of(books: Books) -> Desk:
    """A desk at which nobody works: what is done there is sent by the desk that runs."""
    look = Look(books.say, books.policy, str)
    return Desk(books.database, SystemClock(), books.policy, look, Directory({}), Library(books.settings.locale))
