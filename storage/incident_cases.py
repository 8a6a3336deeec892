"""Incident cases: which cases are in an incident, which might be, and what they tell together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.case_file import CaseFile, ReasonGiven
from bot.incident_file import IncidentFile
from bot.messenger import Posted
from bot.rules.batches import batch_of
from bot.rules.incidents import Incident
from bot.rules.likeness import Complaint, complaint
from bot.vocabulary import Category, Grade, Status
from storage.case_files import file_of, files
from storage.incident_buyers import buyers_of
from storage.review_locks import lock_reviews
from storage.tables import CaseRow, InboxRow, IncidentCaseRow, MessageRow, ReviewRow
from storage.upserts import add_all_once

MOST = 50  # cases that are looked at one by one; the counts are of all
_DAY = timedelta(days=1)
_COUNTS = col(CaseRow.status) != Status.DISMISSED
_FINISHED = (Status.RESOLVED, Status.CLOSED, Status.DISMISSED)


def lock_product(session: Session, store: str, sku: str) -> None:
    """Nobody else gathers this product's cases until the transaction ends."""
    lock_reviews(session, [(f"product of {store}", sku)])  # no source is called so


def product_of(session: Session, case_id: int) -> tuple[str, str, str] | None:
    """Store, article number and name; None where nobody told what was bought."""
    store, sku, name = session.exec(
        select(ReviewRow.store, ReviewRow.sku, ReviewRow.product_name)
        .join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .where(col(CaseRow.id) == case_id)
    ).one()
    return (store, sku, name) if sku else None


def join(session: Session, number: int, case_ids: Iterable[int], at: datetime) -> list[int]:
    """Put these in; the cases that were in none before."""
    rows = [{"case_id": one, "incident_id": number, "joined_at": at} for one in case_ids]
    return sorted(add_all_once(session, IncidentCaseRow, rows))


def leave(session: Session, case_id: int) -> None:
    """A case is about something else."""
    row = session.get(IncidentCaseRow, case_id)
    if row:
        session.delete(row)
        session.flush()


def free_complaints(session: Session, store: str, sku: str, since: datetime) -> list[Complaint]:
    """The product's newest cases that are in no incident; what was taken back or was none counts for nothing."""
    rows = session.execute(
        _complaints()
        .outerjoin(IncidentCaseRow, col(IncidentCaseRow.case_id) == col(CaseRow.id))
        .where(
            col(ReviewRow.store) == store,
            col(ReviewRow.sku) == sku,
            col(ReviewRow.received_at) > since,
            col(ReviewRow.deleted_at).is_(None),
            _COUNTS,
            col(IncidentCaseRow.case_id).is_(None),
        )
        .order_by(col(ReviewRow.received_at).desc(), col(ReviewRow.id).desc())
        .limit(MOST)
    )
    return [_complaint(row) for row in rows]


def one_complaint(session: Session, case_id: int) -> Complaint:
    """This case as likeness sees it."""
    return _complaint(session.execute(_complaints().where(col(CaseRow.id) == case_id)).one())


def complaints_in(session: Session, number: int) -> list[Complaint]:
    """The newest cases of an incident as likeness sees them."""
    rows = session.execute(
        _complaints()
        .join(IncidentCaseRow, col(IncidentCaseRow.case_id) == col(CaseRow.id))
        .where(col(IncidentCaseRow.incident_id) == number)
        .order_by(col(CaseRow.id).desc())
        .limit(MOST)
    )
    return [_complaint(row) for row in rows]


def case_ids_in(session: Session, number: int, *, unclaimed: bool = False) -> list[int]:
    """The cases of an incident by number, or those that nobody has begun."""
    wanted = (
        select(CaseRow.id)
        .join(IncidentCaseRow, col(IncidentCaseRow.case_id) == col(CaseRow.id))
        .where(col(IncidentCaseRow.incident_id) == number)
    )
    wanted = wanted.where(col(CaseRow.status) == Status.OPEN) if unclaimed else wanted
    return [one for one in session.exec(wanted.order_by(col(CaseRow.id))) if one is not None]


def has_begun(session: Session, number: int, user_id: str) -> bool:
    """Whether this person holds any of its cases."""
    mine = (
        select(CaseRow.id)
        .join(IncidentCaseRow, col(IncidentCaseRow.case_id) == col(CaseRow.id))
        .where(IncidentCaseRow.incident_id == number, CaseRow.owner == user_id, CaseRow.claimed_by == user_id)
    )
    return session.exec(mine.limit(1)).first() is not None


def count_unsafe(session: Session, number: int) -> int:
    """How many of its cases are matters of safety."""
    return session.exec(
        select(func.count())
        .select_from(IncidentCaseRow)
        .join(CaseRow, col(CaseRow.id) == col(IncidentCaseRow.case_id))
        .where(col(IncidentCaseRow.incident_id) == number, col(CaseRow.safety).is_(True), _COUNTS)
    ).one()


