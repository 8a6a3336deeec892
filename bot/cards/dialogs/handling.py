"""Handling dialogs: solution, root cause, and the call-back."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.remedies import suggested_for
from bot.vocabulary import Solution, Stage

NOTE = 500
MISSED = "missed"
DEPARTMENTS = ("purchasing", "quality", "operations", "warehouse", "delivery", "customer_service")


def solution_dialog(file: CaseFile, look: Look) -> Block:
    """What to offer; what fits the category comes first and says so."""
    say, case = look.say, file.case
    fitting = suggested_for(case.category)
    fits = say("dialogs.solution.suggested", category=look.category(case.category))
    options = [
        blocks.option(say(f"words.solution.{one}"), one, fits if one in fitting else "")
        for one in (*fitting, *(one for one in Solution if one not in fitting))
    ]
    questions = [
        blocks.choice_input("solution", say("dialogs.solution.choose"), options, chosen=case.solution),
        blocks.text_input(
            "note",
            say("dialogs.solution.note"),
            hint=say("dialogs.solution.note_hint"),
            filled=case.solution_note,
            optional=True,
            most=NOTE,
        ),
    ]
    return case_dialog(Dialog.SOLUTION, file, look, questions)


def resolve_dialog(file: CaseFile, look: Look) -> Block:
    """The root cause: stage, department, and in words that someone can act on."""
    say = look.say
    stages = [blocks.option(say(f"words.stage.{one}"), one) for one in Stage]
    names = look.policy.shop.departments or DEPARTMENTS
    departments = [blocks.option(look.department(one), one) for one in names]
    questions = [
        blocks.choice_input("stage", say("dialogs.resolve.stage"), stages, kind="static_select"),
        blocks.choice_input("department", say("dialogs.resolve.department"), departments, kind="static_select"),
        blocks.text_input("note", say("dialogs.resolve.note"), hint=say("dialogs.resolve.note_hint"), most=NOTE),
    ]
    return case_dialog(Dialog.RESOLVE, file, look, questions)


def follow_up_dialog(file: CaseFile, look: Look) -> Block:
    """Three questions to ask, one answer to record."""
    say = look.say
    scores = [blocks.option(say(f"dialogs.follow_up.score_{score}"), str(score)) for score in (5, 4, 3, 2, 1)]
    questions = [
        blocks.section(say.md("dialogs.follow_up.ask")),
        blocks.choice_input(
            "satisfaction",
            say("dialogs.follow_up.satisfaction"),
            [*scores, blocks.option(say("dialogs.follow_up.missed"), MISSED)],
        ),
        blocks.text_input("note", say("dialogs.follow_up.note"), optional=True, most=NOTE),
    ]
    return case_dialog(Dialog.FOLLOW_UP, file, look, questions)
