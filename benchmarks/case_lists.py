"""Case lists: `/reviews status` and `overdue` in a shop with a million cases behind it, against a young one."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.figures import Bound, Figure, Sample, show
from storage import case_lists, outbox, schema
from storage.database import Database
from storage.sealing import new_key, ring_from

_MOST = 2.0
_OPEN = 2_000  # cases at work at any time, however many are behind the shop
_GRACE = timedelta(days=1)


def measure(many: int = 1_000_000, few: int = 10_000, times: int = 40) -> list[Figure]:
    """Each question in turns on both."""
    return asyncio.run(_measure(many, few, times))


async def _measure(many: int, few: int, times: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        shops = {size: shop(Path(folder) / f"{size}.db", size) for size in (few, many)}
        figures = []
        for name, ask in (("status", _status), ("overdue", _overdue), ("mine", _mine)):
            taken: dict[int, list[float]] = {few: [], many: []}
            for _ in range(times):
                for size, database in shops.items():
                    began = time.perf_counter()
                    await ask(database)
                    taken[size].append((time.perf_counter() - began) * 1000)
            ours, baseline = Sample(tuple(taken[many])), Sample(tuple(taken[few]))
            bound = Bound(f"ratio ≤ {_MOST:g}", ours.median / baseline.median, _MOST)
            workload = f"{many:,} cases, {_OPEN:,} of them at work, SQLite"
            figures.append(Figure(f"/reviews {name}", workload, ours, f"{few:,} cases", baseline, bound))
        for database in shops.values():
            database.close()
        return figures


async def _status(database: Database) -> None:
    now = datetime.now(UTC)
    await database.read(case_lists.standing, now, now - timedelta(hours=10), _GRACE)
    await database.read(outbox.backlog, now)
    await database.read(case_lists.overdue, now, _GRACE, 2)


async def _overdue(database: Database) -> None:
    await database.read(case_lists.overdue, datetime.now(UTC), _GRACE, 16)


async def _mine(database: Database) -> None:
    await database.read(case_lists.cases_of, "U0LI", 16)


def shop(file: Path, size: int) -> Database:
    """A new database with so many cases, of which 2,000 are at work and all are old."""
    database = Database(f"sqlite:///{file}", keys=ring_from(new_key()))
    schema.migrate(database)
    now = datetime.now(UTC).replace(tzinfo=None)
    values = {
        "many": size,
        "at_work": _OPEN,
        "now": now,
        "past": now - timedelta(hours=3),
        "old": now - timedelta(days=90),
    }
    with database.engine.begin() as connection:
        for asked in (_REVIEWS, _CASES, _CARDS):
            connection.execute(text(asked), values)
    return database


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
_REVIEWS = f"""
INSERT INTO review (id, source, external_id, content_hash, revision, store, platform, product_name, line, customer_name,
 customer_phone, customer_email, tier, text, images, videos, useful, is_negative, change, written_at, received_at)
{_NUMBERS} SELECT i, 'standard', 'r-' || i, 'x', 1, 'home-cn', '', 'kettle', '', '', '', '', 'basic', '烧不开水', 0, 0,
 0, 1, 'created', :old, :old FROM n"""  # noqa: S608  # a constant of ours
_CASES = f"""
INSERT INTO "case" (id, review_id, secondary, reasons, intensity, confidence, assigned_because, graded, version, status,
 grade, safety, opened_at, contact_due_at, owner, generation, contacts, solution_note, waited, snooze_reason,
 cause_note, dismissed_reason, reopened, resolved_at, closed_at)
{_NUMBERS} SELECT i, i, '[]', '[]', 1, 0.9, 'line_owner', 'normal', 1,
 CASE WHEN i > :many - :at_work THEN 'open' ELSE 'closed' END, 'normal', 0, :old,
 CASE WHEN i % 20 = 0 THEN :past ELSE '2099-01-01 00:00:00' END, CASE WHEN i % 3 = 0 THEN 'U0LI' ELSE 'U0WANG' END, 1,
 0, '', 0, '', '', '', 0, CASE WHEN i > :many - :at_work THEN NULL ELSE :old END,
 CASE WHEN i > :many - :at_work THEN NULL ELSE :old END FROM n"""  # noqa: S608  # a constant of ours
_CARDS = f"""
INSERT INTO message (key, kind, case_id, channel, rank, text, blocks, in_thread, pending, desired_version, sent_version,
 posted_channel, posted_ts, not_before, attempts, created_at, sweeps)
{_NUMBERS} SELECT 'card:' || i, 'card', i, 'C0HOME', 0, '', '[]', 0, 0, 1, 1, 'C0HOME', '1.' || i, :old, 0, :old, 0
 FROM n"""  # noqa: S608  # a constant of ours


if __name__ == "__main__":
    show(measure())