def read_incident_file(
    session: Session, one: Incident, now: datetime, zone: ZoneInfo, *, whole: bool = True
) -> IncidentFile:
    """The incident with everything around it; without `whole` only its counts. What was no complaint does not count."""
    children = _children(session, one.id) if whole else []
    ordered = _order_days(session, one.id) if whole else []
    batch = batch_of([file.review.text for file in children], ordered, zone)
    counted = session.execute(
        sql_select(col(CaseRow.status), col(CaseRow.grade), func.count(), func.min(ReviewRow.received_at))
        .select_from(IncidentCaseRow)
        .join(CaseRow, col(CaseRow.id) == col(IncidentCaseRow.case_id))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(IncidentCaseRow.incident_id) == one.id, _COUNTS)
        .group_by(col(CaseRow.status), col(CaseRow.grade))
    ).all()
    return IncidentFile(
        incident=one,
        children=tuple(children),
        total=sum(count for *_, count, _ in counted),
        today=_count_since(session, one.id, now - _DAY),
        unclaimed=sum(count for status, _, count, _ in counted if status == Status.OPEN),
        unfinished=sum(count for status, _, count, _ in counted if status not in _FINISHED),
        grade=max((Grade(grade) for _, grade, *_ in counted), key=lambda grade: grade.rank, default=Grade.NORMAL),
        since=min((first for *_, first in counted), default=one.opened_at),
        topics=_topics(children),
        batch=batch,
        card=card_of(session, one.id),
        buyers=buyers_of(session, one, batch, zone) if whole else None,
    )


def card_key(number: int) -> str:
    """The key of an incident's card."""
    return f"incident:{number}"


def card_of(session: Session, number: int) -> Posted | None:
    """Where it stands in Slack, None while it is on its way."""
    found = session.exec(
        select(MessageRow.posted_channel, MessageRow.posted_ts).where(MessageRow.key == card_key(number))
    ).first()
    return Posted(found[0], found[1]) if found and found[0] and found[1] else None


def _children(session: Session, number: int) -> list[CaseFile]:
    newest = files().join(IncidentCaseRow, col(IncidentCaseRow.case_id) == col(CaseRow.id))
    wanted = newest.where(col(IncidentCaseRow.incident_id) == number, _COUNTS)
    wanted = wanted.order_by(col(CaseRow.id).desc()).limit(MOST)
    return [file_of(session, found, around=False) for found in session.execute(wanted).all()]


def _count_since(session: Session, number: int, since: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(IncidentCaseRow)
        .join(CaseRow, col(CaseRow.id) == col(IncidentCaseRow.case_id))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(col(IncidentCaseRow.incident_id) == number, col(ReviewRow.received_at) > since, _COUNTS)
    ).one()


def _topics(children: Sequence[CaseFile]) -> tuple[tuple[ReasonGiven, int], ...]:
    """What most of them are about, by rule: a rule counts once a case."""
    known: dict[str, ReasonGiven] = {}
    counts: Counter[str] = Counter()
    for file in children:
        of_case = {one.rule: one for one in file.reasons if one.rule.split(".")[0] not in ("grading", "signal")}
        known |= of_case
        counts.update(of_case.keys())
    return tuple((known[rule], count) for rule, count in counts.most_common())


def _order_days(session: Session, number: int) -> list[datetime]:
    """When the newest of these orders were placed, where their senders told; it is in the deliveries only."""
    rows = session.exec(
        select(ReviewRow.source, ReviewRow.external_id)
        .join(CaseRow, col(CaseRow.review_id) == col(ReviewRow.id))
        .join(IncidentCaseRow, col(IncidentCaseRow.case_id) == col(CaseRow.id))
        .where(col(IncidentCaseRow.incident_id) == number)
        .order_by(col(CaseRow.id).desc())
        .limit(MOST)
    ).all()
    by_source: dict[str, list[str]] = {}
    for source, external_id in rows:
        by_source.setdefault(source, []).append(external_id)
    placed: dict[tuple[str, str], datetime] = {}
    for source, ids in by_source.items():
        told = select(InboxRow).where(InboxRow.source == source, col(InboxRow.external_id).in_(ids))
        for row in session.exec(told):
            at = (row.review.get("order") or {}).get("placed_at")
            if at:
                placed[source, row.external_id] = datetime.fromisoformat(str(at))
    return [at for at in placed.values() if at.tzinfo]


def _complaints() -> Select[CaseRow, datetime, str]:
    return sql_select(CaseRow, col(ReviewRow.received_at), col(ReviewRow.text)).join(
        ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id)
    )


def _complaint(found: Row[CaseRow, datetime, str]) -> Complaint:
    row, received_at, text = found
    category = Category(row.category) if row.category else None
    given = [(one["rule"], one["evidence"]) for one in row.reasons]
    assert row.id is not None
    return complaint(row.id, received_at, category, given, text, safety=row.safety)
