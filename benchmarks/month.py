"""Month: all figures of a month with a million cases, beside one plain count of the same rows, while people press.

The bound is on what somebody at work would notice: how much longer a small write takes while a month is counted.
"""

import asyncio
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from benchmarks.figures import Bound, Figure, Sample, show
from bot.policy.loader import load_policy
from bot.rules.figures.period import Period, Scope
from storage import schema
from storage.cases import count_once
from storage.database import Database
from storage.period import period_figures
from storage.sealing import new_key, ring_from

_MOST_TIMES = 60.0
_MOST_SLOWER = 4.0
_MONTH = Period.month(date(2026, 10, 1))
_NOW = datetime(2026, 11, 30, tzinfo=UTC)


def measure(cases: int = 1_000_000, times: int = 3) -> list[Figure]:
    """The month, and presses beside it."""
    return asyncio.run(_measure(cases, times))


async def _measure(cases: int, times: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = shop_of(Path(folder) / "month.db", cases)
        try:
            return await _measured(database, cases, times)
        finally:
            database.close()


async def _measured(database: Database, cases: int, times: int) -> list[Figure]:
    policy = load_policy(None)
    month, plain, alone, beside = list[float](), list[float](), list[float](), list[float]()
    for number in range(times):
        plain.append(await _took(database.read(plain_count)))
        alone += [await _took(database.write(_press, f"alone:{number}:{one}")) for one in range(20)]
        counting = asyncio.create_task(_took(database.read(period_figures, _MONTH, Scope(), policy, _NOW)))
        pressed = 0
        while not counting.done():
            beside.append(await _took(database.write(_press, f"beside:{number}:{pressed}")))
            pressed += 1
            await asyncio.sleep(0.02)  # people press now and then
        month.append(await counting)
    workload = f"{cases:,} cases in the month, each with review, card and compensation, SQLite"
    ours, baseline = Sample(tuple(month)), Sample(tuple(plain))
    press, at_rest = Sample(tuple(beside)), Sample(tuple(alone))
    return [
        Figure(
            "a month's figures", workload, ours, "one count of its cases with their reviews", baseline,
            Bound(f"ratio ≤ {_MOST_TIMES:g}", ours.median / baseline.median, _MOST_TIMES),
        ),
        Figure(
            "a small write meanwhile", workload, press, "the same at rest", at_rest,
            Bound(f"median ≤ {_MOST_SLOWER:g} ×", press.median / at_rest.median, _MOST_SLOWER),
        ),
    ]  # fmt: skip


async def _took(work: "asyncio.Future[object] | object") -> float:
    began = time.perf_counter()
    await work  # type: ignore[misc]  # awaitable, of whatever it gives
    return (time.perf_counter() - began) * 1000


def _press(session: Session, key: str) -> None:
    count_once(session, key, _NOW)


def plain_count(session: Session) -> int:
    """One count of October's cases with their reviews: the least that a month could cost."""
    asked = text(
        'SELECT count(*), sum(r.rating) FROM "case" c JOIN review r ON r.id = c.review_id '
        "WHERE c.opened_at >= '2026-09-30 16:00:00' AND c.opened_at < '2026-10-31 16:00:00'"
    )
    return int(session.connection().execute(asked).one()[0])


def shop_of(file: Path, cases: int) -> Database:
    """A database with so many cases in October, each with review, card and compensation."""
    database = Database(f"sqlite:///{file}", keys=ring_from(new_key()))
    schema.migrate(database)
    with database.engine.begin() as connection:
        for asked in (_REVIEWS, _CASES, _CARDS, _MONEY):
            connection.execute(text(asked), {"many": cases, "spread": 30 * 86_400 / cases})
    return database


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) "
_AT = "strftime('%Y-%m-%d %H:%M:%f', '2026-10-01 00:00:00', '+' || (i * :spread) || ' seconds')"
_CATEGORY = "CASE i % 4 WHEN 0 THEN 'product_quality' WHEN 1 THEN 'logistics' WHEN 2 THEN 'after_sales' ELSE NULL END"
_REVIEWS = f"""
INSERT INTO review (id, source, external_id, content_hash, revision, store, platform, sku, product_name, line,
 customer_name, customer_phone, customer_email, customer_id, tier, text, images, videos, useful, is_negative, change,
 category, rating, written_at, received_at)
{_NUMBERS} SELECT i, 'standard', 'r-' || i, 'x', 1, 'shop-' || (i % 5), '', 'sku-' || (i % 300), 'kettle ' || (i % 300),
 'line ' || (i % 20), '', '', '', 'c-' || i, 'basic', '烧不开水', 0, 0, 0, 1, 'created', {_CATEGORY}, 1 + i % 5, {_AT}, {_AT}
 FROM n"""  # noqa: E501, S608  # constants of ours
_CASES = f"""
INSERT INTO "case" (id, review_id, secondary, reasons, intensity, confidence, assigned_because, graded, version, status,
 grade, safety, opened_at, contact_due_at, owner, generation, contacts, solution_note, waited, snooze_reason,
 cause_note, dismissed_reason, reopened, resolved_at, closed_at, category, contact_kept, reached_kept, start_kept,
 attempted_at, satisfaction)
{_NUMBERS} SELECT i, i, '[]', '[]', 1, 0.9, 'line_owner', 'normal', 1, 'closed',
 CASE i % 10 WHEN 0 THEN 'urgent' WHEN 1 THEN 'important' ELSE 'normal' END, 0, {_AT}, {_AT}, 'U0LI', 1,
 1, '', 0, '', '', '', 0, {_AT}, {_AT}, {_CATEGORY}, i % 20 <> 0, i % 8 <> 0, i % 9 <> 0, {_AT}, 1 + i % 5
 FROM n"""  # noqa: S608  # constants of ours
_CARDS = f"""
INSERT INTO message (key, kind, case_id, channel, rank, text, blocks, in_thread, pending, desired_version, sent_version,
 posted_channel, posted_ts, posted_at, not_before, attempts, created_at, sweeps)
{_NUMBERS} SELECT 'card:' || i, 'card', i, 'C0HOME', 0, '', '[]', 0, 0, 1, 1, 'C0HOME', '1.' || i,
 strftime('%Y-%m-%d %H:%M:%f', {_AT}, '+' || (i % 400) || ' seconds'), {_AT}, 0, {_AT}, 0
 FROM n"""  # noqa: S608  # constants of ours
_MONEY = f"""
INSERT INTO compensation (case_id, level, solution, amount_cents, stand, needs, asked_by, asked_at, asks, reason,
 executed_at)
{_NUMBERS} SELECT i, 1 + i % 6, 'coupon', 100 + i % 900, 'executed', 'agent', 'U0LI', {_AT}, 1, '', {_AT}
 FROM n"""  # noqa: S608  # constants of ours


if __name__ == "__main__":
    show(measure())
