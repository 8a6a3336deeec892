"""Task card: one task in a line, the notice about it with its buttons, and what is left of the notice afterwards."""

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.blocks import one_line
from bot.cards.look import Look
from bot.cards.steps import step_button
from bot.case import Case
from bot.case_file import CaseFile
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.tasks import Task, TaskStand
from bot.vocabulary import Kindness, TaskKind
from scripts_library.wording import Token

_WHAT = 80


def task_what(task: Task, look: Look) -> str:
    """What is to be done, as plain text."""
    say, said = look.say, one_line(mask_text(task.what), _WHAT)
    if task.kind is TaskKind.APOLOGY:
        return said or say("tasks.apologise")
    if task.kind is TaskKind.CARE and task.kindness:
        kindness = say(f"words.kindness.{task.kindness}")
        occasion = say(f"words.occasion.{task.occasion}") if task.occasion else ""
        letter = task.kindness is Kindness.LETTER  # it names the customer; whoever writes it reads it in the dialog
        return say("tasks.care_what", kindness=kindness, occasion=occasion, note="" if letter else said)
    return said


def open_tasks(file: CaseFile) -> list[Task]:
    """What is still to be done, what is due first in front."""
    return sorted((one for one in file.tasks if one.stand is TaskStand.OPEN), key=lambda one: (one.due_at, one.id))


def task_lines(file: CaseFile, look: Look) -> list[str]:
    """The next task of a case, and how many more there are; for its card."""
    waiting = open_tasks(file)
    if not waiting:
        return []
    line = task_line(waiting[0], file.case, look)
    more = look.say.md("tasks.more", count=len(waiting) - 1) if len(waiting) > 1 else ""
    return [f"{line} {more}".rstrip()]


def task_line(task: Task, case: Case, look: Look) -> str:
    """One open task; once it has been told that its time ran out, the line says so too."""
    owner = task.owner if task.owner and task.owner != case.owner else None
    return look.say.md(
        "tasks.line" if task.remind_at else "tasks.line_late",
        kind=look.say(f"words.task.{task.kind}"),
        what=task_what(task, look),
        due=look.day_time(task.due_at),
        owner=look.name(owner) if owner else "",
    )


def ended_line(task: Task, look: Look) -> str:
    """One task that is over: done, and whether in time, or dropped and why."""
    kept = "done" if task.is_kept else "done_late"
    return look.say.md(
        f"tasks.{kept if task.stand is TaskStand.DONE else 'dropped'}",
        kind=look.say(f"words.task.{task.kind}"),
        what=task_what(task, look),
        by=look.name(task.ended_by) if task.ended_by else look.say("dialogs.timeline.robot"),
        at=look.day_time(task.ended_at or task.due_at),
        reason=look.brief(task.reason),
    )


def task_blocks(text: Token, task: Task, case: Case, look: Look) -> list[Block]:
    """A sentence about a task, with the buttons to do it, to be done with it, and to see the case."""
    say, number = look.say, str(task.id)
    apology = task.kind is TaskKind.APOLOGY
    first = [step_button(Press.CONTACT, case, say, primary=True)] if apology and not case.no_contact else []
    row = [
        *first,
        blocks.button(say(f"buttons.task_done_{task.kind}"), Press.TASK_DONE, number, primary=not first),
        blocks.button(say("buttons.task_drop"), Press.TASK_DROP, number),
        blocks.button(say("buttons.show"), Press.SHOW, str(case.id)),
    ]
    return [blocks.section(text), blocks.actions(f"task:{task.id}", row)]


def ended_blocks(text: Token, task: Task, look: Look) -> list[Block]:
    """Nothing is left to do: the line, and the case."""
    show = blocks.button(look.say("buttons.show"), Press.SHOW, str(task.case_id))
    return [blocks.section(text), blocks.actions(f"task:{task.id}", [show])]
