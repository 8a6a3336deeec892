"""Plain faults: what the user can mend ends a command with one sentence, and without a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.policy.loader import PolicyError
from handlers.data_key import KeyUnusable
from handlers.http.serving import PortTaken
from handlers.settings import SettingsError
from handlers.slack.socket_mode import NoSocketMode
from scripts_library.scripts import ScriptsFaulty
from storage.backup import NoBackup
from storage.engines import DatabaseUnusable
from storage.holding import DatabaseHeld
from storage.keys_in_use import WrongKeys
from storage.moving import CannotMove
from storage.schema import SchemaTooOld, TracesLeft
from storage.sealing import CannotOpen

FAILED = 1


class Refused(Exception):
    """Something the user must mend; the message is one clear sentence."""


_MENDABLE = (
    Refused,
    CannotMove,
    CannotOpen,
    DatabaseHeld,
    DatabaseUnusable,
    KeyUnusable,
    NoBackup,
    NoSocketMode,
    PolicyError,
    PortTaken,
    SchemaTooOld,
    ScriptsFaulty,
    SettingsError,
    TracesLeft,
    WrongKeys,
)


@contextmanager
def one_sentence() -> Iterator[None]:
    """Inside, such a fault is told on standard error, and the command ends with exit code 1."""
    try:
        yield
    except _MENDABLE as told:
        typer.echo(str(told), err=True)
        raise typer.Exit(FAILED) from None
    except KeyboardInterrupt:
        sys.exit(0)
