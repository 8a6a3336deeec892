"""Quality card: what the checked agent hears of a check, privately; and the month's sample for a lead."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.cards import blocks
from bot.cards.look import Look
from bot.cards.scorecard_card import month_name
from bot.masking import mask_text
from bot.messenger import Block
from bot.rules.quality_checks import MOST, Criterion, QualityCheck
from scripts_library.wording import Token
from slack_rules.text import clip

_NAME, _SHORT, _WORDS, _LINKS, _LINES = 60, 24, 500, 80, 40


def told_card(
    one: QualityCheck, case: Token, look: Look, *, again: bool, settled: bool = False
) -> tuple[str, list[Block]]:
    """The four marks in words, the note, and a strike with its rule and proof; `settled` where no card counts it."""
    say = look.say
    by = blocks.one_line(look.name(one.by), _NAME)
    told = "quality.told_settled" if settled else "quality.told_again" if again else "quality.told"
    head = say.md(told, by=by, case=case)
    marks = [
        say.md(
            "quality.mark",
            criterion=say(f"quality.{criterion}"),
            points=mark,
            most=MOST,
            words=say(f"quality.mark_{mark}"),
        )
        for criterion, mark in zip(Criterion, one.marks, strict=True)
    ]
    shown = [blocks.section(head), blocks.section("\n".join(marks))]
    if one.note:
        shown.append(_words(one.note))
    counts = look.policy.scorecard.monthly and not settled
    if one.rule:
        rule, law = say(f"linter.{one.rule}.name"), say(f"linter.{one.rule}.advice")
        shown += [blocks.section(say.md("quality.struck", rule=rule, advice=law, counts=counts)), _words(one.quote)]
    may_contest = [blocks.context(say.md("quality.may_contest"))] if counts else []
    return head, [*shown, *may_contest]


def sample_card(
    month: date, sample: Mapping[str, Sequence[tuple[int, str | None]]], freezes: datetime, look: Look
) -> tuple[str, list[Block]]:
    """Whose cases a lead is offered to check, before the month's cards are frozen; each links to its card."""
    say = look.say
    head = say.md("quality.sample", month=month_name(month, look))
    few = sum(len(cases) for cases in sample.values()) <= _LINKS  # a message bears only so many addresses
    lines = []
    for agent, cases in list(sample.items())[:_LINES]:
        label = {number: say.md("scorecard.number", number=number) for number, _ in cases}
        named = " ".join(blocks.link(url, label[number]) if url and few else label[number] for number, url in cases)
        who = blocks.one_line(look.name(agent), _SHORT)
        lines.append(blocks.section(say.md("quality.sample_line", who=who, cases=Token(named))))
    return head, [blocks.section(head), *lines, blocks.context(say.md("quality.sample_how", day=look.day(freezes)))]


def _words(text: str) -> Block:
    return blocks.quote(clip(mask_text(text), _WORDS))
