"""Handling dialogs: solution with what it may cost, and the root cause."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.actions import Dialog, Press
from bot.cards.dialogs.frame import case_dialog
from bot.cards.experience_card import solutions_line
from bot.cards.look import Look
from bot.case import RootCause
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.policy.model import Shop
from bot.rules.cause_catalogue import offered
from bot.rules.experience import Tried
from bot.rules.ladder import Compensation, Term
from bot.rules.owed import owed
from bot.vocabulary import Role, Solution

NOTE, DEPARTMENT = 500, "department"
DEPARTMENTS = ("purchasing", "quality", "operations", "warehouse", "delivery", "customer_service")


def solution_dialog(file: CaseFile, look: Look, terms: Sequence[Term], tried: Sequence[Tried] = ()) -> Block:
    """What to offer: the usual first, with its level, its cap and who grants it; what the law owes stands above.

    `tried` is what came of the solutions in earlier cases.
    """
    say, case = look.say, file.case
    floor = [say.md(f"dialogs.solution.owed_{one}") for one in owed((r.rule for r in file.reasons), case.category)]
    options = [blocks.option(say(f"words.solution.{one.solution}"), one.solution, _term(one, look)) for one in terms]
    questions = [
        *([blocks.context(*floor)] if floor else []),
        *solutions_line(tried, case.id, look),
        blocks.choice_input("solution", say("dialogs.solution.choose"), options, chosen=case.solution),
        blocks.text_input(
            "amount",
            say("dialogs.solution.amount"),
            hint=say("dialogs.solution.amount_hint"),
            optional=True,
            most=12,
            lines=False,
        ),
        blocks.text_input(
            "note",
            say("dialogs.solution.note"),
            hint=say("dialogs.solution.note_hint"),
            filled=case.solution_note,
            optional=True,
            most=NOTE,
        ),
        *_apologiser(look, terms),
    ]
    return case_dialog(Dialog.SOLUTION, file, look, questions)


def _apologiser(look: Look, terms: Sequence[Term]) -> list[Block]:
    """Where a supervisor's apology fits, it can be said whose; left open it goes to one on duty."""
    fits = any(term.is_suggested and term.solution is Solution.SUPERVISOR_APOLOGY for term in terms)
    say = look.say
    asked = blocks.person_input("to", say("dialogs.solution.supervisor"), hint=say("dialogs.solution.supervisor_hint"))
    return [asked | {"optional": True}] if fits else []


def _term(term: Term, look: Look) -> str:
    """L3 · 最多 ¥51.60 · 组长批 · 建议."""
    say = look.say
    if term.level is None:
        return say("dialogs.solution.suggested") if term.is_suggested else ""
    if not term.is_within:
        return say("dialogs.solution.outside", level=term.level)
    return say(
        "dialogs.solution.term",
        level=term.level,
        cap=look.money(term.cap_cents) if term.cap_cents is not None else "",
        role="" if term.needs is Role.AGENT else say(f"words.role.{term.needs}"),
        suggested=term.is_suggested,
    )


def reject_dialog(file: CaseFile, look: Look, one: Compensation) -> Block:
    """Why a compensation is not granted; the asker reads it."""
    say = look.say
    questions = [
        blocks.section(
            say.md(
                "dialogs.reject.what",
                solution=say(f"words.solution.{one.solution}"),
                amount=look.money(one.amount_cents),
                by=blocks.one_line(look.name(one.asked_by), 60),
            )
        ),
        blocks.text_input("note", say("dialogs.reject.reason"), hint=say("dialogs.reject.reason_hint"), most=NOTE),
    ]
    return case_dialog(Dialog.REJECT, file, look, questions, compensation=one.id)


def resolve_dialog(file: CaseFile, look: Look) -> Block:
    """The root cause: by name, which settles the stage; the department; and more in words where that helps."""
    known = file.case.cause
    questions = cause_questions(look, known, tells=Press.CAUSE)
    return case_dialog(Dialog.RESOLVE, file, look, questions, filled=known.department if known else None)


def resolve_dialog_on(file: CaseFile, look: Look, chosen: RootCause, filled: str | None) -> Block:
    """The same once a cause is chosen; its department may be `filled` in as it was settled last.

    The department is another block than before: Slack keeps what stands in the one it knows.
    """
    is_filled = filled is not None and filled == chosen.department
    which, _, note = cause_questions(look, chosen, tells=Press.CAUSE)
    hint = look.say("dialogs.resolve.department_hint") if is_filled else ""
    whose = _department_question(look, chosen.department, f"{DEPARTMENT}_{chosen.name}", hint)
    return case_dialog(Dialog.RESOLVE, file, look, [which, whose, note], filled=filled)


def departments_of(shop: Shop) -> tuple[str, ...]:
    """Those that a cause can be found to be of: the shop's own, or the usual ones."""
    return shop.departments or DEPARTMENTS


def cause_questions(look: Look, known: RootCause | None, *, tells: str = "") -> list[Block]:
    """Which, whose, and what else can be said; filled in with what was found before."""
    say = look.say
    groups = {
        say(f"words.stage.{stage}"): [blocks.option(look.cause(one), one) for one in names]
        for stage, names in offered(look.policy.causes.named).items()
    }
    name, department, note = (known.name, known.department, known.note) if known else (None, None, "")
    return [
        blocks.grouped_input("cause", say("dialogs.resolve.cause"), groups, chosen=name, tells=tells),
        _department_question(look, department),
        blocks.text_input(
            "note",
            say("dialogs.resolve.note"),
            hint=say("dialogs.resolve.note_hint"),
            filled=note,
            optional=True,
            most=NOTE,
        ),
    ]


def _department_question(look: Look, chosen: str | None, key: str = DEPARTMENT, hint: str = "") -> Block:
    options = [blocks.option(look.department(one), one) for one in departments_of(look.policy.shop)]
    label = look.say("dialogs.resolve.department")
    return blocks.choice_input(key, label, options, kind="static_select", chosen=chosen, hint=hint)
