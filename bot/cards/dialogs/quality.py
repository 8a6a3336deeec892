"""Quality dialog: four questions about how a case was handled, a note, and a strike where a rule was broken."""

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import case_dialog
from bot.cards.look import Look
from bot.case_file import CaseFile
from bot.compliance.rulebook import INCENTIVE, rulebook
from bot.messenger import Block
from bot.rules.quality_checks import MOST, Criterion, QualityCheck

NO_STRIKE = "none"
_WORDS = 500


def quality_dialog(file: CaseFile, look: Look, before: QualityCheck | None, *, settled: bool = False) -> Block:
    """Filled in with what this person found `before`; `settled` where that is on a frozen card: no strike any more."""
    say = look.say
    marks = dict(zip(Criterion, before.marks, strict=True)) if before else {}
    scale = [
        blocks.option(say("quality.option", points=mark, words=say(f"quality.mark_{mark}")), str(mark))
        for mark in range(MOST, -1, -1)
    ]
    asked = [
        blocks.choice_input(
            criterion,
            say(f"quality.ask_{criterion}"),
            scale,
            chosen=str(marks[criterion]) if criterion in marks else None,
        )
        for criterion in Criterion
    ]
    who = blocks.one_line(look.name(file.case.resolved_by or ""), 60)
    questions = [
        blocks.context(say.md("quality.about", who=who, counts=look.policy.scorecard.monthly, settled=settled)),
        *asked,
        blocks.text_input(
            "note", say("quality.note"), hint=say("quality.note_hint"), filled=before.note if before else "",
            optional=True, most=_WORDS,
        ),
        *([] if settled else _strike(before, look)),
    ]  # fmt: skip
    return case_dialog(Dialog.QUALITY, file, look, questions)


def _strike(before: QualityCheck | None, look: Look) -> list[Block]:
    say = look.say
    rules = [blocks.option(say(f"linter.{rule}.name"), rule) for rule in strike_rules()]
    return [
        blocks.choice_input(
            "rule",
            say("quality.rule"),
            [blocks.option(say("quality.no_strike"), NO_STRIKE), *rules],
            chosen=(before.rule if before else "") or NO_STRIKE,
            kind="static_select",
        ),
        blocks.text_input(
            "quote",
            say("quality.quote"),
            hint=say("quality.quote_hint", counts=look.policy.scorecard.monthly),
            filled=before.quote if before else "",
            optional=True,
            most=_WORDS,
        ),
    ]


def strike_rules() -> list[str]:
    """The rules that a text to a customer may break."""
    return [INCENTIVE, *(rule.id for rule in rulebook().rule), "personal_data"]
