"""Tables of pictures that messages show."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed


class PictureRow(Row, table=True):
    """A picture of ours. `slack_file` is the file that it became in Slack, `ready` that Slack shows it.

    `waiting_since` is from when on messages have waited for it; `trouble` is why one went out without it.
    """

    __tablename__ = "picture"
    __table_args__ = (Index("picture_made", "made_at"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    alt: str = sealed("picture.alt")
    png: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = moment()
    slack_file: str | None = None
    ready: bool = False
    waiting_since: datetime | None = moment(nullable=True)
    trouble: str | None = None
