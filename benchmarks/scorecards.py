"""Scorecards: a month of 30 people and 100,000 cases, for one dialog and to be frozen, beside one plain count."""

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from benchmarks.figures import Bound, Figure, Sample, show
from benchmarks.month import plain_count, shop_of
from bot.policy.loader import load_policy
from bot.policy.model import Policy
from storage.database import Database
from storage.scorecard_counts import counted, evidence
from storage.scorecard_rows import Asked, Window

_PEOPLE = 30
_MOST_TIMES, _MOST_TIMES_FROZEN = 40.0, 120.0
_BEGIN, _END, _NOW = (datetime(2026, month, day, tzinfo=UTC) for month, day in ((10, 1), (11, 1), (11, 8)))
_WINDOW = Window(_BEGIN, _END, _NOW, _BEGIN, _NOW, date(2026, 9, 1))
_THEIRS = (
    "UPDATE \"case\" SET owner = 'U0' || (id % :people), resolved_by = 'U0' || (id % :people), "
    "attempted_by = 'U0' || (id % :people), claimed_by = 'U0' || (id % :people), claimed_at = opened_at, "
    "first_claimed_at = opened_at, intensity = 1 + id % 5"
)


def measure(cases: int = 100_000, times: int = 3) -> list[Figure]:
    """What a press on one's own card waits for, and what the eighth of the month does."""
    with tempfile.TemporaryDirectory() as folder:
        database = shop_of(Path(folder) / "scorecards.db", cases)
        with database.engine.begin() as connection:
            connection.execute(text(_THEIRS), {"people": _PEOPLE})
        try:
            return _measured(database, cases, times)
        finally:
            database.close()


def _measured(database: Database, cases: int, times: int) -> list[Figure]:
    policy, people = _policy(), [f"U0{number}" for number in range(_PEOPLE)]

    def asked(session: Session) -> Asked:
        return Asked(session, _WINDOW, policy)

    plain = Sample(tuple(_took(database, plain_count) for _ in range(times)))
    so_far = Sample(tuple(_took(database, lambda session: counted(asked(session))) for _ in range(times)))
    frozen = Sample(tuple(_took(database, lambda session: evidence(asked(session), people)) for _ in range(times)))
    workload = f"{cases:,} cases of {_PEOPLE} people in the month, SQLite"
    baseline = "one count of its cases with their reviews"
    return [
        Figure(
            "a scorecard so far", workload, so_far, baseline, plain,
            Bound(f"ratio ≤ {_MOST_TIMES:g}", so_far.median / plain.median, _MOST_TIMES),
        ),
        Figure(
            "everybody's, with the cases behind", workload, frozen, baseline, plain,
            Bound(f"ratio ≤ {_MOST_TIMES_FROZEN:g}", frozen.median / plain.median, _MOST_TIMES_FROZEN),
        ),
    ]  # fmt: skip


def _policy() -> Policy:
    """With so short a time to buy or complain again that nearly all cases of the month are decided in it."""
    day, usual = timedelta(days=1), load_policy(None)
    return usual.model_copy(
        update={
            "repurchase": usual.repurchase.model_copy(update={"within": day}),
            "scorecard": usual.scorecard.model_copy(update={"repeat_within": day}),
        }
    )


def _took(database: Database, work: Callable[[Session], Any]) -> float:
    began = time.perf_counter()
    database.in_snapshot(work)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    show(measure())
