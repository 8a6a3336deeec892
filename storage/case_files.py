"""Case files: opening cases, and reading one with its review, its place in Slack and all that its card shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, and_, bindparam, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.case import Case
from bot.case_file import CaseFile, Happening, ReasonGiven, ReviewSeen
from bot.messenger import Posted
from bot.rules.escalation import Ladder
from bot.rules.refusals.cases import UnknownCase
from bot.vocabulary import Action, Category, Grade, ReviewChange, Tier
from storage import causes, compensations, dispatches, escalations, incidents, reply_requests, tasks
from storage.cases import case_of, columns_of, is_a_number_of_ours
from storage.choosing import CARD
from storage.memory import earlier_cases
from storage.tables import CaseRow, EventRow, MessageRow, ReviewRow, RevisionRow

Found = Row[CaseRow, ReviewRow, str | None, str | None]
Files = Select[CaseRow, ReviewRow, str | None, str | None]


# Made once: a card is drawn at every press, and making its statements would take as long as running them.
_COMPLAINTS = (
    select(func.count(col(CaseRow.id)))
    .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
    .where(
        ReviewRow.customer_id == bindparam("customer_id"),
        ReviewRow.store == bindparam("store"),
        CaseRow.opened_at <= bindparam("opened_at"),
        CaseRow.opened_at > bindparam("since"),
    )
)
_ALIKE = select(func.count(col(ReviewRow.id))).where(
    ReviewRow.sku == bindparam("sku"),
    ReviewRow.category == bindparam("category"),
    col(ReviewRow.is_negative),
    ReviewRow.received_at <= bindparam("received_at"),
    ReviewRow.received_at > bindparam("since"),
)


def open_case(
    session: Session,
    case_now: Case,
    *,
    review_id: int,
    secondary: Sequence[Category],
    reasons: Sequence[ReasonGiven],
    intensity: int,
    confidence: float,
    assigned_because: str,
    ladder: Ladder | None = None,
) -> int:
    """A new case; its id. `case_now.id` is not looked at: the database numbers cases. `ladder`: how it rises."""
    row = CaseRow(
        review_id=review_id,
        secondary=[str(one) for one in secondary],
        reasons=[{"rule": one.rule, "evidence": one.evidence} for one in reasons],
        intensity=intensity,
        confidence=confidence,
        assigned_because=assigned_because,
        graded=case_now.grade,
        ladder=escalations.written(ladder) if ladder else None,
        **columns_of(case_now),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def note_understanding(
    session: Session,
    case_id: int,
    *,
    secondary: Sequence[Category],
    reasons: Sequence[ReasonGiven],
    intensity: int,
    graded: Grade,
) -> None:
    """A revised review was understood anew: replace what the card says about it."""
    row = session.exec(select(CaseRow).where(CaseRow.id == case_id)).one()
    row.secondary = [str(one) for one in secondary]
    row.reasons = [{"rule": one.rule, "evidence": one.evidence} for one in reasons]
    row.intensity, row.graded = intensity, graded
    session.add(row)
    session.flush()


def note_assignment(session: Session, case_id: int, because: str) -> None:
    """Another answers for it now: chosen by the rules, or, where `because` is empty, by a person."""
    session.execute(update(CaseRow).where(col(CaseRow.id) == case_id).values(assigned_because=because))


def graded_before(session: Session, case_id: int) -> Grade:
    """How the review was judged last, whatever a person made of the case."""
    return Grade(session.exec(select(CaseRow.graded).where(CaseRow.id == case_id)).one())


def read_file(session: Session, case_id: int) -> CaseFile:
    """One case with everything around it; `UnknownCase` where there is none."""
    found = session.execute(_ONE, {"case_id": case_id}).first() if is_a_number_of_ours(case_id) else None
    if found is None:
        raise UnknownCase(case_id)
    return file_of(session, found, around=True)


def contact_details(session: Session, case_id: int) -> list[tuple[str, str]]:
    """What is known of how to reach the customer, in full; only what there is."""
    review = session.exec(
        select(ReviewRow).join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id)).where(CaseRow.id == case_id)
    ).one()
    known = {
        "name": review.customer_name,
        "phone": review.customer_phone,
        "email": review.customer_email,
        "order": review.order_id,
    }
    return [(key, value) for key, value in known.items() if value]


def timeline(session: Session, case_id: int, limit: int = 60) -> list[Happening]:
    """What happened to a case, oldest first; the newest `limit` of it."""
    rows = session.exec(
        select(EventRow).where(EventRow.case_id == case_id).order_by(col(EventRow.id).desc()).limit(limit)
    ).all()
    return [Happening(row.at, row.actor, row.what, row.facts) for row in reversed(rows)]


def asked_grade(session: Session, case_id: int) -> tuple[Grade, str] | None:
    """The grade and the reason that a supervisor was asked for last, unless the case was regraded since."""
    row = session.exec(
        select(EventRow)
        .where(EventRow.case_id == case_id, col(EventRow.what).in_(("asked_supervisor", Action.REGRADE)))
        .order_by(col(EventRow.id).desc())
        .limit(1)
    ).first()
    return (Grade(row.facts["grade_after"]), row.facts["note"]) if row and row.what == "asked_supervisor" else None


def files() -> Files:
    """What a file is read from, to be narrowed down."""
    return (
        sql_select(CaseRow, ReviewRow, col(MessageRow.posted_channel), col(MessageRow.posted_ts))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .outerjoin(MessageRow, and_(col(MessageRow.case_id) == col(CaseRow.id), col(MessageRow.kind) == CARD))
    )


_ONE = files().where(col(CaseRow.id) == bindparam("case_id"))


def file_of(session: Session, found: Found, *, around: bool) -> CaseFile:
    """The file; `around` reads what a card shows beside the case and its review, which lists do without."""
    row, review, channel, ts = found
    case = case_of(row)
    return CaseFile(
        case=case,
        review=_seen(review, _previous(session, review) if around and review.revision > 1 else None),
        secondary=tuple(Category(one) for one in row.secondary),
        intensity=row.intensity,
        reasons=tuple(ReasonGiven(one["rule"], one["evidence"]) for one in row.reasons),
        assigned_because=row.assigned_because,
        complaints_90d=_complaints(session, review, row.opened_at) if around else 0,
        alike_24h=_alike(session, review, row) if around else 0,
        card=Posted(channel, ts) if channel and ts else None,
        compensation=compensations.last_of(session, row.id) if around and row.id is not None else None,
        earlier=earlier_cases(session, row.id, review.source, review.customer_id) if around and row.id else (),
        tasks=tasks.all_of(session, row.id) if around and row.id else (),
        finding=causes.last_of(session, row.id) if around and row.id and row.cause_stage else None,
        reply_request=reply_requests.last_of(session, row.id) if around and row.id else None,
        dispatches=tuple(dispatches.on_their_way(session, [row.id])) if around and row.id else (),
        incident=incidents.of_case(session, row.id) if around and row.id else None,
        bought_again_at=row.bought_again_at,
        escalated=escalations.reached(session, [case]).get(case.id) if around else None,
    )


def _previous(session: Session, review: ReviewRow) -> RevisionRow | None:
    return session.exec(
        select(RevisionRow).where(RevisionRow.review_id == review.id, RevisionRow.number == review.revision - 1)
    ).first()


def _complaints(session: Session, review: ReviewRow, opened_at: datetime) -> int:
    """This case's number among the customer's complaints of the 90 days before it."""
    if not review.customer_id:
        return 1
    whose = {"customer_id": review.customer_id, "store": review.store}
    when = {"opened_at": opened_at, "since": opened_at - timedelta(days=90)}
    return session.exec(_COMPLAINTS, params=whose | when).one()


def _alike(session: Session, review: ReviewRow, row: CaseRow) -> int:
    """This case's number among the like reviews of the 24 hours before it."""
    if not review.sku or row.category is None:
        return 1
    what = {"sku": review.sku, "category": row.category}
    when = {"received_at": review.received_at, "since": review.received_at - timedelta(days=1)}
    return session.exec(_ALIKE, params=what | when).one()


def _seen(review: ReviewRow, previous: RevisionRow | None) -> ReviewSeen:
    return ReviewSeen(
        store=review.store,
        platform=review.platform,
        product=review.product_name or review.sku or "",
        line=review.line,
        order_id=review.order_id,
        customer_name=review.customer_name,
        tier=Tier(review.tier),
        rating=review.rating,
        text=review.text,
        images=review.images,
        videos=review.videos,
        written_at=review.written_at,
        received_at=review.received_at,
        change=ReviewChange(review.change),
        changed_at=review.changed_at,
        previous_rating=previous.rating if previous else None,
        previous_text=previous.text if previous else "",
        paid_cents=review.order_paid_cents,
        is_negative=review.is_negative,
        sku=review.sku,
    )


def store_of(session: Session, case_id: int) -> str:
    """The policy's key of the store whose review this is."""
    return session.exec(
        select(ReviewRow.store).join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id)).where(CaseRow.id == case_id)
    ).one()


def card_channel(session: Session, case_id: int) -> str:
    """The channel that the case's card stands in or is on its way to."""
    return session.exec(select(MessageRow.channel).where(MessageRow.case_id == case_id, MessageRow.kind == CARD)).one()
