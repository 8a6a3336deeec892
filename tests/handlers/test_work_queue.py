"""Work queue: on PostgreSQL deliveries are handed out by procrastinate, and nothing depends on its memory."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from handlers.casework.intake import defer_forgotten, keep_working_off
from tests.house.opening import open_shop
from tests.house.patience import becomes
from tests.house.postgres import own_database
from tests.house.shop import Shop, a_review

pytestmark = pytest.mark.slow


@pytest.fixture
def address() -> Iterator[str]:
    """A database on a PostgreSQL server, at the current schema."""
    with own_database() as made:
        yield made


@pytest.fixture
async def shared(tmp_path: Path, template: Path, address: str) -> AsyncIterator[Shop]:
    """A desk on it."""
    async with open_shop(tmp_path, template, database_url=address) as shop:
        yield shop


async def test_a_delivery_is_handed_out_and_its_job_is_gone(shared: Shop) -> None:
    await shared.push(a_review())
    assert _jobs(shared) == 1

    await _worked_off(shared, cases=1)

    assert _jobs(shared) == 0


async def test_a_queue_that_was_emptied_loses_nothing(shared: Shop) -> None:
    """The rows say what is to be done."""
    for _ in range(3):
        await shared.push(a_review())
    shared.parts.staff.desk.db.in_transaction(_empty)
    shared.clock.advance(seconds=16)

    await defer_forgotten(shared.parts.staff.desk)
    await defer_forgotten(shared.parts.staff.desk)

    assert _jobs(shared) == 3
    await _worked_off(shared, cases=3)


async def test_a_job_whose_worker_died_is_deferred_anew(shared: Shop) -> None:
    await shared.push(a_review())
    shared.parts.staff.desk.db.in_transaction(_abandon)
    shared.clock.advance(seconds=16)

    await defer_forgotten(shared.parts.staff.desk)

    await _worked_off(shared, cases=1)


async def test_a_job_that_was_lost_on_its_way_to_a_living_worker_is_deferred_anew(shared: Shop) -> None:
    """The server went away between handing it out and saying so: it is begun, and nobody knows of it."""
    await shared.push(a_review())
    shared.parts.staff.desk.db.in_transaction(_hand_out, minutes_ago=2)
    shared.clock.advance(seconds=16)

    await defer_forgotten(shared.parts.staff.desk)

    await _worked_off(shared, cases=1)


async def test_a_job_that_was_just_begun_is_left_to_its_worker(shared: Shop) -> None:
    await shared.push(a_review())
    shared.parts.staff.desk.db.in_transaction(_hand_out, minutes_ago=0)
    shared.clock.advance(seconds=16)

    await defer_forgotten(shared.parts.staff.desk)

    assert shared.parts.staff.desk.db.in_snapshot(_statuses) == ["doing"]


async def test_wordings_of_one_review_are_taken_in_in_their_order(shared: Shop) -> None:
    body = a_review()
    for number in range(5):
        await shared.push(body | {"type": "updated", "text": f"坏了,第 {number} 次修改"})

    await _worked_off(shared, cases=1)
    await shared.settles()

    assert "第 4 次修改" in shared.person("小李").reads()
    assert shared.parts.staff.desk.db.in_snapshot(_count, "revision") == 5


async def test_like_reviews_taken_in_at_once_are_one_incident(shared: Shop) -> None:
    """Several workers hold one each: whoever gathers a product's cases waits for the others."""
    said = {"text": "盖子漏水,桌上全是水", "product": {"sku": "kettle-01"}}
    await shared.push({"reviews": [a_review(**said) for _ in range(12)]})

    await _worked_off(shared, cases=12)

    database = shared.parts.staff.desk.db
    assert database.in_snapshot(_count, "incident") == 1
    assert database.in_snapshot(_count, "incident_case") == 12
    assert not [entry for entry in shared.logs if entry["log_level"] == "error"]


async def test_a_delivery_that_was_put_off_comes_again(shared: Shop) -> None:
    shared.forgive("a delivery could not be taken in")
    await shared.push(a_review())
    database = shared.parts.staff.desk.db
    database.in_transaction(_spoil)
    going = asyncio.create_task(keep_working_off(shared.parts.staff.desk, shared.opinion))
    await becomes(lambda: database.in_snapshot(_failures) == 1)
    await becomes(lambda: _jobs(shared) == 0)
    shared.clock.advance(minutes=3)

    await defer_forgotten(shared.parts.staff.desk)

    await becomes(lambda: database.in_snapshot(_failures) == 2)
    going.cancel()
    await asyncio.wait([going])


async def _worked_off(shop: Shop, cases: int) -> None:
    going = asyncio.create_task(keep_working_off(shop.parts.staff.desk, shop.opinion))
    try:
        await becomes(lambda: shop.parts.staff.desk.db.in_snapshot(_waiting) == 0)
        await becomes(lambda: _jobs(shop) == 0)
    finally:
        going.cancel()
        await asyncio.wait([going])
    assert shop.parts.staff.desk.db.in_snapshot(_count, '"case"') == cases


def _jobs(shop: Shop) -> int:
    return shop.parts.staff.desk.db.in_snapshot(_count, "procrastinate_jobs")


def _count(session: Session, table: str) -> int:
    return int(session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def _waiting(session: Session) -> int:
    return int(session.connection().execute(text("SELECT count(*) FROM inbox WHERE taken_in_at IS NULL")).scalar_one())


def _failures(session: Session) -> int:
    return int(session.connection().execute(text("SELECT max(failures) FROM inbox")).scalar_one())


def _empty(session: Session) -> None:
    session.connection().execute(text("DELETE FROM procrastinate_jobs"))


def _abandon(session: Session) -> None:
    """As it stands when the worker that had it was killed, and its heartbeat is long ago."""
    session.connection().execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"))


def _hand_out(session: Session, minutes_ago: int) -> None:
    """As it stands when a worker that lives was given it so long ago."""
    connection = session.connection()
    worker = connection.execute(text("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")).scalar_one()
    connection.execute(text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker"), {"worker": worker})
    connection.execute(
        text("UPDATE procrastinate_events SET at = at - make_interval(mins => :ago) WHERE type = 'started'"),
        {"ago": minutes_ago},
    )


def _statuses(session: Session) -> list[str]:
    return list(session.connection().execute(text("SELECT status::text FROM procrastinate_jobs")).scalars())


def _spoil(session: Session) -> None:
    """What no door lets in, but an older program may have stored."""
    session.connection().execute(text("UPDATE inbox SET review = '{}'"))
