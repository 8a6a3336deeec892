"""Intake: a delivery is stored, then understood, graded, assigned, and becomes or revises a case."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.analysis import Analysis, analyse
from bot.cards.actions import Press
from bot.cards.notice_card import case_name
from bot.case import Case
from bot.case_file import ReasonGiven
from bot.review import Review
from bot.rules.assignment import NOBODY, Assignment, Why
from bot.rules.escalation import ladder_for
from bot.rules.grading import Graded, Signals, grade
from bot.rules.lifecycle import ACTIVE
from bot.rules.living import Advice, advice
from bot.rules.opening import first_state, needs_case
from bot.rules.revision import revised
from bot.rules.strain import is_intense
from bot.vocabulary import Grade, ReviewChange
from handlers.casework import causes, incident_upkeep, incidents
from handlers.casework.desk import Desk
from handlers.casework.duty import Wanted, give, skills_asked
from handlers.casework.repurchase import look_back
from handlers.casework.second_opinion import Opinion
from handlers.casework.settling import Telling, settle, tell, tell_thread
from handlers.casework.story import owner_name
from handlers.casework.strain import came_to
from handlers.casework.unowned import wait_for_somebody
from storage import case_files, inbox, reviews, touches, work_queue
from storage.arrivals import Stored
from storage.cases import append_event, load_case, save_case
from storage.failpoints import reached
from storage.inbox import Delivery
from storage.reviews import Kept
from storage.trouble import is_the_databases

log = structlog.get_logger()
_BATCH = 50
_LOOK_AGAIN_SECONDS = 2.0  # `app.py import` is another process and cannot wake us


async def receive(desk: Desk, deliveries: Sequence[Delivery]) -> Stored:
    """Store deliveries durably; what they mean is worked out afterwards."""
    stored = await desk.reception.store(deliveries)
    desk.to_take_in.set()
    return stored


async def keep_taking_in(desk: Desk, opinion: Opinion) -> None:
    """The intake's loop: woken by new deliveries, and once at start for those a crash left behind."""
    while True:
        desk.to_take_in.clear()
        try:
            await take_in_all(desk, opinion, after_each=desk.reception.give_way)
        except SQLAlchemyError as failed:
            if not is_the_databases(failed):
                raise
            log.exception("the database does not answer the intake")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_AGAIN_SECONDS):
                await desk.to_take_in.wait()


async def keep_working_off(desk: Desk, opinion: Opinion) -> None:
    """The same where many processes share PostgreSQL: the work queue hands each delivery to one of them."""

    async def take_in(inbox_id: int) -> None:
        began = desk.clock.monotonic()
        for one in await desk.db.read(inbox.waiting_before, inbox_id, desk.clock.now()):
            await _take_in_or_put_off(desk, opinion, one)
        desk.to_send.set()
        await desk.reception.give_way((desk.clock.monotonic() - began) * work_queue.AT_ONCE)

    while True:
        try:
            await work_queue.work_off(desk.db, take_in)
        except work_queue.trouble():
            log.exception("the database does not answer the work queue")
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def defer_forgotten(desk: Desk) -> None:
    """See to it that nothing waits outside the queue."""
    if found := await desk.db.write(work_queue.defer_forgotten, desk.clock.now()):
        log.info("deferred again", deliveries=found)


async def take_in_all(
    desk: Desk, opinion: Opinion, after_each: Callable[[float], Awaitable[None]] | None = None
) -> None:
    """Take in whatever waits, oldest first; `after_each` hears how many seconds one took."""
    clock = desk.clock
    while waiting := await desk.db.read(inbox.waiting, desk.clock.now(), _BATCH):
        for inbox_id in waiting:
            began = clock.monotonic()
            await _take_in_or_put_off(desk, opinion, inbox_id)
            desk.to_send.set()
            if after_each:
                await after_each(clock.monotonic() - began)


async def _take_in_or_put_off(desk: Desk, opinion: Opinion, inbox_id: int) -> None:
    """A fault of ours with one delivery must not stop the others; it stays stored, is logged, counted and retried."""
    try:
        await _take_in(desk, opinion, inbox_id)
    except Exception as failed:
        if is_the_databases(failed):
            raise  # its trouble is not this delivery's
        log.exception("a delivery could not be taken in", inbox=inbox_id)
        await desk.db.write(inbox.put_off, inbox_id, desk.clock.now())


