"""Tasks in Slack: a case's tasks, done and dropped by their buttons; promises and care added by their dialogs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, time
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.cards.actions import Dialog, Press
from bot.cards.blocks import answers
from bot.cards.dialogs.tasks import care_dialog, drop_dialog, promise_dialog, tasks_view
from bot.case_file import CaseFile
from bot.compliance import Sent
from bot.messenger import Block
from bot.rules.promises import deed_in
from bot.rules.refusals.cases import ReasonNeeded
from bot.rules.refusals.tasks import UnknownTask
from bot.rules.tasks import Task
from bot.vocabulary import Action, Kindness, Occasion, Outlet, Purpose, TaskKind
from handlers.casework import tasks as casework
from handlers.casework.care import arrange, due_on, ensure_may_add, first_guess, letter_for, spent_on_care
from handlers.slack.amounts import cents_typed
from handlers.slack.door import Afterwards, Answer, Door
from handlers.slack.home import publish_home
from handlers.slack.pressed import Pressed, Submitted
from handlers.slack.views import show_view
from handlers.slack.worded import faults_in_message, faults_in_note
from storage import case_files, tasks

Handler = Callable[[Pressed], Awaitable[Afterwards]]


def register(door: Door) -> None:
    """Listen to everything about tasks."""
    door.on_press(Press.TASKS, _listing(door))
    door.on_press(Press.TASK_DONE, _finishing(door))
    door.on_press(Press.TASK_DROP, _dropping(door))
    door.on_press(Press.PROMISE, _promising(door))
    door.on_press(Press.CARE, _caring(door))
    door.on_submit(Dialog.TASK_DROP, _dropped(door))
    door.on_submit(Dialog.PROMISE, _promised(door))
    door.on_submit(Dialog.CARE, _cared(door))


def _listing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        file = await door.desk.db.read(case_files.read_file, pressed.number)
        await show_view(door, pressed, tasks_view(file, door.desk.look), instead=True)
        return None

    return handle


def _finishing(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        by = door.desk.policy.actor(pressed.user_id)
        task = await casework.finish(door.desk, pressed.number, by, once=pressed.key)
        return partial(_confirm, door, pressed, task)

    return handle


async def _confirm(door: Door, pressed: Pressed, task: Task) -> None:
    """A message says by itself what became of it; a list and the Home tab are drawn anew."""
    if pressed.view_id:
        file = await door.desk.db.read(case_files.read_file, task.case_id)
        await door.client.views_update(view_id=pressed.view_id, view=tasks_view(file, door.desk.look))
    elif pressed.is_home:
        await publish_home(door, pressed.user_id)


def _dropping(door: Door) -> Handler:
    """A task is dropped with its reason."""

    async def handle(pressed: Pressed) -> Afterwards:
        door.ensure_on_the_team(pressed.user_id)
        view = await door.desk.db.read(_drop_drawn, door, pressed.number)
        await show_view(door, pressed, view)
        return None

    return handle


def _drop_drawn(session: Session, door: Door, number: int) -> Block:
    task = tasks.find(session, number)
    if task is None:
        raise UnknownTask(number)
    return drop_dialog(case_files.read_file(session, task.case_id), door.desk.look, task)


def _dropped(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        reason = str(answers(submitted.state).get("note") or "").strip()
        if not reason:
            raise ReasonNeeded(Action.DISMISS)
        if faults := await asyncio.to_thread(faults_in_note, door.desk.look, reason):
            return {"response_action": "errors", "errors": {"note": faults}}
        by = door.desk.policy.actor(submitted.user_id)
        await casework.drop(door.desk, int(submitted.brought.get("task", 0)), by, reason, once=submitted.key)
        return None

    return handle


def _promising(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        file = await door.desk.db.read(_for_adding, door, pressed)
        view = promise_dialog(file, door.desk.look, first_guess(door.desk, door.desk.clock.now()))
        await show_view(door, pressed, view)
        return None

    return handle


def _caring(door: Door) -> Handler:
    async def handle(pressed: Pressed) -> Afterwards:
        view = await door.desk.db.read(_care_drawn, door, pressed)
        await show_view(door, pressed, view)
        return None

    return handle


def _care_drawn(session: Session, door: Door, pressed: Pressed) -> Block:
    desk, now = door.desk, door.desk.clock.now()
    file = _for_adding(session, door, pressed)
    spent = spent_on_care(session, desk, file.case.id, now)
    letter = letter_for(desk, file, pressed.user_id, now)
    return care_dialog(file, desk.look, first_guess(desk, now), spent, pressed.user_id, letter)


def _for_adding(session: Session, door: Door, pressed: Pressed) -> CaseFile:
    file = case_files.read_file(session, pressed.number)
    ensure_may_add(file.case, door.desk.policy.actor(pressed.user_id))
    return file


def _promised(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        given, desk = answers(submitted.state), door.desk
        what = str(given.get("what") or "").strip()
        if faults := await asyncio.to_thread(faults_in_note, desk.look, what):
            return {"response_action": "errors", "errors": {"what": faults}}
        due = due_on(desk, date.fromisoformat(given["date"]), time.fromisoformat(given["time"]))
        task = Task(
            0,
            submitted.case_id,
            TaskKind.PROMISE,
            what,
            due,
            desk.clock.now(),
            submitted.user_id,
            deed=deed_in(what),
        )
        await arrange(desk, task, desk.policy.actor(submitted.user_id), once=submitted.key)
        return None

    return handle


def _cared(door: Door) -> Callable[[Submitted], Awaitable[Answer]]:
    async def handle(submitted: Submitted) -> Answer:
        given, desk = answers(submitted.state), door.desk
        letter, kindness = str(given.get("letter") or "").strip(), Kindness(given["kindness"])
        if letter or kindness is Kindness.LETTER:
            sent = Sent(Outlet.WANGWANG, Purpose.SOLUTION)
            faults = await asyncio.to_thread(faults_in_message, desk.look, letter, sent)
            if faults:
                return {"response_action": "errors", "errors": {"letter": faults}}
        task = _care(door, submitted, given, letter, kindness)
        await arrange(desk, task, desk.policy.actor(submitted.user_id), once=submitted.key)
        return None

    return handle


def _care(door: Door, submitted: Submitted, given: dict[str, Any], letter: str, kindness: Kindness) -> Task:
    desk = door.desk
    return Task(
        0,
        submitted.case_id,
        TaskKind.CARE,
        letter,
        due_on(desk, date.fromisoformat(given["date"])),
        desk.clock.now(),
        submitted.user_id,
        owner=given.get("to") or submitted.user_id,
        occasion=Occasion(given["occasion"]) if given.get("occasion") else None,
        kindness=kindness,
        cost_cents=cents_typed(str(given.get("amount") or "")) or 0,
    )
