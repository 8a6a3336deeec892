"""Past reviews: what was written and what was known around it when it arrived, for reading it anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.vocabulary import Category, ReviewChange, Tier
from storage import reviews
from storage.tables import CaseRow, ReviewRow


@dataclass(frozen=True)
class PastReview:
    """A review as it stands now, with the signals beyond its text."""

    source: str
    external_id: str
    case_id: int | None
    text: str
    rating: int | None
    is_appended: bool
    images: int
    videos: int
    useful: int
    tier: Tier
    earlier_complaints: int
    alike_24h: int
    order_top_tenth: bool


def past_reviews(session: Session, begin: datetime) -> list[PastReview]:
    """Those received since `begin` and not deleted, oldest first."""
    rows = session.execute(
        select(ReviewRow, CaseRow.id)
        .outerjoin(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .where(col(ReviewRow.received_at) >= begin, col(ReviewRow.deleted_at).is_(None))
        .order_by(col(ReviewRow.id))
    ).all()
    return [_past(session, row, case_id) for row, case_id in rows]


def _past(session: Session, row: ReviewRow, case_id: int | None) -> PastReview:
    at, review_id = row.received_at, row.id or 0
    category = Category(row.category) if row.category else None
    return PastReview(
        source=row.source,
        external_id=row.external_id,
        case_id=case_id,
        text=row.text,
        rating=row.rating,
        is_appended=row.change == ReviewChange.APPENDED,
        images=row.images,
        videos=row.videos,
        useful=row.useful,
        tier=Tier(row.tier),
        earlier_complaints=reviews.earlier_complaints(
            session, row.customer_id, store=row.store, besides=review_id, now=at
        ),
        alike_24h=reviews.alike(session, row.sku, category, at),
        order_top_tenth=reviews.is_top_tenth(session, review_id),
    )
