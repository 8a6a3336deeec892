"""Steering dialogs: regrade, hand over, snooze, dismiss, reopen; all with a reason, all kept in the timeline."""

from datetime import timedelta

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import carry, case_dialog
from bot.cards.dialogs.handling import NOTE
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.duration import write_duration
from bot.messenger import Block
from bot.vocabulary import Category, Grade
from slack_rules.text import clip, tame

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 120))
_USUAL_PAUSE = timedelta(minutes=30)


def regrade_dialog(file: CaseFile, look: Look, *, grade: Grade | None = None, reason: str = "") -> Block:
    """Another grade or category; `grade` and `reason` fill in what an agent asked a supervisor for."""
    say, case = look.say, file.case
    grades = [_grade_option(one, look) for one in reversed(Grade)]
    categories = [blocks.option(say(f"words.category.{one}"), one) for one in Category]
    questions = [
        blocks.choice_input("grade", say("dialogs.regrade.grade"), grades, chosen=grade or case.grade),
        blocks.choice_input(
            "category", say("dialogs.regrade.category"), categories, chosen=case.category, kind="static_select"
        )
        | {"optional": case.category is None},
        blocks.text_input(
            "note", say("dialogs.regrade.reason"), hint=say("dialogs.regrade.reason_hint"), filled=reason, most=NOTE
        ),
    ]
    return case_dialog(Dialog.REGRADE, file, look, questions)


def ask_supervisor_dialog(file: CaseFile, look: Look, grade: Grade, note: str) -> Block:
    """Lowering a grade is not an agent's to do: offer to ask."""
    say, note = look.say, clip(tame(note), NOTE)
    body = say.md("dialogs.ask_supervisor.body", number=file.case.id, grade=say(f"words.grade.{grade}"), note=note)
    return blocks.modal(
        say("dialogs.ask_supervisor.title"),
        [blocks.section(body)],
        submit=say("dialogs.ask_supervisor.submit"),
        close=say("buttons.cancel"),
        callback_id=Dialog.ASK_SUPERVISOR,
        private=carry(file.case.id, grade=grade, note=note),
    )


def hand_over_dialog(file: CaseFile, look: Look) -> Block:
    """To whom, and a word to take along."""
    say, owner = look.say, file.case.owner
    now = [blocks.context(say.md("dialogs.hand_over.now", owner=look.name(owner)))] if owner else []
    questions = [
        *now,
        blocks.person_input("to", say("dialogs.hand_over.to")),
        blocks.text_input(
            "note", say("dialogs.hand_over.note"), hint=say("dialogs.hand_over.note_hint"), optional=True, most=NOTE
        ),
    ]
    return case_dialog(Dialog.HAND_OVER, file, look, questions, submit=say("buttons.hand_over"))


def snooze_dialog(file: CaseFile, look: Look) -> Block:
    """How long, and why; nothing longer than the shop allows."""
    say, longest = look.say, look.policy.deadlines.snooze_longest
    offered = [one for one in _PAUSES if one <= longest] or [longest]
    pauses = [blocks.option(look.length(one), write_duration(one)) for one in offered]
    questions = [
        blocks.choice_input(
            "pause", say("dialogs.snooze.pause"), pauses, chosen=write_duration(min(_USUAL_PAUSE, longest))
        ),
        blocks.text_input(
            "note", say("dialogs.snooze.reason"), hint=say("dialogs.snooze.reason_hint"), most=NOTE, lines=False
        ),
    ]
    return case_dialog(Dialog.SNOOZE, file, look, questions)


def dismiss_dialog(file: CaseFile, look: Look) -> Block:
    """Why it is none."""
    say = look.say
    reason = blocks.text_input(
        "note", say("dialogs.dismiss.reason"), hint=say("dialogs.dismiss.reason_hint"), most=NOTE
    )
    return case_dialog(Dialog.DISMISS, file, look, [reason])


def reopen_dialog(file: CaseFile, look: Look) -> Block:
    """Why again."""
    return case_dialog(
        Dialog.REOPEN, file, look, [blocks.text_input("note", look.say("dialogs.reopen.reason"), most=NOTE)]
    )


def _grade_option(grade: Grade, look: Look) -> Block:
    return blocks.option(f"{look.say(f'words.mark.{grade}')} {look.say(f'words.grade.{grade}')}", grade)
