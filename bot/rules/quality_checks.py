"""Quality checks: somebody above looks at how a case was handled, by four questions; a strike needs its evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from bot.case import Actor, Case
from bot.rules.refusals.scorecards import CheckNeedsLead, CheckNotPossible, CheckSettled, OwnCase, StrikeIncomplete
from bot.vocabulary import Role, Status

MOST = 3


class Criterion(StrEnum):
    """What is looked at, 0 to `MOST` each."""

    EMPATHY = "empathy"
    FACTS = "facts"
    SOLUTION = "solution"
    PROMISES = "promises"


@dataclass(frozen=True)
class QualityCheck:
    """One person's check of one case. `agent` resolved it; with a `rule` it is a strike, and `quote` its proof."""

    case_id: int
    agent: str
    by: str
    at: datetime
    marks: tuple[int, ...]
    note: str = ""
    rule: str = ""
    quote: str = ""

    @property
    def value(self) -> float:
        """0 to 1."""
        return sum(self.marks) / (MOST * len(self.marks))


def may_check(case: Case, by: Actor, agent_role: Role | None) -> bool:
    """Whether this person may check it: for showing only what is possible."""
    over = case.status in (Status.RESOLVED, Status.CLOSED) and case.resolved_by is not None
    return over and agent_role is Role.AGENT and by.is_at_least(Role.LEAD) and case.resolved_by != by.user_id


def ensure_may_check(case: Case, by: Actor, agent_role: Role | None) -> str:
    """Whoever is checked. Raises `CheckNeedsLead`, `OwnCase`, or `CheckNotPossible` where no agent resolved it."""
    if not by.is_at_least(Role.LEAD):
        raise CheckNeedsLead(case.id)
    if case.resolved_by == by.user_id:
        raise OwnCase(case.id)
    if case.resolved_by is None or not may_check(case, by, agent_role):
        raise CheckNotPossible(case.id)
    return case.resolved_by


def is_settled(before: QualityCheck, case: Case, until: datetime | None) -> bool:
    """Whether it is on a card that is frozen: it lies before `until`, and the case was not resolved again since."""
    return until is not None and before.at < until and _is_of_this_resolution(before, case)


def still_stands(before: QualityCheck, case: Case, until: datetime | None) -> bool:
    """Whether another look takes its place; what a frozen card has says nothing of how the case was resolved since."""
    return until is None or before.at >= until or _is_of_this_resolution(before, case)


def ensure_may_strike(check: QualityCheck, *, settled: bool) -> None:
    """Raise `CheckSettled` where the first look is on a frozen card already: a later one makes no other total 0."""
    if settled and check.rule:
        raise CheckSettled(check.case_id)


def ensure_whole(check: QualityCheck) -> None:
    """Raise `StrikeIncomplete` where a rule stands without its proof, or the other way round."""
    if bool(check.rule) != bool(check.quote):
        raise StrikeIncomplete(check.case_id)


def _is_of_this_resolution(before: QualityCheck, case: Case) -> bool:
    return before.agent == case.resolved_by and case.resolved_at is not None and case.resolved_at <= before.at


def sampled(month: date, agent: str, case_ids: Iterable[int], most: int) -> list[int]:
    """So many by chance, the same for everybody who asks: nobody picks the cases that suit them."""

    def chance(case_id: int) -> bytes:
        return sha256(f"{month.isoformat()}:{agent}:{case_id}".encode()).digest()

    return sorted(sorted(case_ids, key=chance)[:most])


def shared(agents: Sequence[str], leads: Sequence[str]) -> dict[str, list[str]]:
    """Whose cases each lead is offered: in turn, and nobody their own."""
    offered: dict[str, list[str]] = {lead: [] for lead in leads}
    for place, agent in enumerate(agents):
        turn = [*leads[place % len(leads) :], *leads[: place % len(leads)]] if leads else []
        lead = next((one for one in turn if one != agent), None)
        if lead:
            offered[lead].append(agent)
    return {lead: agents for lead, agents in offered.items() if agents}
