"""Ledger: the compensations of a month as a table, and what they add up to; every cent is in exactly one sum."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from bot.policy.model import Policy
from bot.rules.ladder import Compensation, Stand
from handlers.months import month_typed
from handlers.tables import safe_cell, yuan
from scripts_library.wording import Wording
from storage import compensations
from storage.database import Database

_COLUMNS = (
    "number",
    "case",
    "level",
    "solution",
    "amount",
    "stand",
    "asked_by",
    "asked_at",
    "decided_by",
    "decided_at",
    "reason",
    "executed_by",
    "executed_at",
)


@dataclass(frozen=True)
class Ledger:
    """Everything asked for in one month, and the sums by what became of it, in cents."""

    month: date
    entries: Sequence[Compensation]
    sums: dict[Stand, int]

    @property
    def total(self) -> int:
        """All that was asked for: the sums together."""
        return sum(self.sums.values())


def ledger_of(database: Database, policy: Policy, month: str) -> Ledger:
    """The ledger of a month such as 2026-11, in the shop's zone. Raises `Refused` for anything else."""
    first, begin, end = month_typed(month, policy.zone)
    entries = database.in_snapshot(compensations.between, begin, end)
    sums: Counter[Stand] = Counter()
    for one in entries:
        sums[one.stand] += one.amount_cents
    return Ledger(first, entries, dict(sums))


def written(ledger: Ledger, policy: Policy, say: Wording) -> str:
    """As CSV that spreadsheets open: a byte-order mark, amounts with two places, times in the shop's zone."""
    told = StringIO()
    rows = csv.writer(told, lineterminator="\r\n")
    rows.writerow([say(f"ledger.{name}") for name in _COLUMNS])
    for one in ledger.entries:
        rows.writerow([safe_cell(cell) for cell in _cells(one, policy, say)])
    rows.writerow([say("ledger.total"), "", "", "", yuan(ledger.total), *[""] * 8])
    for stand in Stand:
        rows.writerow([say(f"words.stand.{stand}"), "", "", "", yuan(ledger.sums.get(stand, 0)), *[""] * 8])
    return "\ufeff" + told.getvalue()


def _cells(one: Compensation, policy: Policy, say: Wording) -> list[str]:
    return [
        str(one.id),
        str(one.case_id),
        str(one.level),
        say(f"words.solution.{one.solution}"),
        yuan(one.amount_cents),
        say(f"words.stand.{one.stand}"),
        one.asked_by,
        _at(one.asked_at, policy),
        one.decided_by or "",
        _at(one.decided_at, policy),
        one.reason,
        one.executed_by or "",
        _at(one.executed_at, policy),
    ]


def _at(moment: datetime | None, policy: Policy) -> str:
    return moment.astimezone(policy.zone).strftime("%Y-%m-%d %H:%M:%S") if moment else ""
