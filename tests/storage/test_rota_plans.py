"""Rota plans: entries and briefings are found by indexes, however many days were entered."""

from datetime import date

import pytest

from storage import briefings, rota, tasks, unowned
from storage.database import Database
from tests.house.clock import T0
from tests.storage.plans import plans_of

pytestmark = pytest.mark.sqlite_only  # it is SQLite that is asked how it means to find the rows
TODAY = date(2026, 11, 23)


def test_a_window_of_days_is_one_query_by_an_index(db: Database) -> None:
    for plan in (
        plans_of(db, rota.entries, TODAY, TODAY),
        plans_of(db, rota.kinds, TODAY, TODAY),
        plans_of(db, rota.forget, TODAY, 10),
        plans_of(db, tasks.by_name, "U0LI", 10),
        plans_of(db, briefings.due, T0, 10),
        plans_of(db, briefings.of_press, "press"),
        plans_of(db, unowned.due, T0, 10),
        plans_of(db, unowned.wake, T0),
    ):
        assert [step for step in plan if step.startswith("SEARCH")], plan
        assert not [step for step in plan if step.startswith("SCAN")], plan
