"""Tables of incidents: one product's trouble, the cases in it, and what happened to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.parts import Row, moment, sealed, sealed_json

# PostgreSQL has the same partial indexes, from the migrations: to name them here would load its dialect at every start.
_GOES_ON = text("stand <> 'closed'")
_WAKES = text("wakes_at IS NOT NULL")


class IncidentRow(Row, table=True):
    """An incident, as `bot.rules.incidents.Incident`; "" for a category that nobody could name."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_going", "store", "sku", "category", unique=True, sqlite_where=_GOES_ON),
        Index("incident_wakes", "wakes_at", sqlite_where=_WAKES),
    )

    id: int | None = Field(default=None, primary_key=True)
    store: str
    sku: str
    product: str = ""
    category: str = ""
    opened_at: datetime = moment()
    last_at: datetime = moment()
    stand: str
    owner: str | None = None
    safety_at: datetime | None = moment(nullable=True)
    stop_sale: str
    legal_due_at: datetime | None = moment(nullable=True)
    legal_told_at: datetime | None = moment(nullable=True)
    legal_ended_at: datetime | None = moment(nullable=True)
    legal_end: str | None = None
    legal_by: str | None = None
    legal_reason: str = sealed("incident.legal_reason")
    script: str = sealed("incident.script")
    script_version: int = 0
    outcome: str = sealed("incident.outcome")
    closed_by: str | None = None
    closed_at: datetime | None = moment(nullable=True)
    reached_out_by: str | None = None
    reached_out_at: datetime | None = moment(nullable=True)
    drawn_at: datetime | None = moment(nullable=True)
    redraw_at: datetime | None = moment(nullable=True)
    wakes_at: datetime | None = moment(nullable=True)


class IncidentCaseRow(Row, table=True):
    """A case in an incident; a case is in one at most."""

    __tablename__ = "incident_case"
    __table_args__ = (Index("incident_case_of", "incident_id", "case_id"),)

    case_id: int = Field(foreign_key="case.id", primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    joined_at: datetime = moment()


class IncidentEventRow(Row, table=True):
    """What happened to an incident, when, by whom. Append-only; the database refuses anything else."""

    __tablename__ = "incident_event"
    __table_args__ = (Index("incident_event_of", "incident_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    incident_id: int = Field(foreign_key="incident.id")
    at: datetime = moment()
    actor: str | None = None
    what: str
    facts: dict[str, Any] = sealed_json("incident_event.facts")
