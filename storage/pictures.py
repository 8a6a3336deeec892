"""Pictures: what messages show beside words, and how far each has come on its way into Slack."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from bot.messenger import Upload
from storage.tables import PictureRow


@dataclass(frozen=True)
class Picture:
    """A picture as the courier needs it; see `PictureRow`."""

    id: int
    slack_file: str | None
    ready: bool
    waiting_since: datetime | None


def add(session: Session, upload: Upload, now: datetime) -> int:
    """Keep it; its number."""
    row = PictureRow(name=upload.name, alt=upload.alt, png=upload.png, made_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def find(session: Session, numbers: Collection[int]) -> dict[int, Picture]:
    """Those of them that are not forgotten; without the pictures themselves."""
    asked = select(PictureRow.id, PictureRow.slack_file, PictureRow.ready, PictureRow.waiting_since)
    rows = session.exec(asked.where(col(PictureRow.id).in_(numbers))).all()
    return {number: Picture(number, file, ready, since) for number, file, ready, since in rows if number is not None}


def content(session: Session, number: int) -> Upload:
    """The picture itself."""
    row = session.exec(select(PictureRow).where(PictureRow.id == number)).one()
    return Upload(row.name, row.alt, bytes(row.png))


def note_uploaded(session: Session, number: int, file: str, now: datetime) -> None:
    """It is a file in Slack now, which Slack has yet to look through."""
    _set(session, number, slack_file=file, ready=False, waiting_since=now)


def note_ready(session: Session, number: int) -> None:
    """Slack shows it."""
    _set(session, number, ready=True, waiting_since=None, trouble=None)


def note_waiting(session: Session, number: int, now: datetime) -> None:
    """A message waits for it, from now on unless one has waited already."""
    session.execute(
        update(PictureRow)
        .where(col(PictureRow.id) == number, col(PictureRow.waiting_since).is_(None))
        .values(waiting_since=now)
    )


def note_lost(session: Session, number: int, because: str) -> None:
    """A message goes out without it; the next that shows it uploads it anew."""
    _set(session, number, slack_file=None, ready=False, waiting_since=None, trouble=because)


def last_trouble(session: Session) -> str | None:
    """Why the newest picture is not shown; None where it is."""
    return session.exec(select(PictureRow.trouble).order_by(col(PictureRow.made_at).desc()).limit(1)).first()


def forget(session: Session, before: datetime, limit: int) -> int:
    """Delete up to `limit` that were made before then; how many. What stands in Slack stays there."""
    some = select(PictureRow.id).where(PictureRow.made_at < before).order_by(col(PictureRow.made_at)).limit(limit)
    numbers = [number for number in session.exec(some.with_for_update(skip_locked=True)).all() if number is not None]
    session.execute(delete(PictureRow).where(col(PictureRow.id).in_(numbers)))
    return len(numbers)


def _set(session: Session, number: int, **values: object) -> None:
    session.execute(update(PictureRow).where(col(PictureRow.id) == number).values(**values))
