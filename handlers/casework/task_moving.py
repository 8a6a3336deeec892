"""Task moving: what somebody has to do by name goes along with their cases; an apology to somebody who may make it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.case import Actor
from bot.rules.refusals.cases import AlreadyDone
from bot.rules.tasks import Task, TaskStand
from bot.vocabulary import Role, TaskKind
from handlers.casework.consequences import supervisor_for
from handlers.casework.desk import Desk
from handlers.casework.tasks import hand_on
from storage import tasks
from storage.cases import count_once, load_case

_MOST = 25
_EVERYTHING = 1000


async def move_tasks(desk: Desk, giver: str, receiver: str, by: Actor, *, once: str) -> tuple[int, int]:
    """The open tasks of somebody, each in a transaction of its own; how many have moved, and how many are left."""
    moved, known = 0, await desk.db.read(tasks.by_name, giver, _EVERYTHING)
    for task in known[:_MOST]:
        try:
            moved += await desk.db.write(_moved, desk, task, receiver, by, f"{once}:task:{task.id}")
        except AlreadyDone:
            continue
    desk.to_send.set()
    return moved, max(0, len(known) - _MOST)


def _moved(session: Session, desk: Desk, known: Task, receiver: str, by: Actor, once: str) -> bool:
    """False where it has changed hands, or ended, meanwhile."""
    at = desk.clock.now()
    count_once(session, once, at)
    case = load_case(session, known.case_id)
    task = tasks.find(session, known.id)
    if task is None or task.stand is not TaskStand.OPEN or task.owner != known.owner:
        return False
    after = replace(task, owner=_takes(session, desk, task, receiver, at))
    hand_on(session, desk, case, after, by.user_id, at, once=once)
    return True


def _takes(session: Session, desk: Desk, task: Task, receiver: str, at: datetime) -> str | None:
    """The receiver; of an apology that is none of theirs a supervisor on duty, or the supervisors together."""
    if task.kind is not TaskKind.APOLOGY or desk.policy.actor(receiver).is_at_least(Role.SUPERVISOR):
        return receiver
    supervisor = supervisor_for(session, desk, None, at)
    return None if supervisor == task.owner else supervisor
