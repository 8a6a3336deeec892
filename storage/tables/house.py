"""Tables of the desk's own housekeeping: daily jobs, who is off, keys."""

from datetime import date, datetime

from sqlmodel import Field

from storage.tables.parts import Row, moment


class OccurrenceRow(Row, table=True):
    """A daily job that has been done for a local date."""

    __tablename__ = "occurrence"

    name: str = Field(primary_key=True)
    local_date: date = Field(primary_key=True)
    at: datetime = moment()


class PersonRow(Row, table=True):
    """A member: until when they have signed off, and when a new case was last given to them."""

    __tablename__ = "person"

    user_id: str = Field(primary_key=True)
    off_until: datetime | None = moment(nullable=True)
    given_at: datetime | None = moment(nullable=True)


class DataKeyRow(Row, table=True):
    """A key that something in this database is sealed under, by its id; the key itself is kept elsewhere."""

    __tablename__ = "data_key"

    key_id: str = Field(primary_key=True)
    since: datetime = moment()
