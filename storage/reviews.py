"""Reviews: the current wording, its revisions, and what is known around it when a case is opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from bot.masking import mask_text
from bot.review import Review
from bot.vocabulary import Category, ReviewChange, Tier
from storage.inbox import Delivery
from storage.sealing import KeyRing, ring_of
from storage.tables import CaseRow, ReviewRow, RevisionRow

_DAY = timedelta(days=1)
_SEASON = timedelta(days=90)
_RECENT, _ENOUGH = 500, 20
ORDER, NAME = "review.order_id", "review.customer_name"


@dataclass(frozen=True)
class Kept:
    """A review as it stands after a delivery, with all that earlier ones told; and the case it has already."""

    review_id: int
    case_id: int | None
    store: str
    line: str
    sku: str | None
    customer_id: str | None
    tier: Tier
    rating: int | None
    images: int
    videos: int
    useful: int
    says_something_new: bool


def keep(
    session: Session, delivery: Delivery, received_at: datetime, *, category: Category | None, is_negative: bool
) -> Kept:
    """Store the review, or its next revision on the same row."""
    review = delivery.review
    row = session.exec(
        select(ReviewRow).where(ReviewRow.source == delivery.source, ReviewRow.external_id == review.id)
    ).first()
    is_new = row is None
    if row is None:
        row = ReviewRow(
            source=delivery.source,
            external_id=review.id,
            content_hash="",
            store=review.store,
            written_at=review.created_at,
            received_at=received_at,
            revision=0,
        )
    before = (row.text, row.rating, row.deleted_at is None)
    _write(row, review, received_at)
    _note_fingerprints(session, row)
    says_something_new = is_new or before != (row.text, row.rating, row.deleted_at is None)
    _mark_change(row, review, received_at, is_new=is_new, is_news=says_something_new)
    row.category, row.is_negative = category, is_negative
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(
        RevisionRow(
            review_id=row.id, number=row.revision, change=row.change, rating=row.rating, text=row.text, at=received_at
        )
    )
    return _kept(session, row, row.id, says_something_new=says_something_new)


def reads_as(session: Session, delivery: Delivery) -> tuple[str, int | None]:
    """The words and stars of the review once this delivery is taken in: a 追评 is read with what it adds to."""
    review = delivery.review
    row = session.exec(
        select(ReviewRow).where(ReviewRow.source == delivery.source, ReviewRow.external_id == review.id)
    ).first()
    if row is None:
        return mask_text(review.text), review.rating
    return _text_after(row, review), _rating_after(row, review)


def fingerprints_of(ring: KeyRing, order_id: str | None, name: str) -> dict[str, str | None]:
    """By what a review is found although order number and name lie sealed, as columns."""
    return {
        "order_fingerprint": ring.fingerprint(order_id, ORDER) if order_id else None,
        "name_fingerprint": ring.fingerprint(name, NAME) if name else None,
    }


def earlier_complaints(session: Session, customer_id: str | None, *, store: str, besides: int, now: datetime) -> int:
    """How many other cases this customer had with the store in 90 days."""
    if not customer_id:
        return 0
    return session.exec(
        select(func.count(col(CaseRow.id)))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(
            ReviewRow.customer_id == customer_id,
            ReviewRow.store == store,
            ReviewRow.id != besides,
            CaseRow.opened_at > now - _SEASON,
        )
    ).one()


def alike(session: Session, sku: str | None, category: Category | None, now: datetime) -> int:
    """How many negative reviews of this product and category arrived in 24 hours, this one included."""
    if not sku or category is None:
        return 0
    return session.exec(
        select(func.count(col(ReviewRow.id))).where(
            ReviewRow.sku == sku,
            ReviewRow.category == category,
            ReviewRow.received_at > now - _DAY,
            col(ReviewRow.is_negative),
            col(ReviewRow.deleted_at).is_(None),
        )
    ).one()


def any_yet(session: Session) -> bool:
    """Whether the desk has had any review."""
    return session.exec(select(ReviewRow.id).limit(1)).first() is not None


def is_top_tenth(session: Session, review_id: int) -> bool:
    """Whether this order is among the dearest tenth of the store's last 500; False while there are fewer than 20."""
    ours = session.exec(select(ReviewRow).where(ReviewRow.id == review_id)).one()
    if ours.order_paid_cents is None:
        return False
    paid = session.exec(
        select(ReviewRow.order_paid_cents)
        .where(ReviewRow.store == ours.store, col(ReviewRow.order_paid_cents).is_not(None))
        .order_by(col(ReviewRow.id).desc())
        .limit(_RECENT)
    ).all()
    dearer = sum(1 for one in paid if one is not None and one > ours.order_paid_cents)
    return len(paid) >= _ENOUGH and dearer < len(paid) / 10


