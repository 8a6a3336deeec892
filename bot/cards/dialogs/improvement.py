"""Improvement dialogs: a new item, from when on its change is in effect, and why it is given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.cards import blocks
from bot.cards.actions import Dialog
from bot.cards.dialogs.frame import asking
from bot.cards.dialogs.handling import NOTE, departments_of
from bot.cards.improvement_card import item_name, measured_line, rate_told
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.cause_catalogue import offered
from bot.rules.improvement_rates import Measured, Metric
from bot.rules.improvements import Improvement
from bot.vocabulary import Category

WHAT = 100


@dataclass(frozen=True)
class Beginning:
    """What a new item's dialog is filled in with. `scopes` are value and name by heading, `where` one of the values."""

    scopes: Mapping[str, Sequence[tuple[str, str]]]
    where: str
    category: Category
    cause: str
    department: str
    owner: str
    start: date
    metric: Metric
    now: Measured
    days: int
    case_id: int = 0
    what: str = ""
    alert: int = 0

    @property
    def target(self) -> float | None:
        """Half of what it is now."""
        return self.now.rate / 2 if self.now.rate else None


def improvement_dialog(begin: Beginning, look: Look) -> Block:
    """What changes, where, against what, whose it is, from when on, and what the rate is to be."""
    say = look.say
    questions = [
        blocks.context(measured_line(begin.now, begin.metric, begin.days, look)),
        blocks.text_input(
            "what",
            say("improvements.ask_what"),
            hint=say("improvements.ask_what_hint"),
            filled=begin.what,
            most=WHAT,
            lines=False,
        ),
        _where(begin, look),
        *_against(begin, look),
        _department(begin, look),
        blocks.person_input("owner", say("improvements.ask_owner"), chosen=begin.owner),
        blocks.date_input("start", say("improvements.ask_start"), chosen=begin.start),
        _metric(begin, look),
        blocks.text_input(
            "target",
            say("improvements.ask_target"),
            hint=say("improvements.ask_target_hint"),
            filled=rate_told(begin.target, begin.metric) if begin.target else "",
            most=12,
            lines=False,
        ),
    ]
    return _modal(Dialog.IMPROVEMENT, questions, look, case=begin.case_id, alert=begin.alert)


def effect_dialog(item: Improvement, look: Look, today: date) -> Block:
    """Since when, and what was changed in the end."""
    say = look.say
    questions = [
        blocks.context(item_name(item, look)),
        blocks.date_input("start", say("improvements.ask_since"), chosen=min(item.start, today)),
        blocks.text_input(
            "what",
            say("improvements.ask_what"),
            hint=say("improvements.ask_what_hint"),
            filled=item.what,
            most=WHAT,
            lines=False,
        ),
    ]
    return _modal(Dialog.IMPROVEMENT_EFFECT, questions, look, item=item.id)


def drop_dialog(item: Improvement, look: Look) -> Block:
    """Why not."""
    say = look.say
    questions = [
        blocks.context(item_name(item, look)),
        blocks.text_input("note", say("improvements.ask_reason"), hint=say("improvements.ask_reason_hint"), most=NOTE),
    ]
    return _modal(Dialog.IMPROVEMENT_DROP, questions, look, item=item.id)


def _where(begin: Beginning, look: Look) -> Block:
    groups = {
        heading: [blocks.option(name, value) for value, name in choices] for heading, choices in begin.scopes.items()
    }
    return blocks.grouped_input("where", look.say("improvements.ask_where"), groups, chosen=begin.where)


def _against(begin: Beginning, look: Look) -> list[Block]:
    """The category is what is counted; the cause says which replies it is told in besides."""
    say = look.say
    categories = [blocks.option(look.category(one), one) for one in Category]
    causes = {
        say(f"words.stage.{stage}"): [blocks.option(look.cause(one), one) for one in names]
        for stage, names in offered(look.policy.causes.named).items()
    }
    cause = blocks.grouped_input("cause", say("improvements.ask_cause"), causes, chosen=begin.cause)
    return [
        blocks.choice_input(
            "category", say("improvements.ask_category"), categories, kind="static_select", chosen=begin.category
        ),
        cause | {"optional": True},
    ]


def _department(begin: Beginning, look: Look) -> Block:
    names = departments_of(look.policy.shop)
    options = [blocks.option(look.department(one), one) for one in names]
    return blocks.choice_input(
        "department",
        look.say("improvements.ask_department"),
        options,
        kind="static_select",
        chosen=begin.department,
    )


def _metric(begin: Beginning, look: Look) -> Block:
    options = [blocks.option(look.say(f"improvements.metric_{one}"), one) for one in Metric]
    label = look.say("improvements.ask_metric")
    return blocks.choice_input("metric", label, options, kind="static_select", chosen=begin.metric)


def _modal(dialog: Dialog, questions: Sequence[Block], look: Look, *, case: int = 0, **carried: Any) -> Block:
    title = look.say(f"dialogs.{dialog.removesuffix('_dialog')}.title")
    return asking(dialog, title, questions, look, case=case, **carried)
