"""Running: the desk's standing tasks go on working through bad deliveries, bad reminders and a bad database."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from handlers.casework.intake import keep_taking_in
from handlers.running import at_work
from sandbox.trouble import Trouble
from tests.house.hardship import locked
from tests.house.patience import becomes
from tests.house.shop import Shop, a_review


async def test_a_review_becomes_a_card_by_itself(shop: Shop) -> None:
    async with at_work(shop.parts.staff):
        await shop.push(a_review())

        await becomes(lambda: len(shop.person("小李").sees()) == 1)


async def test_a_database_that_is_locked_for_a_while_stops_nothing_for_good(shop: Shop) -> None:
    """503 tells the sender to come again; everybody inside must still be there then."""
    everybody = ("intake", "courier", "sending", "timetable", "work queue")  # whoever asks it meanwhile
    shop.forgive(*(f"the database does not answer the {one}" for one in everybody))
    shop.forgive("a delivery could not be stored")
    body = a_review()

    async with at_work(shop.parts.staff):
        with locked(shop):
            assert (await shop.push(body)).status_code == 503
            shop.parts.staff.desk.to_take_in.set()
            await becomes(lambda: sum("does not answer" in entry["event"] for entry in shop.logs) > 0)
        assert (await shop.push(body)).status_code == 202

        await becomes(lambda: len(shop.person("小李").sees()) == 1)


async def test_a_delivery_that_cannot_be_taken_in_stops_no_other_and_is_told(shop: Shop) -> None:
    """No real delivery may do this; one that does must not take the day's reviews with it."""
    shop.forgive("a delivery could not be taken in")
    await shop.push({"reviews": [a_review(), a_review()]})
    await shop.parts.staff.desk.db.write(_spoil_the_first)

    await shop.settles()

    assert len(shop.person("小李").sees()) == 1
    ready = await shop.http.get("/readyz")
    assert ready.status_code == 503
    assert any("intake: 1 " in reason for reason in ready.json()["reasons"])


async def test_a_reminder_that_fails_stops_no_other(shop: Shop) -> None:
    shop.forgive("a reminder failed")
    await shop.review_arrives(text="插上电就冒烟了")
    await shop.review_arrives(text="插上电就冒烟了")
    await _break_case_one(shop)

    shop.clock.advance(minutes=16)
    await shop.does_what_is_due()

    assert len(shop.person("小李").direct_messages()) == 1


async def _break_case_one(shop: Shop) -> None:
    """A row as no version of the program should leave it."""

    def spoil(session: Any) -> None:
        session.execute(text("UPDATE review SET tier = 'platinum' WHERE id = 1"))

    await shop.parts.staff.desk.db.write(spoil)


def _spoil_the_first(session: Session) -> None:
    """What no door lets in any more, but an older program may have stored."""
    session.execute(text("UPDATE inbox SET review = '{}' WHERE id = 1"))


@pytest.mark.sqlite_only
async def test_a_full_disk_is_a_503_and_nothing_has_to_be_restarted(shop: Shop) -> None:
    shop.forgive("a delivery could not be stored")
    await shop.review_arrives()
    engine = shop.parts.staff.desk.db.engine
    event.listen(engine, "checkout", _no_more_pages)
    long = a_review(text="坏了" * 20_000)

    full = await shop.push(long)
    event.remove(engine, "checkout", _no_more_pages)
    event.listen(engine, "checkout", _pages_again)
    again = await shop.push(long)

    assert (full.status_code, full.headers["retry-after"]) == (503, "5")
    assert (again.status_code, again.json()) == (202, {"accepted": 1, "duplicates": 0})


def _no_more_pages(connection: Any, *_: object) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def _pages_again(connection: Any, *_: object) -> None:
    connection.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.parametrize("kind", ["drop", "500", "429"])
async def test_a_slack_that_does_not_introduce_itself_ends_nothing(shop: Shop, kind: str) -> None:
    """A connection that is closed in the middle of the answer is an error of a kind of its own."""
    shop.workspace.trouble.add(Trouble("auth.test", kind, times=3))

    async with at_work(shop.parts.staff):
        await shop.push(a_review())

        await becomes(lambda: len(shop.person("小李").sees()) == 1)


async def test_a_private_sentence_that_is_lost_undoes_nothing(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("认领", then_settles=False)
    shop.workspace.trouble.add(Trouble("*", "drop", times=2))

    outcome = await shop.person("小王").presses("认领", then_settles=False)

    assert outcome.ok
    shop.workspace.trouble.clear()


@pytest.mark.parametrize("loop", ["courier", "intake"])
@pytest.mark.parametrize("turns", range(8))
async def test_whoever_is_woken_at_the_moment_it_is_told_to_stop_stops(shop: Shop, loop: str, turns: int) -> None:
    """A press or a review that comes just then must not keep the program from ending."""
    staff = shop.parts.staff
    works = staff.courier.run() if loop == "courier" else keep_taking_in(staff.desk, shop.opinion)
    bell = staff.desk.to_send if loop == "courier" else staff.desk.to_take_in
    task = asyncio.create_task(works)
    await becomes(lambda: bool(bell._waiters))

    bell.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()

    done, _ = await asyncio.wait([task], timeout=5)
    assert done
