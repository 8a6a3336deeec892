"""Incident evidence: every case of an incident whole, as the records have it, to prove what was known and done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.case import Case
from bot.case_file import Happening
from storage import causes, compensations
from storage.cases import case_of
from storage.incident_cases import case_ids_in
from storage.quality_checks import CHECKED
from storage.tables import CaseRow, EventRow, InboxRow, ReviewRow, RevisionRow


@dataclass(frozen=True)
class Wording:
    """A review as it read from some moment on."""

    number: int
    change: str
    rating: int | None
    text: str
    at: datetime


@dataclass(frozen=True)
class Arrived:
    """A delivery as the source sent it, with everything in it."""

    at: datetime
    content_hash: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Evidence:
    """One case. `customer` and `order` are here in full."""

    case: Case
    source: str
    external_id: str
    platform: str
    customer: dict[str, str]
    order: str
    written_at: datetime
    received_at: datetime
    wordings: Sequence[Wording]
    deliveries: Sequence[Arrived]
    happenings: Sequence[Happening]
    solution: str
    paid_cents: Sequence[tuple[str, int]]
    cause: str


def evidence_of(session: Session, number: int) -> Iterator[Evidence]:
    """Case by case, by number."""
    for case_id in case_ids_in(session, number):
        row, review = session.exec(
            select(CaseRow, ReviewRow)
            .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
            .where(CaseRow.id == case_id)
        ).one()
        yield _evidence(session, case_id, row, review)


def _evidence(session: Session, case_id: int, row: CaseRow, review: ReviewRow) -> Evidence:
    finding = causes.last_of(session, case_id)
    customer = {
        "id": review.customer_id or "",
        "name": review.customer_name,
        "phone": review.customer_phone,
        "email": review.customer_email,
    }
    return Evidence(
        case=case_of(row),
        source=review.source,
        external_id=review.external_id,
        platform=review.platform,
        customer=customer,
        order=review.order_id or "",
        written_at=review.written_at,
        received_at=review.received_at,
        wordings=_wordings(session, review),
        deliveries=_deliveries(session, review),
        happenings=_happenings(session, case_id),
        solution=row.solution or "",
        paid_cents=[(one.stand, one.amount_cents) for one in compensations.all_of(session, case_id)],
        cause=finding.cause.note if finding else "",
    )


def _wordings(session: Session, review: ReviewRow) -> list[Wording]:
    rows = session.exec(select(RevisionRow).where(RevisionRow.review_id == review.id).order_by(col(RevisionRow.number)))
    return [Wording(row.number, row.change, row.rating, row.text, row.at) for row in rows]


def _deliveries(session: Session, review: ReviewRow) -> list[Arrived]:
    rows = session.exec(
        select(InboxRow)
        .where(InboxRow.source == review.source, InboxRow.external_id == review.external_id)
        .order_by(col(InboxRow.id))
    )
    return [Arrived(row.received_at, row.content_hash, row.review) for row in rows]


def _happenings(session: Session, case_id: int) -> list[Happening]:
    about_it = (EventRow.case_id == case_id, EventRow.what != CHECKED)  # a check of a colleague is no evidence
    rows = session.exec(select(EventRow).where(*about_it).order_by(col(EventRow.id)))
    return [Happening(row.at, row.actor, row.what, row.facts) for row in rows]
