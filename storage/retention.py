"""Retention: contact details go when nobody needs them any more; the review, its case and its story stay."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_
from sqlmodel import Session, col, select

from bot.masking import mask_name, mask_tail, mask_text
from bot.vocabulary import Status
from storage.tables import CaseRow, DispatchRow, EventRow, InboxRow, ReviewRow, TaskRow

_TAIL = 4  # letters of an order number that stay: enough to tell two orders apart
_OVER = (Status.CLOSED, Status.DISMISSED)


def forget(session: Session, before: datetime, now: datetime, limit: int) -> int:
    """Mask up to `limit` reviews, and the deliveries they came in, that were still since `before`; how many there were.

    Still means: no word of the customer and no step of the case since then, and the case is over.
    """
    alive = exists().where(
        col(CaseRow.review_id) == col(ReviewRow.id),
        or_(
            col(CaseRow.status).not_in(_OVER),
            exists().where(col(EventRow.case_id) == col(CaseRow.id), col(EventRow.at) >= before),
        ),
    )
    rows = session.exec(
        select(ReviewRow)
        .where(
            col(ReviewRow.forgotten_at).is_(None),
            ReviewRow.received_at < before,
            func.coalesce(ReviewRow.changed_at, ReviewRow.received_at) < before,
            ~alive,
        )
        .order_by(col(ReviewRow.received_at))
        .limit(limit)
        .with_for_update(skip_locked=True, of=ReviewRow)
    ).all()
    for row in rows:
        _mask(session, row, now)
    session.flush()
    return len(rows)


def _mask(session: Session, row: ReviewRow, now: datetime) -> None:
    _mask_letters(session, row)
    row.customer_name, row.customer_phone, row.customer_email = mask_name(row.customer_name), "", ""
    row.order_id = mask_tail(row.order_id, _TAIL) if row.order_id else None
    row.order_fingerprint, row.name_fingerprint = None, None
    row.forgotten_at = now
    session.add(row)
    deliveries = session.exec(
        select(InboxRow).where(
            InboxRow.source == row.source,
            InboxRow.external_id == row.external_id,
            col(InboxRow.taken_in_at).is_not(None),
        )
    ).all()
    for delivery in deliveries:
        delivery.review = _without_details(delivery.review)
        session.add(delivery)


def _mask_letters(session: Session, row: ReviewRow) -> None:
    """The words of letters and texts stay with their case; whom they were to goes."""
    name = row.customer_name.strip()
    of_review = (
        select(TaskRow).join(CaseRow, col(CaseRow.id) == col(TaskRow.case_id)).where(CaseRow.review_id == row.id)
    )
    for task in session.exec(of_review).all():
        task.what = _without_whom(task.what, name)
        session.add(task)
    sent = select(DispatchRow).join(CaseRow, col(CaseRow.id) == col(DispatchRow.case_id))
    for one in session.exec(sent.where(CaseRow.review_id == row.id)).all():
        one.text, one.note = _without_whom(one.text, name), _without_whom(one.note, name)
        one.because = _without_whom(one.because, name)
        session.add(one)


def _without_whom(words: str, name: str) -> str:
    return mask_text(words.replace(name, mask_name(name)) if name else words)


def _without_details(review: dict[str, Any]) -> dict[str, Any]:
    customer = {key: value for key, value in (review.get("customer") or {}).items() if key in ("id", "tier")}
    order = {key: value for key, value in (review.get("order") or {}).items() if key != "id"}
    text = {"text": mask_text(review["text"])} if review.get("text") else {}
    return review | {"customer": customer, "order": order} | text
