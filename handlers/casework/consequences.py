"""Consequences: what an order means for the case's tasks: kept promises, new ones, an apology to make or to leave."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.case import Case, Order
from bot.rules import tasks as rules
from bot.rules.ladder import Compensation
from bot.rules.outreach import quiet_until
from bot.rules.promises import Deed, promises_in
from bot.rules.refusals.sending import LeftAlone
from bot.rules.refusals.tasks import NoSupervisor
from bot.rules.tasks import Task, TaskStand
from bot.vocabulary import Action, Channel, Outcome, Role, Solution, TaskKind
from handlers.casework.desk import Desk
from handlers.casework.duty import off_duty
from handlers.casework.tasks import end, make
from storage import tasks

_ANSWERING = frozenset({Action.CONTACT_REACHED, Action.CONTACT_MISSED})
_PROMISING = _ANSWERING | {Action.SOLUTION, Action.PUBLIC_REPLY}
_AFTER_QUIET = timedelta(hours=1)


def follow_from(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """What an order means for the case's tasks: kept promises, new ones, an apology to make or to leave."""
    if order.action in _ANSWERING:
        _keep_answers(session, desk, case, order)
    if order.action is Action.CONTACT_REACHED:
        _apologised(session, desk, case, order)
    if order.action in _PROMISING:
        _note_promises(session, desk, case, order)
    if order.action is Action.SOLUTION:
        _ask_or_leave_apology(session, desk, case, order)
    if order.outcome is Outcome.LEAVE_ALONE or order.action is Action.DISMISS:
        leave(session, desk, case, order)


def executed(session: Session, desk: Desk, case: Case, one: Compensation, by: str, at: datetime) -> None:
    """A compensation was carried out: what was promised of it is kept."""
    for task in tasks.open_of(session, case.id, TaskKind.PROMISE):
        if rules.is_done_by(task, one.solution):
            end(session, desk, case, rules.fulfilled(task, by, at), at)


def supervisor_for(session: Session, desk: Desk, named: str | None, at: datetime) -> str | None:
    """Who apologises: the one named, or of those on duty the one with the fewest to make; None where there is none.

    Raises `NoSupervisor`.
    """
    roles = desk.policy.roles
    if named:
        if not desk.policy.actor(named).is_at_least(Role.SUPERVISOR):
            raise NoSupervisor(named)
        return named
    all_of_them = roles.supervisors or roles.managers
    off = off_duty(session, desk, at)
    candidates = [one for one in all_of_them if one not in off] or list(all_of_them)
    has = tasks.apologies_of(session, candidates)
    return min(candidates, key=lambda one: (has.get(one, 0), candidates.index(one)), default=None)


def _keep_answers(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """Whoever writes or is spoken to again has the answer that was promised."""
    if order.action is Action.CONTACT_MISSED and not order.said:
        return
    for task in tasks.open_of(session, case.id, TaskKind.PROMISE):
        if task.deed is Deed.ANSWER and task.made_at < order.at:
            end(session, desk, case, rules.fulfilled(task, order.by.user_id, order.at), order.at)


def _apologised(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """The supervisor who has the apology to make has reached the customer."""
    for task in tasks.open_of(session, case.id, TaskKind.APOLOGY):
        if order.by.user_id == task.owner:
            end(session, desk, case, rules.fulfilled(task, order.by.user_id, order.at), order.at)


def _note_promises(session: Session, desk: Desk, case: Case, order: Order) -> None:
    text = order.said if order.channel is not Channel.PHONE else ""
    known = {(one.deed, one.due_at) for one in tasks.open_of(session, case.id, TaskKind.PROMISE)}
    for one in promises_in(f"{text}\n{order.note}", order.at, desk.policy.zone, desk.policy.calendar.is_worked):
        if (one.deed, one.due_at) not in known:
            task = Task(0, case.id, TaskKind.PROMISE, one.words, one.due_at, order.at, order.by.user_id, deed=one.deed)
            make(session, desk, case, task, order.at)


def _ask_or_leave_apology(session: Session, desk: Desk, case: Case, order: Order) -> None:
    waiting = tasks.open_of(session, case.id, TaskKind.APOLOGY)
    if order.solution is Solution.SUPERVISOR_APOLOGY and case.no_contact:
        raise LeftAlone(case.id)
    if order.solution is not Solution.SUPERVISOR_APOLOGY:
        for one in waiting:
            reason = desk.look.say("tasks.other_solution")
            end(session, desk, case, rules.overtaken(one, order.by.user_id, order.at, reason), order.at)
        return
    supervisor = supervisor_for(session, desk, order.to, order.at)
    for one in waiting:
        if one.owner == supervisor:
            return
        reason = desk.look.say("tasks.other_supervisor")
        end(session, desk, case, rules.overtaken(one, order.by.user_id, order.at, reason), order.at)
    due = _apology_due(desk, order.at)
    task = Task(0, case.id, TaskKind.APOLOGY, order.note, due, order.at, order.by.user_id, owner=supervisor)
    make(session, desk, case, task, order.at)


def _apology_due(desk: Desk, at: datetime) -> datetime:
    """Nobody apologises by telephone in the night: then it is due when the customer has been up for a while."""
    due = at + desk.policy.tasks.apology_within
    opens = quiet_until(desk.policy.contact, due, desk.policy.zone)
    return opens + _AFTER_QUIET if opens else due


def leave(session: Session, desk: Desk, case: Case, order: Order) -> None:
    """Nobody apologises to, or calls back, who wants to be left alone or never complained."""
    reason = desk.look.say("tasks.left_alone" if order.outcome is Outcome.LEAVE_ALONE else "tasks.dismissed")
    for task in tasks.all_of(session, case.id):
        calls = task.kind is TaskKind.APOLOGY or task.deed is Deed.ANSWER
        moot = task.kind is not TaskKind.PROMISE if order.action is Action.DISMISS else calls
        if task.stand is TaskStand.OPEN and moot:
            end(session, desk, case, rules.overtaken(task, order.by.user_id, order.at, reason), order.at)
