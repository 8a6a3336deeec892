"""Tasks: promises, a supervisor's apology and care are opened, reminded of, done or dropped, one transaction each."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session

from bot.cards.notice_card import case_name
from bot.cards.task_card import ended_blocks, ended_line, task_blocks, task_what
from bot.case import Actor, Case
from bot.masking import mask_text
from bot.rules import tasks as rules
from bot.rules.refusals.tasks import ApologyOpen, CareOpen, UnknownTask
from bot.rules.tasks import Reminder, Task, TaskStand
from bot.vocabulary import Kindness, TaskKind
from handlers.casework.desk import Desk
from handlers.casework.settling import record, redraw
from scripts_library.wording import Token
from storage import case_files, outbox, tasks
from storage.cases import count_once, load_case


def ensure_apologised(session: Session, case: Case) -> None:
    """Raise `ApologyOpen` while a supervisor has an apology to make."""
    for one in tasks.open_of(session, case.id, TaskKind.APOLOGY):
        raise ApologyOpen(case.id, one.owner or "", one.due_at)


def ensure_no_care_open(session: Session, case: Case) -> None:
    """Raise `CareOpen` while something is on its way to the customer."""
    if tasks.open_of(session, case.id, TaskKind.CARE):
        raise CareOpen(case.id)


def make(session: Session, desk: Desk, case: Case, task: Task, at: datetime) -> Task:
    """A new task, with its line in the thread and a message to whoever has it and does not know yet."""
    task = tasks.add(session, rules.opened(task, desk.policy.tasks))
    facts = {"task": task.kind, "note": _told(task), "until": task.due_at.isoformat(), "to": task.owner}
    _note(session, desk, case, task, "task_made", f"tasks.made_{task.kind}", task.made_by, at, facts)
    holder = rules.holder(task, case)
    if task.kind is TaskKind.APOLOGY or (task.owner and task.owner != task.made_by):
        to = holder or desk.policy.shop.supervisors_channel
        _tell(session, desk, case, task, f"tasks.made_dm_{task.kind}", to, at)
    return task


def end(session: Session, desk: Desk, case: Case, task: Task, at: datetime) -> None:
    """A task is over: the timeline and the thread know it, and no message asks for it any more."""
    tasks.save(session, task)
    what = "task_done" if task.stand is TaskStand.DONE else "task_dropped"
    key = "done_late" if what == "task_done" and not task.is_kept else what.removeprefix("task_")
    facts = {"task": task.kind, "note": task.reason or _told(task)}
    _note(session, desk, case, task, what, f"tasks.thread_{key}", task.ended_by, at, facts)
    file = case_files.read_file(session, case.id)
    name = case_name(file, desk.look, desk.link(file.card))
    text = Token(f"{name}\n{ended_line(task, desk.look)}")
    outbox.rewrite_all(session, case.id, f"task:{task.id}:", text=text, blocks=ended_blocks(text, task, desk.look))


def hand_on(session: Session, desk: Desk, case: Case, task: Task, by: str, at: datetime, *, once: str) -> None:
    """A task is somebody else's from now on: the thread knows it, and so does whoever has it, with its buttons.

    `once` names the hand-over: whoever has it for the second time is told a second time.
    """
    tasks.save(session, task)
    facts = {"task": task.kind, "note": _told(task), "to": task.owner}
    _note(session, desk, case, task, "task_moved", "tasks.thread_moved", by, at, facts)
    to = rules.holder(task, case) or desk.policy.shop.supervisors_channel
    if to != by:
        _tell(session, desk, case, task, "tasks.moved_dm", to, at, by=by, once=once)
    redraw(session, desk, case, at)


Change = Callable[[Task, Case, datetime], Task]


async def finish(desk: Desk, number: int, by: Actor, *, once: str) -> Task:
    """It is done; counted once. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda task, case, at: rules.done(task, case, by, at), once)


async def drop(desk: Desk, number: int, by: Actor, reason: str, *, once: str) -> Task:
    """It is not to be done. Raises the `Refusal` that applies."""
    return await _change(desk, number, lambda task, case, at: rules.dropped(task, case, by, at, reason), once)


def remind(session: Session, desk: Desk, number: int, now: datetime) -> None:
    """Say what is to be said about a task now, if it still is."""
    known = tasks.find(session, number)
    if known is None:
        return
    case = load_case(session, known.case_id)  # locks: from here on the task is nobody else's
    task = tasks.find(session, number)
    if task is None or task.remind_at is None or task.remind_at > now:
        return
    after, what = rules.reminded(task, now)
    tasks.save(session, after)
    holder, room = rules.holder(task, case), desk.policy.shop.supervisors_channel
    said = f"{what}_{task.kind}"
    key = f"tasks.reminders.{said}"
    _tell(session, desk, case, after, key, holder or room, now)
    if what is Reminder.OVERDUE:
        facts = {"task": task.kind, "note": _told(task)}
        _note(session, desk, case, after, "task_overdue", "tasks.thread_overdue", None, now, facts)
        if holder:
            _tell(session, desk, case, after, key, room, now)
        redraw(session, desk, case, now)


async def _change(desk: Desk, number: int, change: Change, once: str) -> Task:
    after = await desk.db.write(_changed, desk, number, change, once)
    desk.to_send.set()
    return after


def _changed(session: Session, desk: Desk, number: int, change: Change, once: str) -> Task:
    at = desk.clock.now()
    count_once(session, once, at)
    known = tasks.find(session, number)
    if known is None:
        raise UnknownTask(number)
    case = load_case(session, known.case_id)
    task = tasks.find(session, number)
    assert task is not None
    after = change(task, case, at)
    end(session, desk, case, after, at)
    redraw(session, desk, case, at)
    return after


def _told(task: Task) -> str:
    """What the timeline keeps of it; a letter names the customer, and stays with its task."""
    return "" if task.kindness is Kindness.LETTER else task.what


def _note(
    session: Session,
    desk: Desk,
    case: Case,
    task: Task,
    what: str,
    key: str,
    by: str | None,
    at: datetime,
    facts: Mapping[str, object],
) -> None:
    """With what people call the task."""
    record(session, case, what, desk.look.say.md(key, **_said(desk, case, task, by)), at, by=by, facts=facts)


def _tell(
    session: Session,
    desk: Desk,
    case: Case,
    task: Task,
    sentence: str,
    to: str,
    at: datetime,
    by: str | None = None,
    once: str = "",
) -> None:
    file, look = case_files.read_file(session, case.id), desk.look
    name = case_name(file, look, desk.link(file.card))
    text = Token(look.say.md(sentence, case=name, **_said(desk, case, task, by or task.made_by)))
    outbox.enqueue(
        session,
        key=f"task:{task.id}:{sentence}:{to}{once and f':{once}'}",
        channel=to,
        text=text,
        blocks=task_blocks(text, task, case, look),
        now=at,
        case_id=case.id,
        rank=case.grade.rank,
    )


def _said(desk: Desk, case: Case, task: Task, by: str | None) -> dict[str, object]:
    look, holder = desk.look, rules.holder(task, case)
    return {
        "by": look.name(by) if by else look.say("dialogs.timeline.robot"),
        "owner": look.name(holder) if holder else look.say("tasks.supervisors"),
        "kind": look.say(f"words.task.{task.kind}"),
        "what": task_what(task, look),
        "due": look.day_time(task.due_at),
        "cost": look.money(task.cost_cents) if task.cost_cents else "",
        "reason": mask_text(task.reason),
    }