async def _take_in(desk: Desk, opinion: Opinion, inbox_id: int) -> None:
    delivery, received_at, text, rating = await desk.db.read(_as_it_reads_now, inbox_id)
    appended = delivery.review.type is ReviewChange.APPENDED
    analysis = await understand(desk, text, rating, opinion, appended=appended)
    await desk.db.write(_in_one_transaction, desk, inbox_id, delivery, received_at, analysis)
    reached("taking_in/after_commit")


async def understand(desk: Desk, text: str, rating: int | None, opinion: Opinion, *, appended: bool) -> Analysis:
    """Read the review off the event loop; ask SnowNLP only where the first reading is in doubt."""
    first = await asyncio.to_thread(analyse, text, rating, appended=appended, model=desk.model)
    if not first.wants_second_opinion or (share := await opinion.ask(text)) is None:
        return first
    return await asyncio.to_thread(analyse, text, rating, second_opinion=share, appended=appended, model=desk.model)


def _as_it_reads_now(session: Session, inbox_id: int) -> tuple[Delivery, datetime, str, int | None]:
    """The delivery, when it came, and the whole review after it."""
    delivery, received_at = inbox.read(session, inbox_id)
    return delivery, received_at, *reviews.reads_as(session, delivery)


def _in_one_transaction(
    session: Session, desk: Desk, inbox_id: int, delivery: Delivery, received_at: datetime, analysis: Analysis
) -> None:
    now = desk.clock.now()
    if not inbox.claim(session, inbox_id, delivery, now):
        return
    review = delivery.review
    kept = reviews.keep(session, delivery, received_at, category=analysis.category, is_negative=analysis.is_negative)
    graded = grade(analysis, _signals(session, review, kept, analysis, now), desk.policy.grading)
    if kept.case_id is not None:
        _revise(session, desk, kept, review, analysis, graded, now)
    elif review.type is not ReviewChange.DELETED and needs_case(analysis, kept.rating):
        _open(session, desk, kept, review.text or "", analysis, graded, now)
    reached("taking_in/before_commit")


def _signals(session: Session, review: Review, kept: Kept, analysis: Analysis, now: datetime) -> Signals:
    return Signals(
        rating=kept.rating,
        images=kept.images,
        videos=kept.videos,
        tier=kept.tier,
        useful=kept.useful,
        earlier_complaints=reviews.earlier_complaints(
            session, kept.customer_id, store=kept.store, besides=kept.review_id, now=now
        ),
        negative_append=review.type is ReviewChange.APPENDED and analysis.is_negative,
        alike_24h=reviews.alike(session, kept.sku, analysis.category, now),
        order_top_tenth=reviews.is_top_tenth(session, kept.review_id),
    )


def _open(
    session: Session, desk: Desk, kept: Kept, text: str, analysis: Analysis, graded: Graded, now: datetime
) -> None:
    intense = is_intense(analysis.intensity, graded.grade, desk.policy.wellbeing)
    assignment = give(session, desk, Wanted(kept.line, text, analysis.safety, intense), now)
    first = first_state(analysis, graded, assignment, at=now, deadlines=desk.policy.deadlines)
    case_id = case_files.open_case(
        session,
        first,
        review_id=kept.review_id,
        secondary=analysis.secondary,
        reasons=_given(graded),
        intensity=analysis.intensity,
        confidence=analysis.confidence,
        assigned_because=assignment.why,
        ladder=ladder_for(first.grade, desk.policy.escalation, now),
    )
    case = replace(first, id=case_id)
    if touches.asked_to_be_left_alone(session, case_id):
        before, case = case, replace(case, no_contact=True, version=case.version + 1)
        save_case(session, before, case)
    append_event(session, case, "opened", at=now, actor=None, came_from=None, facts={"grade_after": case.grade})
    settle(session, desk, case, now)
    wait_for_somebody(session, desk, case, assignment.why, now)
    incidents.consider(session, desk, case, now)
    _tell_if_nobody(session, desk, case, kept.line, assignment, now)
    came_to(session, desk, case, now, by_desk=True)
    log.info("case opened", case=case_id, grade=case.grade, category=case.category, owner=case.owner)


