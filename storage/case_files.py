"""Case files: opening cases, and reading them with their review and place in Slack, alone or in lists."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, case, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.case import Case
from bot.case_file import CaseFile, Happening, ReasonGiven, ReviewSeen
from bot.messenger import Posted
from bot.rules.figures import Standing
from bot.rules.refusals import UnknownCase
from bot.vocabulary import Action, Category, Grade, ReviewChange, Status, Tier
from storage import causes, compensations, reply_requests, tasks
from storage.cases import case_of, columns_of, is_a_number_of_ours
from storage.choosing import CARD
from storage.memory import earlier_cases
from storage.reviews import NAME, ORDER
from storage.sealing import KeyRing, ring_of
from storage.tables import CaseRow, EventRow, MessageRow, ReviewRow, RevisionRow

_OPEN = (Status.OPEN, Status.CLAIMED, Status.CONTACTED, Status.SOLVING, Status.WAITING)
_BEFORE_CONTACT = (Status.OPEN, Status.CLAIMED, Status.SOLVING)
# Written out in the statement, not bound: only so does the database see that the index of such cases holds them all.
_IN_HAND: BindParameter[list[str]] = bindparam(
    "in_hand", [str(one) for one in (*_OPEN, Status.RESOLVED)], expanding=True, literal_execute=True
)
_IS_IN_HAND = col(CaseRow.status).in_(_IN_HAND)
_IS_TO_CALL_BACK = and_(col(CaseRow.status) == Status.RESOLVED, col(CaseRow.no_contact).is_(False))
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_Found = Row[CaseRow, ReviewRow, str | None, str | None]
_Files = Select[CaseRow, ReviewRow, str | None, str | None]


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
) -> int:
    """A new case; its id. `case_now.id` is not looked at: the database numbers cases."""
    row = CaseRow(
        review_id=review_id,
        secondary=[str(one) for one in secondary],
        reasons=[{"rule": one.rule, "evidence": one.evidence} for one in reasons],
        intensity=intensity,
        confidence=confidence,
        assigned_because=assigned_because,
        graded=case_now.grade,
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


def graded_before(session: Session, case_id: int) -> Grade:
    """How the review was judged last, whatever a person made of the case."""
    return Grade(session.exec(select(CaseRow.graded).where(CaseRow.id == case_id)).one())


def read_file(session: Session, case_id: int) -> CaseFile:
    """One case with everything around it; `UnknownCase` where there is none."""
    wanted = _files().where(col(CaseRow.id) == case_id)
    found = session.execute(wanted).first() if is_a_number_of_ours(case_id) else None
    if found is None:
        raise UnknownCase(case_id)
    return _file(session, found, around=True)


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


def cases_of(session: Session, user_id: str, limit: int) -> list[CaseFile]:
    """What this person answers for and has not finished, and follow-ups that are due, by due time."""
    nothing_left = and_(col(CaseRow.status) == Status.RESOLVED, col(CaseRow.no_contact).is_(True))
    mine = _files().where(_IS_IN_HAND, col(CaseRow.owner) == user_id, ~nothing_left)
    return _many(session, mine.order_by(_next_due(), col(CaseRow.id)), limit)


def overdue(session: Session, now: datetime, grace: timedelta, limit: int) -> list[CaseFile]:
    """Cases with a clock that has run out, longest overdue first; `grace` is what a follow-up is given."""
    return _many(
        session, _files().where(_IS_IN_HAND, is_overdue(now, grace)).order_by(_next_due(), col(CaseRow.id)), limit
    )


def search(session: Session, words: str, limit: int) -> list[CaseFile]:
    """Cases whose review or product contains every word, or whose order or customer is called so, newest first.

    Order numbers and names lie sealed: they are found whole, not by a part.
    """
    ring = ring_of(session.get_bind().dialect)
    every_word = and_(*(or_(_contains(word), _belongs_to(word, ring)) for word in words.split()))
    found = _files().where(or_(every_word, _belongs_to(words, ring)))
    return _many(session, found.order_by(col(CaseRow.id).desc()), limit)


def unclaimed(session: Session, limit: int) -> list[CaseFile]:
    """Cases that wait for someone to begin, the gravest and then the oldest first."""
    grave = case({grade.value: grade.rank for grade in Grade}, value=col(CaseRow.grade))
    waiting = _files().where(col(CaseRow.status) == Status.OPEN)
    return _many(session, waiting.order_by(grave.desc(), col(CaseRow.intensity).desc(), col(CaseRow.id)), limit)


def chosen(session: Session, case_ids: Collection[int]) -> list[CaseFile]:
    """These cases, by number."""
    return _many(session, _files().where(col(CaseRow.id).in_(case_ids)).order_by(col(CaseRow.id)), len(case_ids))


def standing(session: Session, now: datetime, today: datetime, grace: timedelta) -> Standing:
    """Counts for the status screen; `today` is the local midnight."""
    row = session.execute(
        sql_select(
            func.count(case((col(CaseRow.status) == Status.OPEN, 1))),
            func.count(case((and_(col(CaseRow.status) == Status.OPEN, col(CaseRow.grade) == Grade.URGENT), 1))),
            func.min(case((col(CaseRow.status) == Status.OPEN, col(CaseRow.opened_at)))),
            func.count(case((col(CaseRow.status).in_((Status.CLAIMED, Status.CONTACTED, Status.SOLVING)), 1))),
            func.count(case((is_overdue(now, grace), 1))),
            func.count(case((col(CaseRow.status) == Status.WAITING, 1))),
        ).where(_IS_IN_HAND)
    ).one()
    resolved = session.exec(select(func.count(col(CaseRow.id))).where(col(CaseRow.resolved_at) >= today)).one()
    opened, urgent, oldest, in_hand, late, waiting = row
    return Standing(opened, urgent, oldest, in_hand, late, waiting, resolved)


def is_overdue(now: datetime, grace: timedelta) -> ColumnElement[bool]:
    """SQL for: a clock of this case has run out. `grace` is what a follow-up is given."""
    return or_(
        and_(col(CaseRow.status) == Status.OPEN, col(CaseRow.start_due_at) < now),
        and_(
            col(CaseRow.status).in_(_BEFORE_CONTACT),
            col(CaseRow.attempted_at).is_(None),
            col(CaseRow.no_contact).is_(False),
            col(CaseRow.contact_due_at) < now,
        ),
        and_(_IS_TO_CALL_BACK, col(CaseRow.follow_up_due_at) < now - grace),
    )


def _files() -> _Files:
    return (
        sql_select(CaseRow, ReviewRow, col(MessageRow.posted_channel), col(MessageRow.posted_ts))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .outerjoin(MessageRow, and_(col(MessageRow.case_id) == col(CaseRow.id), col(MessageRow.kind) == CARD))
    )


def _next_due() -> ColumnElement[datetime]:
    """The clock that runs now: start, then first contact, then follow-up; cases without one come last."""
    start = case(
        (
            and_(col(CaseRow.status) == Status.OPEN, col(CaseRow.start_due_at).is_not(None)),
            col(CaseRow.start_due_at),
        ),
    )
    contact = case(
        (
            and_(
                col(CaseRow.status).in_(_BEFORE_CONTACT),
                col(CaseRow.attempted_at).is_(None),
                col(CaseRow.no_contact).is_(False),
            ),
            col(CaseRow.contact_due_at),
        ),
    )
    follow_up = case((_IS_TO_CALL_BACK, col(CaseRow.follow_up_due_at)))
    return func.coalesce(start, contact, follow_up, _NEVER)


def _contains(word: str) -> ColumnElement[bool]:
    like = f"%{_literal(word)}%"
    readable = (ReviewRow.text, ReviewRow.product_name, ReviewRow.sku, ReviewRow.external_id)
    return or_(*(col(column).ilike(like, escape="\\") for column in readable))


def _belongs_to(words: str, ring: KeyRing) -> ColumnElement[bool]:
    return or_(
        col(ReviewRow.order_fingerprint).in_(ring.fingerprints(words, ORDER)),
        col(ReviewRow.name_fingerprint).in_(ring.fingerprints(words, NAME)),
    )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _many(session: Session, query: _Files, limit: int) -> list[CaseFile]:
    return [_file(session, found, around=False) for found in session.execute(query.limit(limit)).all()]


def _file(session: Session, found: _Found, *, around: bool) -> CaseFile:
    row, review, channel, ts = found
    return CaseFile(
        case=case_of(row),
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
    )


def _previous(session: Session, review: ReviewRow) -> RevisionRow | None:
    return session.exec(
        select(RevisionRow).where(RevisionRow.review_id == review.id, RevisionRow.number == review.revision - 1)
    ).first()


def _complaints(session: Session, review: ReviewRow, opened_at: datetime) -> int:
    """This case's number among the customer's complaints of the 90 days before it."""
    if not review.customer_id:
        return 1
    return session.exec(
        select(func.count(col(CaseRow.id)))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(
            ReviewRow.customer_id == review.customer_id,
            ReviewRow.store == review.store,
            CaseRow.opened_at <= opened_at,
            CaseRow.opened_at > opened_at - timedelta(days=90),
        )
    ).one()


def _alike(session: Session, review: ReviewRow, row: CaseRow) -> int:
    """This case's number among the like reviews of the 24 hours before it."""
    if not review.sku or row.category is None:
        return 1
    return session.exec(
        select(func.count(col(ReviewRow.id))).where(
            ReviewRow.sku == review.sku,
            ReviewRow.category == row.category,
            col(ReviewRow.is_negative),
            ReviewRow.received_at <= review.received_at,
            ReviewRow.received_at > review.received_at - timedelta(days=1),
        )
    ).one()


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
    )


def store_of(session: Session, case_id: int) -> str:
    """The policy's key of the store whose review this is."""
    return session.exec(
        select(ReviewRow.store).join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id)).where(CaseRow.id == case_id)
    ).one()


def card_channel(session: Session, case_id: int) -> str:
    """The channel that the case's card stands in or is on its way to."""
    return session.exec(select(MessageRow.channel).where(MessageRow.case_id == case_id, MessageRow.kind == CARD)).one()
