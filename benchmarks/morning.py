"""Morning: what the digest reads, in a shop with a million cases behind it, against a young one with the same month."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from benchmarks.case_lists import shop
from benchmarks.figures import Bound, Figure, Sample, show
from storage import figures, morning
from storage.database import Database
from storage.pending import pending

_MOST = 2.0
_RECENT = 5_800  # cases of the last 29 days, 200 a day
_ZONE = ZoneInfo("Asia/Shanghai")
_GRACE = timedelta(days=1)
_SHOWN, _CHARTED = 6, 14


def measure(many: int = 1_000_000, few: int = 10_000, times: int = 20, recent: int = _RECENT) -> list[Figure]:
    """The same questions in turns on both."""
    return asyncio.run(_measure(many, few, times, recent))


async def _measure(many: int, few: int, times: int, recent: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        shops = {size: _lived(shop(Path(folder) / f"{size}.db", size), size, recent) for size in (few, many)}
        taken: dict[int, list[float]] = {few: [], many: []}
        for _ in range(times):
            for size, database in shops.items():
                began = time.perf_counter()
                await database.read(_read)
                taken[size].append((time.perf_counter() - began) * 1000)
        for database in shops.values():
            database.close()
    ours, baseline = Sample(tuple(taken[many])), Sample(tuple(taken[few]))
    bound = Bound(f"ratio ≤ {_MOST:g}", ours.median / baseline.median, _MOST)
    workload = f"{many:,} cases, {recent:,} of the last 29 days, SQLite"
    return [Figure("the morning digest", workload, ours, f"{few:,} cases", baseline, bound)]


def _read(session: Session) -> None:
    now = datetime.now(UTC)
    day = now.astimezone(_ZONE).date() - timedelta(days=1)
    known = morning.known_days(session, day, _ZONE)
    figures.day_figures(session, day, _ZONE, now, _GRACE)
    pending(session, day, _SHOWN)
    morning.often(session, day, known, _ZONE)
    morning.fortnight(session, day, _CHARTED, _ZONE)
    morning.money(session, day, _ZONE)
    morning.mood(session, day, _ZONE)
    morning.load(session, set())


def _lived(database: Database, size: int, recent: int) -> Database:
    """The same month for both; for every old case a compensation, a call-back and a cause besides."""
    now = datetime.now(UTC).replace(tzinfo=None)
    values = {"many": size, "recent": recent, "old": now - timedelta(days=90), "now": now}
    with database.engine.begin() as connection:
        for asked in (_COMPENSATIONS, _CALL_BACKS, _CAUSES, _NEW_REVIEWS, _NEW_CASES):
            connection.execute(text(asked), values)
    return database


_OLD = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
_NEW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :recent) "
_COMPENSATIONS = f"""
INSERT INTO compensation (case_id, level, solution, amount_cents, stand, needs, asked_by, asked_at, asks, reason,
 executed_at)
{_OLD} SELECT i, 1, 'coupon', 500, 'executed', 'agent', 'U0LI', :old, 1, '', :old FROM n"""  # noqa: S608  # ours
_CALL_BACKS = f"""
INSERT INTO event (case_id, at, what, to_status, facts)
{_OLD} SELECT i, :old, 'follow_up_good', 'closed', '' FROM n"""  # noqa: S608  # ours
_CAUSES = f"""
INSERT INTO cause (case_id, stage, department, name, note, found_by, found_at, stand, reason)
{_OLD} SELECT i, 'warehouse', 'warehouse', '', '', 'U0LI', :old, 'accepted', '' FROM n"""  # noqa: S608  # ours
_WHEN = "datetime(:now, '-' || (i * 29 * 1440 / :recent) || ' minutes')"
_NEW_REVIEWS = f"""
INSERT INTO review (id, source, external_id, content_hash, revision, store, platform, sku, product_name, line,
 customer_name, customer_phone, customer_email, tier, text, images, videos, useful, is_negative, change, written_at,
 received_at)
{_NEW} SELECT :many + i, 'standard', 'n-' || i, 'x', 1, 'home-cn', '', 'sku-' || (i % 200), 'kettle', '', '', '', '',
 'basic', '烧不开水', 0, 0, 0, 1, 'created', {_WHEN}, {_WHEN} FROM n"""  # noqa: S608  # ours
_NEW_CASES = f"""
INSERT INTO "case" (id, review_id, secondary, reasons, intensity, confidence, assigned_because, graded, version, status,
 grade, safety, opened_at, contact_due_at, owner, generation, contacts, solution_note, waited, snooze_reason,
 cause_note, dismissed_reason, reopened, category, closed_at)
{_NEW} SELECT :many + i, :many + i, '[]', '[]', 1 + i % 5, 0.9, 'line_owner', 'normal', 1, 'closed', 'normal', 0,
 {_WHEN}, {_WHEN}, 'U0LI', 1, 0, '', 0, '', '', '', 0, 'product_quality', {_WHEN} FROM n"""  # noqa: S608  # ours


if __name__ == "__main__":
    show(measure())
