"""Server clock: what time the database server has; processes that share a database must agree about the time."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlmodel import Session


def server_time(session: Session) -> datetime | None:
    """The server's moment in UTC; None on SQLite, which has the clock of this machine."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    told: datetime = session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
    return told.astimezone(UTC)
