"""Story: what an order makes us say, in the thread quietly, to people only what they could not see otherwise."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.cards.notice_card import case_name
from bot.case import Case, Order
from bot.masking import mask_text
from bot.rules.assignment import Why
from bot.vocabulary import Action, Grade, Outcome, TimerKind
from handlers.casework.desk import Desk
from handlers.casework.settling import Telling, tell, tell_thread
from storage import case_files


def tell_order(session: Session, desk: Desk, before: Case, after: Case, order: Order, event_id: int) -> None:
    """The thread line of an order, and the private messages that it calls for."""
    facts = _facts(desk, before, after, order)
    line = desk.look.say.md(f"story.thread.{order.action}", **facts)
    tell_thread(session, after, f"event:{event_id}", line, order.at)
    name = case_name(file := case_files.read_file(session, after.id), desk.look, desk.link(file.card))
    for to, key in _listeners(desk, before, after, order):
        text = desk.look.say.md(key, case=name, owner=owner_name(desk, after), **facts)
        about = Why(order.because) if order.action is Action.RELEASE and after.owner is None else None
        tell(
            session,
            desk,
            after,
            Telling(f"event:{event_id}", to, text, about=about, assigns=about is not None),
            order.at,
        )


def owner_name(desk: Desk, case: Case) -> str:
    """The owner's name for a sentence that must not ping."""
    return desk.directory.name(case.owner) if case.owner else desk.look.say("story.room.nobody")


def timer_listeners(desk: Desk, case: Case, kind: TimerKind) -> Iterator[tuple[str, str]]:
    """Who is told when a timer fires: (user or channel, wording key). Warnings go to the owner, misses upwards too."""
    supervisors = desk.policy.shop.supervisors_channel
    match kind:
        case TimerKind.START_OVERDUE | TimerKind.FOLLOW_UP_OVERDUE:
            yield supervisors, f"story.room.{kind}"
        case TimerKind.CONTACT_OVERDUE:
            yield supervisors, f"story.room.{kind}"
            if case.owner:
                yield case.owner, f"story.dm.{kind}"
        case TimerKind.START_WARN | TimerKind.CONTACT_WARN:
            yield (case.owner, f"story.dm.{kind}") if case.owner else (supervisors, f"story.room.{kind}")
        case TimerKind.FOLLOW_UP if case.follow_up_kept is not None:
            yield case.owner or supervisors, "story.dm.follow_up_again"
        case TimerKind.APPROVAL_LATE:
            return  # whoever may decide has been asked again
        case TimerKind.FOLLOW_UP | TimerKind.SNOOZE_OVER:
            yield case.owner or supervisors, f"story.dm.{kind}"


def _listeners(desk: Desk, before: Case, after: Case, order: Order) -> Iterator[tuple[str, str]]:
    owner = after.owner if after.owner != order.by.user_id else None
    if order.action is Action.HAND_OVER and owner and not order.giver:
        yield owner, "story.dm.hand_over"
    if order.action is Action.RELEASE:
        yield (owner, "story.dm.release") if owner else (desk.policy.shop.supervisors_channel, "story.room.release")
    if order.action is Action.REGRADE and owner and after.grade.rank > before.grade.rank:
        yield owner, "story.dm.regrade"
    if order.action is Action.FOLLOW_UP_BAD:
        if owner:
            yield owner, "story.dm.follow_up_bad"
        if after.grade is Grade.URGENT:
            yield desk.policy.shop.supervisors_channel, "story.room.follow_up_bad"


def _facts(desk: Desk, before: Case, after: Case, order: Order) -> dict[str, object]:
    say, look = desk.look.say, desk.look
    return {
        "by": desk.directory.name(order.by.user_id),
        "to": desk.directory.name(order.to) if order.to else "",
        "note": mask_text(order.note),
        "channel": say(f"words.channel.{order.channel}") if order.channel else "",
        "written": order.outcome is Outcome.SENT,
        "outcome": say(f"words.outcome.{order.outcome}") if order.outcome else "",
        "solution": say(f"words.solution.{order.solution}") if order.solution else "",
        "grade": say(f"words.grade.{after.grade}"),
        "changes": _changes(desk, before, after),
        "cause": look.department(order.cause.department) if order.cause else "",
        "satisfaction": order.satisfaction,
        "broken": order.promise_broken,
        "until": look.day_time(after.snoozed_until) if after.snoozed_until else "",
        "again": look.day_time(after.follow_up_due_at) if after.follow_up_due_at else "",
    }


def _changes(desk: Desk, before: Case, after: Case) -> str:
    say, look = desk.look.say, desk.look
    changes = []
    if before.grade is not after.grade:
        grades = (say(f"words.grade.{before.grade}"), say(f"words.grade.{after.grade}"))
        changes.append(say("story.thread.grade_change", before=grades[0], after=grades[1]))
    if before.category is not after.category:
        names = (look.category(before.category), look.category(after.category))
        changes.append(say("story.thread.grade_change", before=names[0], after=names[1]))
    return say("words.joint.list").join(changes)
