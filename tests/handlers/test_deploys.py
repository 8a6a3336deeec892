"""Deploys: a new version starts on the old rows; what was to come, comes, whatever the code is called now."""

from collections.abc import Callable
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import text
from sqlmodel import Session, col, select

from handlers.casework.intake import take_in_all
from handlers.clock import reminders, timetable
from storage.tables import EventRow
from tests.house.shop import Shop, a_review

MANY = 250  # cases, with four reminders each


@pytest.mark.slow
async def test_a_thousand_pending_timers_survive_a_deploy_that_renames_their_handlers(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for start in range(0, MANY, 50):
        bodies = [a_review(text="插上电就冒烟了,差点着火") for _ in range(start, start + 50)]
        await shop.push({"reviews": bodies})
    await take_in_all(shop.parts.staff.desk, shop.opinion)
    pending = await shop.parts.staff.desk.db.read(_count, "settled_at IS NULL")
    assert pending == 4 * MANY

    await shop.restarts()
    _rename(monkeypatch)
    shop.clock.advance(hours=3)
    await timetable.tick(shop.parts.staff.desk)

    read = shop.parts.staff.desk.db.read
    assert await read(_count, "settled_at IS NULL") == 0
    assert await read(_count, "outcome = 'fired'") == 2 * MANY  # the warnings came too late to warn
    assert await read(_told_late) == 2 * MANY


def _rename(monkeypatch: pytest.MonkeyPatch) -> None:
    """The functions have other names and modules; a job store would look for the old ones in vain."""
    fire: Callable[..., Any] = reminders._fire
    fire.__name__ = fire.__qualname__ = "ring"
    fire.__module__ = "handlers.clock.bells"
    monkeypatch.setattr(reminders, "_fire", fire)
    assert "jobstore" not in AsyncIOScheduler.__dict__


def _count(session: Session, condition: str) -> int:
    return int(session.connection().execute(text(f"SELECT count(*) FROM timer WHERE {condition}")).scalar_one())  # noqa: S608


def _told_late(session: Session) -> int:
    rows = session.exec(select(EventRow.facts).where(col(EventRow.what).endswith("overdue")))
    return sum("late_minutes" in str(facts) for facts in rows)
