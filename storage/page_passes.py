"""Page passes: which links to the managers' page were used, and which of its sessions were ended."""

from datetime import datetime

from sqlmodel import Session

from storage.tables import PressRow
from storage.upserts import add_once


def use_link(session: Session, number: str, at: datetime) -> bool:
    """Whether this link was not used before; from now on it was."""
    return add_once(session, PressRow, {"key": f"page:link:{number}", "at": at})


def end_session(session: Session, number: str, at: datetime) -> None:
    """Whoever holds its words sees nothing any more."""
    add_once(session, PressRow, {"key": _ended(number), "at": at})


def is_ended(session: Session, number: str) -> bool:
    """Whether its person has left."""
    return session.get(PressRow, _ended(number)) is not None


def _ended(number: str) -> str:
    return f"page:left:{number}"
