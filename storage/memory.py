"""Memory: what the shop went through with a customer before, in all their earlier cases."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.case_file import EarlierCase
from bot.vocabulary import Category, Solution, Status
from storage.compensations import paid_in
from storage.tables import CaseRow, ReviewRow

_EARLIER = (
    select(CaseRow, ReviewRow.product_name)
    .join(ReviewRow, col(CaseRow.review_id) == col(ReviewRow.id))
    .where(
        ReviewRow.customer_id == bindparam("customer_id"),
        ReviewRow.source == bindparam("source"),
        col(CaseRow.id) < bindparam("case_id"),
    )
    .order_by(col(CaseRow.id).desc())
    .limit(30)
)


def earlier_cases(session: Session, case_id: int, source: str, customer_id: str | None) -> tuple[EarlierCase, ...]:
    """The customer's cases before this one, newest first; none where nobody knows who the customer is."""
    if not customer_id:
        return ()
    known = {"customer_id": customer_id, "source": source, "case_id": case_id}
    rows = session.exec(_EARLIER, params=known).all()
    paid = paid_in(session, [row.id for row, _ in rows if row.id is not None])
    return tuple(_earlier(row, product, paid) for row, product in rows)


def _earlier(row: CaseRow, product: str | None, paid: dict[int, int]) -> EarlierCase:
    assert row.id is not None
    return EarlierCase(
        number=row.id,
        opened_at=row.opened_at,
        product=product or "",
        category=Category(row.category) if row.category else None,
        status=Status(row.status),
        solution=Solution(row.solution) if row.solution else None,
        paid_cents=paid.get(row.id, 0),
        satisfaction=row.satisfaction,
        intensity=row.intensity,
        bought_again_at=row.bought_again_at,
    )