def _write(row: ReviewRow, review: Review, at: datetime) -> None:
    row.content_hash = review.content_hash
    row.deleted_at = (row.deleted_at or at) if review.type is ReviewChange.DELETED else None
    if review.type is ReviewChange.DELETED:
        return
    row.text, row.rating = _text_after(row, review), _rating_after(row, review)
    _write_surroundings(row, review)


def _note_fingerprints(session: Session, row: ReviewRow) -> None:
    if row.order_id or row.customer_name:
        ring = ring_of(session.get_bind().dialect)
        for name, value in fingerprints_of(ring, row.order_id, row.customer_name or "").items():
            setattr(row, name, value)


def _mark_change(row: ReviewRow, review: Review, at: datetime, *, is_new: bool, is_news: bool) -> None:
    """More votes or another picture are kept, but the customer has not said anything new by that."""
    row.revision += 1
    if is_news:
        row.change = review.type
        row.changed_at = None if is_new else at


def _text_after(row: ReviewRow, review: Review) -> str:
    """What was said stays said: an edit without words changes only the stars, a 追评 told twice is added once.

    Numbers and addresses in it are masked: nobody is shown them in full, so here they are not kept.
    """
    said = mask_text(review.text)
    if review.type is ReviewChange.DELETED:
        return row.text
    if review.type is not ReviewChange.APPENDED:
        return said or row.text
    is_known = row.text == said or row.text.endswith(f"\n{said}")
    return row.text if is_known else f"{row.text}\n{said}".strip()


def _rating_after(row: ReviewRow, review: Review) -> int | None:
    return row.rating if review.rating is None or review.type is ReviewChange.DELETED else review.rating


def _write_surroundings(row: ReviewRow, review: Review) -> None:
    """Senders of a revision may leave out what they told before: that does not unsay it."""
    row.platform = review.platform or row.platform
    row.sku = review.product.sku or row.sku
    row.product_name = review.product.name or row.product_name
    row.line = review.product.line or row.line
    row.order_id = review.order.id or row.order_id
    row.order_paid_cents = row.order_paid_cents if review.order.paid is None else int(review.order.paid * 100)
    row.forgotten_at = None
    row.customer_id = review.customer.id or row.customer_id
    row.customer_name = review.customer.name or row.customer_name
    row.customer_phone = review.customer.phone or row.customer_phone
    row.customer_email = review.customer.email or row.customer_email
    row.tier = review.customer.tier if "tier" in review.customer.model_fields_set else (row.tier or Tier.BASIC)
    row.images = max(len(review.images), row.images or 0)
    row.videos = max(len(review.videos), row.videos or 0)
    row.useful = max(review.useful, row.useful or 0)


def _kept(session: Session, row: ReviewRow, review_id: int, *, says_something_new: bool) -> Kept:
    return Kept(
        review_id=review_id,
        case_id=session.exec(select(CaseRow.id).where(CaseRow.review_id == review_id)).first(),
        store=row.store,
        line=row.line,
        sku=row.sku,
        customer_id=row.customer_id,
        tier=Tier(row.tier),
        rating=row.rating,
        images=row.images,
        videos=row.videos,
        useful=row.useful,
        says_something_new=says_something_new,
    )
