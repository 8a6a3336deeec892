"""Timers: what the tick costs while nothing is due, and how quickly many that are due are dealt with."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.figures import Bound, Figure, Sample, show
from bot.cards.look import Look
from bot.policy.loader import load_policy
from handlers.casework.desk import Desk
from handlers.casework.directory import Directory
from handlers.clock.clocks import SystemClock
from handlers.clock.timetable import tick
from handlers.logs import set_up_logs
from scripts_library.scripts import Library
from scripts_library.wording import Wording
from storage import schema
from storage.database import Database
from storage.sealing import new_key, ring_from

_MOST = 1.5
_CASES = 10_000
_BATCH = 50


def measure(many: int = 1_000_000, few: int = 10_000, due: int = 100_000, ticks: int = 200) -> list[Figure]:
    """An idle tick with many pending timers against one with few; then those that are due."""
    return asyncio.run(_measure(many, few, due, ticks))


async def _measure(many: int, few: int, due: int, ticks: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        with_few, with_many = _desk(Path(folder) / "few.db", few), _desk(Path(folder) / "many.db", many)
        idle: dict[str, list[float]] = {"few": [], "many": []}
        for _ in range(ticks):
            for name, desk in (("few", with_few), ("many", with_many)):
                idle[name].append(await _milliseconds_of_a_tick(desk))
        ours, baseline = Sample(tuple(idle["many"])), Sample(tuple(idle["few"]))
        bound = Bound(f"ratio ≤ {_MOST}", ours.median / baseline.median, _MOST)
        workload = f"{many:,} pending timers, none due, SQLite"
        figures = [Figure("idle tick", workload, ours, f"{few:,} pending", baseline, bound)]
        figures += await _firing(with_few, Path(folder), due)
        for desk in (with_few, with_many):
            desk.db.close()
        return figures


async def _firing(desk: Desk, folder: Path, due: int) -> list[Figure]:
    """All due at once, as after a long downtime: most are moot by then, one in a hundred is told."""
    _fall_due(desk.db, due)
    began = time.perf_counter()
    await tick(desk)
    ours = due / (time.perf_counter() - began)
    bare = _desk(folder / "bare.db", 0)
    _fall_due(bare.db, due)
    began = time.perf_counter()
    for start in range(0, due, _BATCH):
        bare.db.in_transaction(_settle, start)
    baseline = due / (time.perf_counter() - began)
    bare.db.close()
    workload = f"{due:,} due at once, one in a hundred still called for"
    against = f"bare UPDATE of the same rows, {_BATCH} a transaction"
    return [Figure("timers dealt with", workload, Sample((ours,), "/s"), against, Sample((baseline,), "/s"))]


def _settle(session: object, start: int) -> None:
    session.connection().execute(  # type: ignore[attr-defined]
        text("UPDATE timer SET settled_at = CURRENT_TIMESTAMP, outcome = 'moot' WHERE id > :a AND id <= :b"),
        {"a": 10_000_000 + start, "b": 10_000_000 + start + _BATCH},
    )


async def _milliseconds_of_a_tick(desk: Desk) -> float:
    began = time.perf_counter()
    await tick(desk)
    return (time.perf_counter() - began) * 1000


def _desk(file: Path, pending: int) -> Desk:
    database = Database(f"sqlite:///{file}", keys=ring_from(new_key()))
    schema.migrate(database)
    policy = load_policy(None)
    _fill(database, pending)
    directory = Directory({})
    look = Look(Wording("zh_CN"), policy, directory.name)
    return Desk(database, SystemClock(), policy, look, directory, Library("zh_CN"))


def _fill(database: Database, pending: int) -> None:
    """Cases that are done, and timers of weeks to come, by the database's own hand."""
    now = datetime.now(UTC).replace(tzinfo=None)
    with database.engine.begin() as connection:
        for asked in (_REVIEWS, _CASES_SQL):
            connection.execute(text(asked), {"many": _CASES, "now": now})
        values = {"many": pending, "due": now + timedelta(days=30), "cases": _CASES}
        connection.execute(text(_PENDING), values)


def _fall_due(database: Database, due: int) -> None:
    """One in a hundred belongs to a case that nobody has claimed; the others to an earlier state of their case."""
    past = (datetime.now(UTC) - timedelta(hours=3)).replace(tzinfo=None)
    with database.engine.begin() as connection:
        connection.execute(
            text("""UPDATE "case" SET status = 'open', contact_due_at = :past WHERE id % 10 = 0"""), {"past": past}
        )
        connection.execute(text(_DUE), {"many": due, "due": past, "cases": _CASES})


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
_REVIEWS = f"""
INSERT INTO review (id, source, external_id, content_hash, revision, store, platform, product_name, line, customer_name,
 customer_phone, customer_email, tier, text, images, videos, useful, is_negative, change, written_at, received_at)
{_NUMBERS} SELECT i, 'standard', 'r-' || i, 'x', 1, 'home-cn', '', 'kettle', '', '', '', '', 'basic', 'x', 0, 0, 0, 1,
 'created', :now, :now FROM n"""  # noqa: S608  # a constant of ours
_CASES_SQL = f"""
INSERT INTO "case" (id, review_id, secondary, reasons, intensity, confidence, assigned_because, graded, version, status,
 grade, safety, opened_at, contact_due_at, generation, contacts, solution_note, waited, snooze_reason, cause_note,
 dismissed_reason, reopened)
{_NUMBERS} SELECT i, i, '[]', '[]', 1, 0.9, 'line_owner', 'normal', 1, 'closed', 'normal', 0, :now, :now, 200, 0, '', 0,
 '', '', '', 0 FROM n"""  # noqa: S608  # a constant of ours
_PENDING = f"""
INSERT INTO timer (case_id, kind, generation, due_at, failures)
{_NUMBERS} SELECT 1 + i % :cases, 'follow_up', i / :cases, :due, 0 FROM n WHERE :many > 0"""  # noqa: S608
_DUE = f"""
INSERT INTO timer (id, case_id, kind, generation, due_at, failures)
{_NUMBERS} SELECT 10000000 + i, 1 + (i * 10 - 1) % :cases, 'contact_overdue',
 CASE WHEN i <= :cases / 10 THEN 200 ELSE 300 + i END, :due, 0 FROM n"""  # noqa: S608  # a constant of ours


if __name__ == "__main__":
    set_up_logs(quiet=True)
    show(measure())
