"""Like cases: those that ended well and are like one that is being handled, the likest first."""

from datetime import datetime

from sqlmodel import Session, col

from bot.case_file import CaseFile
from bot.rules.likeness import Complaint, are_alike, complaint
from bot.vocabulary import Status
from storage.case_files import file_of, files
from storage.compensations import paid_in
from storage.tables import CaseRow, ReviewRow

_LOOKED_AT = 100  # the newest; of one product besides, so many that a rare one finds its own


def went_well(session: Session, file: CaseFile, since: datetime, most: int) -> list[tuple[CaseFile, int]]:
    """At most so many, and what was paid in each, in cents: of the same product first, then the most content customer.

    Well: the call-back said 4 or 5, and the case was never opened again.
    """
    case, review = file.case, file.review
    if case.category is None:
        return []
    well = (
        files()
        .where(
            col(CaseRow.category) == case.category,
            col(CaseRow.satisfaction) >= 4,  # as the index has it
            col(CaseRow.reopened) == 0,
            col(CaseRow.status) == Status.CLOSED,
            col(CaseRow.closed_at) >= since,
            col(CaseRow.id) != case.id,
        )
        .order_by(col(CaseRow.closed_at).desc())
        .limit(_LOOKED_AT)
    )
    of_product = well.where(col(ReviewRow.sku) == review.sku, col(ReviewRow.store) == review.store)
    asked = [of_product, well] if review.sku else [well]
    found = {
        one.case.id: one
        for query in asked
        for one in (file_of(session, row, around=False) for row in session.execute(query).all())
    }
    this = _complaint(file)
    like = [one for one in found.values() if are_alike(this, _complaint(one))]
    like.sort(key=lambda one: (one.review.sku == review.sku, one.case.satisfaction or 0, one.case.id), reverse=True)
    paid = paid_in(session, [one.case.id for one in like[:most]])
    return [(one, paid.get(one.case.id, 0)) for one in like[:most]]


def _complaint(file: CaseFile) -> Complaint:
    given = [(reason.rule, reason.evidence) for reason in file.reasons]
    case = file.case
    return complaint(case.id, case.opened_at, case.category, given, file.review.text, safety=case.safety)
