"""Trouble: whether a failure is the database's own, which passes, or a fault of the program, which does not."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionInTime

# PostgreSQL's classes for what passes: connection, resources, operator's intervention, system.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_PASSING = ("08", "53", "57", "58", "XX", "25006")


def is_the_databases(error: BaseException) -> bool:
    """Whether the database could not do its work: away, locked, full, read-only. Trying again later may help."""
    if isinstance(error, OperationalError | InterfaceError | NoConnectionInTime):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or code.startswith(_PASSING)
