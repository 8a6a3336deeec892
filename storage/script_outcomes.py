"""Script outcomes: which version of which script was sent, and what came of it, from the timeline."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from bot.rules.script_outcomes import ScriptOutcome, Version
from bot.vocabulary import Action, Outcome, Status
from storage.tables import CaseRow, EventRow

_RESOLVED = (Status.RESOLVED, Status.CLOSED)
_SENDING = (Action.CONTACT_REACHED, Action.CONTACT_MISSED)


@dataclass
class _Tally:
    sent: int = 0
    reached: int = 0
    refused: int = 0
    cases: set[int] = field(default_factory=set)
    resolved: set[int] = field(default_factory=set)


def script_outcomes(session: Session, begin: datetime, end: datetime) -> list[ScriptOutcome]:
    """Of the first contacts in cases opened in this time, by script and version; the most used first."""
    found: dict[tuple[str, Version], _Tally] = defaultdict(_Tally)
    scores: dict[int, int] = {}
    rows = session.execute(
        sql_select(
            col(EventRow.case_id),
            col(EventRow.what),
            col(EventRow.facts),
            col(EventRow.at),
            col(CaseRow.reached_at),
            col(CaseRow.satisfaction),
            col(CaseRow.status),
        )
        .join(CaseRow, col(CaseRow.id) == col(EventRow.case_id))
        .where(col(CaseRow.opened_at) >= begin, col(CaseRow.opened_at) < end, col(EventRow.what).in_(_SENDING))
    )
    for case_id, what, facts, at, reached_at, satisfaction, status in rows:
        key, _, told = str(facts.get("script", "")).partition("@")
        version = Version.read(told)
        if version is None:
            continue
        tally = found[key, version]
        tally.sent += 1
        answered = facts.get("outcome") == Outcome.SENT and reached_at is not None and reached_at >= at
        tally.reached += what == Action.CONTACT_REACHED or answered
        tally.refused += facts.get("outcome") == Outcome.REFUSED
        tally.cases.add(case_id)
        if status in _RESOLVED:
            tally.resolved.add(case_id)
        if satisfaction is not None:
            scores[case_id] = satisfaction
    outcomes = [_outcome(key, version, tally, scores) for (key, version), tally in found.items()]
    return sorted(outcomes, key=lambda one: (-one.sent, one.key, one.version))


def _outcome(key: str, version: Version, tally: _Tally, scores: dict[int, int]) -> ScriptOutcome:
    heard = [scores[case] for case in tally.cases if case in scores]
    counts = (tally.sent, tally.reached, tally.refused, len(tally.cases), len(tally.resolved))
    return ScriptOutcome(key, version, *counts, len(heard), sum(heard))
