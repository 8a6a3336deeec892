"""Approval card: who asks for what, for whom, why this level, what is left; and the two buttons."""

from datetime import datetime

from bot.cards import blocks
from bot.cards.actions import Press
from bot.cards.look import Look
from bot.cards.notice_card import case_name
from bot.case_file import CaseFile
from bot.messenger import Block
from bot.rules.ladder import Compensation, Spent, cap_cents
from scripts_library.wording import Token

_NAME = 60


def approval_line(
    one: Compensation, file: CaseFile, look: Look, link: str | None, spent: Spent, note: str, *, until: datetime
) -> Token:
    """Everything it takes to decide, in three lines."""
    say, rules = look.say, look.policy.ladder
    cap = cap_cents(one.level, file.review.paid_cents, rules)
    budget = int(rules.monthly_per_shop * 100)
    lines = [
        _asks(one, file, look, link, note, again=one.asks if one.asks > 1 else 0),
        say.md(
            "approval.why",
            grade=say(f"words.grade.{file.case.grade}"),
            tier=say(f"words.tier.{file.review.tier}"),
            intensity=file.intensity,
            count=file.complaints_90d if file.complaints_90d > 1 else 0,
            cap=look.money(cap) if cap is not None else "",
            paid=look.money(file.review.paid_cents) if file.review.paid_cents is not None else "",
        ),
        say.md(
            "approval.terms",
            role=say(f"words.role.{one.needs}"),
            until=look.time(until),
            month=look.money(spent.shop_month),
            budget=look.money(budget),
            tight=spent.shop_month >= rules.warn_at * budget,
        ),
    ]
    return Token("\n".join(lines))


def settled_line(one: Compensation, file: CaseFile, look: Look, link: str | None, outcome: str) -> Token:
    """What was asked for, and what became of it."""
    return Token(f"{_asks(one, file, look, link, '', again=0)}\n{outcome}")


def _asks(one: Compensation, file: CaseFile, look: Look, link: str | None, note: str, *, again: int) -> Token:
    return Token(
        look.say.md(
            "approval.asks",
            by=blocks.one_line(look.name(one.asked_by), _NAME),
            case=case_name(file, look, link),
            solution=look.say(f"words.solution.{one.solution}"),
            amount=look.money(one.amount_cents),
            level=one.level,
            note=look.brief(note),
            again=again,
        )
    )


def settled_blocks(one: Compensation, text: Token, look: Look) -> list[Block]:
    """Nothing is left to decide: the lines, and the case."""
    show = blocks.button(look.say("buttons.show"), Press.SHOW, str(one.case_id))
    return [blocks.section(text), blocks.actions(f"compensation:{one.id}", [show])]


def approval_blocks(one: Compensation, text: Token, look: Look) -> list[Block]:
    """The lines, and approve or reject; the amount on the button is the one that is granted."""
    return [blocks.section(text), blocks.actions(f"compensation:{one.id}", approval_buttons(one, look))]


def approval_buttons(one: Compensation, look: Look) -> list[Block]:
    """Approve with the amount, reject, and the case."""
    approve = look.say("buttons.approve_amount", amount=look.money(one.amount_cents))
    return [
        blocks.button(approve, Press.APPROVE, str(one.id), primary=True),
        blocks.button(look.say("buttons.reject"), Press.REJECT, str(one.id)),
        blocks.button(look.say("buttons.show"), Press.SHOW, str(one.case_id)),
    ]


def compensation_line(one: Compensation, look: Look) -> Token:
    """Where the case's compensation stands, for its card."""
    return Token(
        look.say.md(
            f"card.compensation_{one.stand}",
            level=one.level,
            solution=look.say(f"words.solution.{one.solution}"),
            amount=look.money(one.amount_cents),
            role=look.say(f"words.role.{one.needs}"),
            reason=look.brief(one.reason),
        )
    )
