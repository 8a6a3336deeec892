"""Work queue: on PostgreSQL procrastinate hands each delivery to one of many processes.

A job carries the id of an inbox row and is deferred in the transaction that stores the row. What counts are the rows:
the queue may be emptied at any time, and whatever it has forgotten is deferred again. On SQLite there is none.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database

if TYPE_CHECKING:
    import procrastinate

QUEUE, TASK = "intake", "take_in"
AT_ONCE = 2
_PATIENCE = timedelta(seconds=15)
_POLLING_SECONDS = 2.0
_HEARTBEAT_SECONDS, _STALLED_SECONDS = 2.0, 10.0
# A lock per review: its deliveries are taken in one after the other, in their order.
_DEFER = text(f"""
    SELECT procrastinate_defer_jobs_v1(array_agg(
        ROW('{QUEUE}', '{TASK}', 0, md5(source || chr(10) || external_id), NULL,
            jsonb_build_object('inbox_id', id), NULL)::procrastinate_job_to_defer_v1 ORDER BY id))
    FROM inbox WHERE id = ANY(:ids) HAVING count(*) > 0
""")  # noqa: S608  # two constants of ours
# A job may stand as begun by a worker that lives and be in nobody's hands, as when the answer that handed it out was
# lost. Taking one in lasts a fraction of a second, and doing it twice would do no harm.
_FORGET_ABANDONED = text("""
    DELETE FROM procrastinate_jobs AS job
    WHERE status = 'doing' AND (worker_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM procrastinate_events
        WHERE job_id = job.id AND type = 'started' AND at > now() - interval '1 minute'))
""")
_FORGOTTEN = text(f"""
    SELECT id FROM inbox
    WHERE taken_in_at IS NULL AND received_at < :before AND (not_before IS NULL OR not_before <= :now)
      AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs
        WHERE task_name = '{TASK}' AND status IN ('todo', 'doing') AND (args->>'inbox_id')::bigint = inbox.id)
    ORDER BY id LIMIT 1000
""")  # noqa: S608  # a constant of ours


def defer(session: Session, inbox_ids: Sequence[int]) -> None:
    """Have these rows taken in by whoever is free, once the current transaction is committed."""
    if inbox_ids and session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_DEFER, {"ids": list(inbox_ids)})


def defer_forgotten(session: Session, now: datetime) -> int:
    """Defer whatever waits and is in no job: its process died, it was put off, or the queue was emptied. How many."""
    connection = session.connection()
    connection.execute(_FORGET_ABANDONED)
    forgotten = connection.execute(_FORGOTTEN, {"before": _utc(now - _PATIENCE), "now": _utc(now)}).scalars().all()
    defer(session, forgotten)
    return len(forgotten)


async def work_off(database: Database, take_in: Callable[[int], Awaitable[None]]) -> None:
    """Fetch jobs and call `take_in(inbox_id)` for each, until cancelled. Raises what procrastinate and psycopg raise.

    Finished jobs are deleted, also those that failed: the rows say what is still to be done.
    """
    app = _app(database)

    @app.task(name=TASK, queue=QUEUE)
    async def task(inbox_id: int) -> None:
        await take_in(inbox_id)

    async with app.open_async():
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=AT_ONCE,
            install_signal_handlers=False,
            delete_jobs="always",
            fetch_job_polling_interval=_POLLING_SECONDS,
            update_heartbeat_interval=_HEARTBEAT_SECONDS,
            stalled_worker_timeout=_STALLED_SECONDS,
            shutdown_graceful_timeout=5.0,
        )


def trouble() -> tuple[type[Exception], ...]:
    """What `work_off` raises when the database does not answer."""
    import psycopg  # loaded on PostgreSQL only
    from procrastinate.exceptions import ConnectorException

    return (ConnectorException, psycopg.Error, OSError)


def _app(database: Database) -> procrastinate.App:
    """A procrastinate application on the same database."""
    import procrastinate  # loaded on PostgreSQL only: a start on SQLite does without

    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connector = procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=AT_ONCE + 2)
    return procrastinate.App(connector=connector)


def _utc(moment: datetime) -> Any:
    """As the rows have it: without its zone."""
    return moment.replace(tzinfo=None)
