"""Tasks: what somebody has to do by a date besides the case's own steps: a promise, a supervisor's apology, care."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.case import Actor, Case
from bot.duration import Duration
from bot.rules.promises import Deed
from bot.rules.refusals.cases import RoleNeeded, SomeoneElses
from bot.rules.refusals.tasks import TaskEnded
from bot.vocabulary import Action, Kindness, Occasion, Role, Solution, TaskKind


class TaskRules(BaseModel):
    """The policy's [tasks]: until when a supervisor apologises, and how long before its end a task is reminded of."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    apology_within: Duration = timedelta(hours=4)
    warn_before: Duration = timedelta(hours=1)


class TaskStand(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Task:
    """One thing to do. `owner` is None where it is for whoever holds the case; `what` is in people's words.

    `remind_at` is the next moment at which somebody is told; None once everything has been said. Cents.
    """

    id: int
    case_id: int
    kind: TaskKind
    what: str
    due_at: datetime
    made_at: datetime
    made_by: str
    owner: str | None = None
    deed: Deed | None = None
    occasion: Occasion | None = None
    kindness: Kindness | None = None
    cost_cents: int = 0
    stand: TaskStand = TaskStand.OPEN
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str = ""
    remind_at: datetime | None = None

    @property
    def is_kept(self) -> bool:
        """Done, and in time."""
        return self.stand is TaskStand.DONE and self.ended_at is not None and self.ended_at <= self.due_at

    def is_late(self, now: datetime) -> bool:
        """Open, and its time has run out."""
        return self.stand is TaskStand.OPEN and now > self.due_at


class Reminder(StrEnum):
    """What is said when a task's moment comes."""

    WARN = "warn"
    OVERDUE = "overdue"


# What the desk sees by itself: these deeds are done when such a compensation has been carried out.
_DOES: dict[Solution, Deed] = {
    Solution.FREIGHT: Deed.REFUND,
    Solution.PARTIAL_REFUND: Deed.REFUND,
    Solution.RETURN_REFUND: Deed.REFUND,
    Solution.FULL_REFUND: Deed.REFUND,
    Solution.REPLACEMENT: Deed.DELIVERY,
}


def opened(task: Task, rules: TaskRules) -> Task:
    """A new task with its first reminder: some time before its end, or at its end where that is sooner than that."""
    early = task.due_at - rules.warn_before
    return replace(task, remind_at=early if early > task.made_at else task.due_at)


def reminded(task: Task, now: datetime) -> tuple[Task, Reminder]:
    """What is to be said now, and the task after it; what was slept through is said as it is now."""
    if now < task.due_at:
        return replace(task, remind_at=task.due_at), Reminder.WARN
    return replace(task, remind_at=None), Reminder.OVERDUE


def done(task: Task, case: Case, by: Actor, at: datetime) -> Task:
    """It is done. Raises `TaskEnded` or `SomeoneElses`."""
    _ensure_theirs(task, case, by)
    return _ended(task, TaskStand.DONE, by.user_id, at)


def dropped(task: Task, case: Case, by: Actor, at: datetime, reason: str) -> Task:
    """It is not to be done after all, or never was a task. Raises `TaskEnded` or `SomeoneElses`."""
    _ensure_theirs(task, case, by)
    return _ended(task, TaskStand.DROPPED, by.user_id, at, reason)


def overtaken(task: Task, by: str | None, at: datetime, reason: str) -> Task:
    """Something else made it void: another solution, a customer who wants to be left alone."""
    return _ended(task, TaskStand.DROPPED, by, at, reason)


def fulfilled(task: Task, by: str | None, at: datetime) -> Task:
    """The desk saw it done."""
    return _ended(task, TaskStand.DONE, by, at)


def holder(task: Task, case: Case) -> str | None:
    """Who has to do it; an apology that no supervisor could be named for is the supervisors' together."""
    return task.owner if task.kind is TaskKind.APOLOGY else task.owner or case.owner


def is_done_by(task: Task, solution: Solution) -> bool:
    """Whether carrying this out is the deed that was promised."""
    return task.kind is TaskKind.PROMISE and task.deed is not None and _DOES.get(solution) is task.deed


def _ensure_theirs(task: Task, case: Case, by: Actor) -> None:
    """The one who has it, and who leads; an apology is a supervisor's, and nobody below says that it was made."""
    if task.stand is not TaskStand.OPEN:
        raise TaskEnded(task.case_id, task.stand, task.ended_by, task.ended_at)
    responsible = holder(task, case)
    above = Role.SUPERVISOR if task.kind is TaskKind.APOLOGY else Role.LEAD
    if by.user_id == responsible or by.is_at_least(above):
        return
    if responsible is None:
        raise RoleNeeded(task.case_id, above, Action.SOLUTION, by.user_id)
    raise SomeoneElses(task.case_id, responsible)


def _ended(task: Task, stand: TaskStand, by: str | None, at: datetime, reason: str = "") -> Task:
    return replace(task, stand=stand, ended_by=by, ended_at=at, reason=reason, remind_at=None)
