"""Incident file: an incident with all that its card, its dialogs and the lists about it show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.case_file import CaseFile, ReasonGiven
from bot.messenger import Posted
from bot.rules.batches import Batch
from bot.rules.incidents import Incident
from bot.vocabulary import Grade


@dataclass(frozen=True)
class Buyers:
    """How many customers bought from the first to the last day, and how many of them have not complained."""

    every: int
    silent: int
    first: date
    last: date


@dataclass(frozen=True)
class IncidentFile:
    """`children` are its newest cases, the newest first; the counts are of all. `topics` come the most first."""

    incident: Incident
    children: tuple[CaseFile, ...]
    total: int
    today: int
    unclaimed: int
    unfinished: int
    grade: Grade
    since: datetime
    topics: tuple[tuple[ReasonGiven, int], ...]
    batch: Batch
    card: Posted | None
    buyers: Buyers | None = None


@dataclass(frozen=True)
class IncidentHappening:
    """One line of an incident's own timeline."""

    at: datetime
    actor: str | None
    what: str
    facts: dict[str, Any]
