"""Care and promises noted by hand: tasks that somebody asks for, within the budget of care."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.analysis.occasions import occasions_in
from bot.case import Actor, Case
from bot.case_file import CaseFile
from bot.rules.care import CareSpent, ensure_may_care
from bot.rules.permission import refusal_for
from bot.rules.refusals.cases import ClaimFirst
from bot.rules.refusals.tasks import TaskTooEarly
from bot.rules.refusals.team import NotOnTheTeam
from bot.rules.tasks import Task
from bot.vocabulary import Action, Status, TaskKind
from handlers.casework import tasks as casework
from handlers.casework.desk import Desk
from handlers.casework.outreach import facts_for
from handlers.casework.settling import redraw
from scripts_library.scripts import render
from storage import tasks
from storage.cases import count_once, load_case


async def arrange(desk: Desk, task: Task, by: Actor, *, once: str) -> Task:
    """Open a task that somebody asked for, committed before this returns. Raises the `Refusal` that applies."""
    made = await desk.db.write(_arrange, desk, task, by, once)
    desk.to_send.set()
    return made


def spent_on_care(session: Session, desk: Desk, case_id: int, now: datetime) -> CareSpent:
    """What counts against this case's and this month's budget."""
    month = now.astimezone(desk.policy.zone).date().replace(day=1)
    return tasks.care_spent(session, case_id, datetime.combine(month, time(), desk.policy.zone))


def letter_for(desk: Desk, file: CaseFile, user_id: str, now: datetime) -> str:
    """The words of a letter or card for the occasion that was heard; empty where none was."""
    heard = occasions_in(file.review.text)
    if not heard:
        return ""
    return render(desk.scripts[f"care.{heard[0]}"], facts_for(desk, file, user_id, now))


def first_guess(desk: Desk, now: datetime) -> datetime:
    """Tomorrow at the hour by which things are done, in the shop's zone."""
    tomorrow = now.astimezone(desk.policy.zone).date() + timedelta(days=1)
    return due_on(desk, tomorrow)


def due_on(desk: Desk, day: date, at: time | None = None) -> datetime:
    """That day, at the time said or the hour by which things are done."""
    return datetime.combine(day, at or time(desk.policy.care.due_hour), desk.policy.zone)


def ensure_may_add(case: Case, by: Actor) -> None:
    """Tasks are added by whoever may choose a solution, once somebody has the case. Raises what applies."""
    if case.status is Status.OPEN:
        raise ClaimFirst(case.id, Action.SOLUTION)
    refusal = refusal_for(case, Action.SOLUTION, by)
    if refusal:
        raise refusal


def _arrange(session: Session, desk: Desk, task: Task, by: Actor, once: str) -> Task:
    at = desk.clock.now()
    count_once(session, once, at)
    case = load_case(session, task.case_id)
    ensure_may_add(case, by)
    if task.due_at <= at:
        raise TaskTooEarly(case.id)
    if task.owner and desk.policy.actor(task.owner).role is None:
        raise NotOnTheTeam(task.owner)
    if task.kind is TaskKind.CARE:
        ensure_may_care(case, task.cost_cents, by, spent_on_care(session, desk, case.id, at), desk.policy.care)
    made = casework.make(session, desk, case, replace(task, made_at=at, made_by=by.user_id), at)
    redraw(session, desk, case, at)
    return made
