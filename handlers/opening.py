"""Opening: the database with its schema and its keys, for what serves and for commands that work on the records."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
import typer

from bot.policy.loader import load_policy
from bot.policy.model import Policy
from handlers import data_key
from handlers.clock.clocks import SystemClock
from handlers.plain_faults import one_sentence
from handlers.settings import Settings
from scripts_library.wording import Wording
from storage import schema
from storage.database import Database
from storage.keys_in_use import take_into_use

log = structlog.get_logger()


@dataclass(frozen=True)
class Books:
    """What a command needs that works on the shop's records while nothing is served."""

    settings: Settings
    policy: Policy
    say: Wording
    database: Database


@contextmanager
def at_the_books() -> Iterator[Books]:
    """Inside, a fault that an admin can mend is one sentence; at the end the database is closed."""
    with one_sentence():
        settings = Settings.read()
        policy, say = load_policy(settings.policy_file), Wording(settings.locale)
        database = current_database(settings.database_url)
        try:
            yield Books(settings, policy, say, database)
        finally:
            database.close()


def current_database(url: str) -> Database:
    """The database, at the current schema and with its keys; a first start on SQLite makes it, and a key."""
    database = opened(url)
    if database.is_sqlite and schema.is_empty(database):
        schema.migrate(database)
    schema.check(database)
    tell_of(make_key(database))
    take_into_use(database, SystemClock().now())
    return database


def opened(url: str) -> Database:
    """With its keys, if there are any yet."""
    database = Database(url)
    database.try_out()
    data_key.unlock(Settings.read(), database)
    return database


def make_key(database: Database) -> Path | None:
    """At the first start; the file that was made."""
    if database.keys:
        return None
    file = data_key.unlock(Settings.read(), database)
    if file:
        data_key.make(file, database)
    return file


def tell_of(made: Path | None) -> None:
    """Where a key was made: in the log of what serves, in the answer of a command."""
    if made and structlog.is_configured():
        log.info("a key for the customers' data was made; keep it, and not beside the backups", file=str(made))
    elif made:
        typer.echo(Wording(Settings.read().locale)("operations.key_made", file=made))
