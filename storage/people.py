"""People: who has signed off for now."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import PersonRow


def sign_off(session: Session, user_id: str, until: datetime | None) -> None:
    """Off until that moment; None is back at once."""
    row = session.get(PersonRow, user_id) or PersonRow(user_id=user_id)
    row.off_until = until
    session.add(row)


def signed_off(session: Session, now: datetime) -> dict[str, datetime]:
    """Who has signed off and is not back yet, and until when."""
    rows = session.exec(select(PersonRow.user_id, PersonRow.off_until).where(col(PersonRow.off_until) > now)).all()
    return {user_id: until for user_id, until in rows if until}


def off_until(session: Session, user_id: str, now: datetime) -> datetime | None:
    """Until when this person has signed off; None while on duty."""
    row = session.get(PersonRow, user_id)
    return row.off_until if row and row.off_until and row.off_until > now else None
