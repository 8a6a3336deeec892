"""Firewall: what must hold between compensation and invitation, told case by case from what was recorded.

The desk keeps to it when it acts; this looks at the records afterwards, so that somebody else can see it too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.rules.ladder import Compensation, Stand
from bot.rules.tasks import Task
from bot.vocabulary import Outcome, Role, TaskKind


class Breach(StrEnum):
    """A rule that was not kept."""

    INVITED_TWICE = "invited_twice"
    BEFORE_RESOLUTION = "before_resolution"
    BEFORE_EXECUTION = "before_execution"
    PAID_AFTERWARDS = "paid_afterwards"
    AFTER_REFUSAL = "after_refusal"
    NOT_NEUTRAL = "not_neutral"
    CARE_AFTERWARDS = "care_afterwards"
    AMOUNT_MOVED = "amount_moved"
    OWN_APPROVAL = "own_approval"


@dataclass(frozen=True)
class Invited:
    """One invitation as it was recorded. `words` in full: whoever shows them masks them."""

    at: datetime
    by: str
    channel: str
    script: str
    words: str
    is_neutral: bool


@dataclass(frozen=True)
class Audited:
    """A case as its timeline and its books tell it. `asked_cents` is what each compensation was first asked at.

    A case that is opened again (`reopened`) is a new matter: what is given then follows no invitation.
    """

    number: int
    resolved: tuple[datetime, ...]
    reopened: tuple[datetime, ...]
    refused: tuple[datetime, ...]
    invitations: tuple[Invited, ...]
    compensations: tuple[Compensation, ...]
    asked_cents: tuple[int, ...]
    tasks: tuple[Task, ...]


def breaches(case: Audited) -> list[Breach]:
    """Every rule that this case breaks, each once, in the rules' order; none where all is well."""
    found = {*_of_money(case), *_of_invitations(case)}
    return [one for one in Breach if one in found]


def _of_money(case: Audited) -> Iterator[Breach]:
    for one in case.compensations:
        alone = one.needs is Role.AGENT
        if one.decided_by and one.decided_by == one.asked_by and not alone:
            yield Breach.OWN_APPROVAL
        if case.asked_cents and one.amount_cents not in case.asked_cents:
            yield Breach.AMOUNT_MOVED


def _of_invitations(case: Audited) -> Iterator[Breach]:
    if len(case.invitations) > 1:
        yield Breach.INVITED_TWICE
    for one in case.invitations:
        if not any(at <= one.at for at in case.resolved):
            yield Breach.BEFORE_RESOLUTION
        if any(at <= one.at for at in case.refused):
            yield Breach.AFTER_REFUSAL
        if not one.is_neutral:
            yield Breach.NOT_NEUTRAL
        yield from _beside_money(case, one.at)
        if any(task.kind is TaskKind.CARE and task.made_at > one.at for task in case.tasks):
            yield Breach.CARE_AFTERWARDS


def _beside_money(case: Audited, invited_at: datetime) -> Iterator[Breach]:
    for one in case.compensations:
        if one.asked_at > invited_at:
            again = any(invited_at < at <= one.asked_at for at in case.reopened)
            if one.stand in (Stand.APPROVED, Stand.EXECUTED) and not again:
                yield Breach.PAID_AFTERWARDS
        elif one.stand is Stand.EXECUTED and one.executed_at and one.executed_at > invited_at:
            yield Breach.BEFORE_EXECUTION


REFUSING = frozenset({Outcome.REFUSED, Outcome.LEAVE_ALONE})
