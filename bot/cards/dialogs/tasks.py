"""Task dialogs: a case's tasks with their buttons, a promise noted by hand, care arranged, a task dropped."""

from collections.abc import Sequence
from datetime import datetime

from bot.analysis.occasions import occasions_in
from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import about, carry, case_dialog
from bot.cards.dialogs.handling import NOTE
from bot.cards.look import Look
from bot.cards.task_card import ended_line, open_tasks, task_line, task_what
from bot.case_file import CaseFile
from bot.masking import mask_name, mask_text
from bot.messenger import Block
from bot.rules.care import CareSpent
from bot.rules.tasks import Task, TaskStand
from bot.vocabulary import Kindness, Occasion

_ENDED = 15
_LETTER = 1000


def tasks_view(file: CaseFile, look: Look) -> Block:
    """What is to be done by when, what was done, and the ways to add something."""
    say, number = look.say, str(file.case.id)
    waiting = open_tasks(file)
    over = [one for one in reversed(file.tasks) if one.stand is not TaskStand.OPEN][:_ENDED]
    add = [blocks.button(say("buttons.promise"), Press.PROMISE, number)]
    if not (file.case.invited_at or file.case.no_contact):
        add.append(blocks.button(say("buttons.care"), Press.CARE, number))
    shown = [
        about(file, look),
        *([] if file.tasks else [blocks.section(say.md("tasks.none"))]),
        *(block for one in waiting for block in _row(one, file, look)),
        *(blocks.context(ended_line(one, look)) for one in over),
        blocks.actions("add", add),
    ]
    title = say("dialogs.tasks.title", number=file.case.id)
    return blocks.modal(title, shown, close=say("buttons.close"), private=carry(file.case.id))


def _row(task: Task, file: CaseFile, look: Look) -> list[Block]:
    say, number = look.say, str(task.id)
    row = [
        blocks.button(say(f"buttons.task_done_{task.kind}"), Press.TASK_DONE, number),
        blocks.button(say("buttons.task_drop"), Press.TASK_DROP, number),
    ]
    letter = [blocks.quote(_without_name(task.what, file))] if task.kindness and task.what else []
    return [blocks.section(task_line(task, file.case, look)), *letter, blocks.actions(f"task:{task.id}", row)]


def _without_name(text: str, file: CaseFile) -> str:
    """The words as they are, but for who they are to."""
    name = file.review.customer_name.strip()
    return mask_text(text.replace(name, mask_name(name)) if name else text)


def promise_dialog(file: CaseFile, look: Look, due: datetime) -> Block:
    """What was promised, on the telephone for instance, and until when; `due` is a first guess, in the shop's zone."""
    say = look.say
    questions = [
        blocks.text_input(
            "what", say("dialogs.promise.what"), hint=say("dialogs.promise.what_hint"), most=200, lines=False
        ),
        blocks.date_input("date", say("dialogs.promise.date"), chosen=due.date()),
        blocks.time_input("time", say("dialogs.promise.time"), chosen=due.time()),
    ]
    return case_dialog(Dialog.PROMISE, file, look, questions)


def care_dialog(file: CaseFile, look: Look, due: datetime, spent: CareSpent, user_id: str, letter: str) -> Block:
    """What for, what, by whom and by when, and what it costs; `letter` is the words to start from."""
    say, rules = look.say, look.policy.care
    heard = occasions_in(file.review.text)
    month = int(rules.monthly * 100)
    questions = [
        blocks.context(
            say.md(
                "dialogs.care.budget",
                per_case=look.money(int(rules.per_case * 100)),
                left=look.money(max(0, month - spent.month)),
            )
        ),
        blocks.choice_input(
            "occasion",
            say("dialogs.care.occasion"),
            [blocks.option(say(f"words.occasion.{one}"), one) for one in Occasion],
            chosen=heard[0] if heard else None,
            kind="static_select",
        )
        | {"optional": True},
        blocks.choice_input(
            "kindness",
            say("dialogs.care.kindness"),
            [blocks.option(say(f"words.kindness.{one}"), one) for one in Kindness],
            chosen=Kindness.LETTER,
        ),
        blocks.text_input(
            "amount", say("dialogs.care.cost"), hint=say("dialogs.care.cost_hint"), optional=True, most=12, lines=False
        ),
        blocks.person_input("to", say("dialogs.care.to"), chosen=user_id),
        blocks.date_input("date", say("dialogs.care.date"), chosen=due.date()),
        blocks.text_input(
            "letter", say("dialogs.care.letter"), hint=say("dialogs.care.letter_hint"), filled=letter, most=_LETTER
        )
        | {"optional": True},
    ]
    return case_dialog(Dialog.CARE, file, look, questions)


def drop_dialog(file: CaseFile, look: Look, task: Task) -> Block:
    """Why it is not to be done."""
    say = look.say
    questions: Sequence[Block] = [
        blocks.section(
            say.md("dialogs.task_drop.what", kind=say(f"words.task.{task.kind}"), what=task_what(task, look))
        ),
        blocks.text_input(
            "note", say("dialogs.task_drop.reason"), hint=say("dialogs.task_drop.reason_hint"), most=NOTE
        ),
    ]
    return case_dialog(Dialog.TASK_DROP, file, look, questions, task=task.id)