def _tell_if_nobody(session: Session, desk: Desk, case: Case, line: str, assignment: Assignment, now: datetime) -> None:
    """Never silence: without anyone on duty the supervisors hear it at once; a line nobody owns, when it is grave."""
    grave = case.grade is not Grade.NORMAL
    if assignment.why in NOBODY and (grave or assignment.why is not Why.LINE_UNKNOWN):
        say, duty = desk.look.say, desk.policy.lines.get(line)
        name = case_name(file := case_files.read_file(session, case.id), desk.look, None)
        skills = say("words.joint.list").join(say(f"rota.skill_{one}") for one in sorted(skills_asked(desk, file)))
        facts = {"line": line, "owner": duty is not None, "deputy": bool(duty and duty.deputy), "skills": skills}
        text = say.md(f"story.room.{assignment.why}", case=name, **facts)
        supervisors = desk.policy.shop.supervisors_channel
        tell(session, desk, case, Telling(f"assign:{case.id}", supervisors, text, about=assignment.why), now)


def _revise(
    session: Session, desk: Desk, kept: Kept, review: Review, analysis: Analysis, graded: Graded, now: datetime
) -> None:
    """The customer changed the review, or only what surrounds it did: more votes are no news to anybody."""
    case_id = kept.case_id
    assert case_id is not None
    before = load_case(session, case_id)
    judged = case_files.graded_before(session, case_id)
    is_deleted = review.type is ReviewChange.DELETED
    after = revised(
        before,
        graded=before.grade if is_deleted else graded.grade,
        graded_before=judged,
        safety=analysis.safety,
        at=now,
        deadlines=desk.policy.deadlines,
    )
    save_case(session, before, after)
    if before.status not in ACTIVE and after.status in ACTIVE:
        causes.withdraw(session, desk, after, now)
    if not is_deleted:
        case_files.note_understanding(
            session,
            case_id,
            secondary=analysis.secondary,
            reasons=_given(graded),
            intensity=analysis.intensity,
            graded=max(judged, graded.grade, key=lambda grade: grade.rank),
        )
    look_back(session, desk, after, now)
    settle(session, desk, after, now)
    if not is_deleted and after.safety and not before.safety:
        incidents.consider(session, desk, after, now)
    incident_upkeep.note_change(session, desk, case_id, now)
    raised = before.grade is not after.grade
    if kept.says_something_new or raised:
        facts = {"change": review.type} | ({"grade_before": before.grade, "grade_after": after.grade} if raised else {})
        event_id = append_event(session, after, "revised", at=now, actor=None, came_from=before.status, facts=facts)
        _tell_revision(session, desk, before, after, review, event_id, now)


def _tell_revision(
    session: Session, desk: Desk, before: Case, after: Case, review: Review, event_id: int, now: datetime
) -> None:
    say, raised = desk.look.say, before.grade is not after.grade
    change = say(f"story.thread.change_{review.type}")
    lines = [say.md("story.thread.revised", change=change)]
    if raised:
        lines.append(say.md("story.thread.raised", grade=say(f"words.grade.{after.grade}")))
    tell_thread(session, after, f"event:{event_id}", "\n".join(lines), now)
    file = case_files.read_file(session, after.id)
    name = case_name(file, desk.look, desk.link(file.card))
    supervisors = desk.policy.shop.supervisors_channel
    if after.owner or before.status not in ACTIVE:  # an unowned active case is on its way to someone anyway
        suggested = advice(after, file.review)
        told = say(f"living.{suggested}") if suggested else ""
        text = say.md("story.dm.revised", case=name, change=change, advice=told)
        step = Press.REOPEN if suggested is Advice.REOPEN else None
        tell(session, desk, after, Telling(f"event:{event_id}", after.owner or supervisors, text, step), now)
    if raised and before.status not in ACTIVE:
        text = say.md("story.room.opened_again", case=name, change=change, owner=owner_name(desk, after))
        tell(session, desk, after, Telling(f"event:{event_id}:again", supervisors, text), now)


def _given(graded: Graded) -> list[ReasonGiven]:
    return [ReasonGiven(one.rule, one.evidence) for one in graded.reasons]
