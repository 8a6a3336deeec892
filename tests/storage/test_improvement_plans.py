"""Improvement plans: items and their rates are found by indexes, however many reviews and replies there are."""

from datetime import timedelta

import pytest

from bot.rules.improvement_rates import Metric
from bot.rules.improvements import Scope
from bot.vocabulary import Category
from storage import improvements
from storage.database import Database
from storage.improvement_figures import measured, seen_with
from tests.house.clock import SHANGHAI, T0
from tests.storage.plans import plans_of

pytestmark = pytest.mark.sqlite_only  # it is SQLite that is asked how it means to find the rows


def test_improvements_are_found_without_reading_those_that_are_over(db: Database) -> None:
    for plan in (
        plans_of(db, improvements.due, T0, 10),
        plans_of(db, improvements.next_due),
        plans_of(db, improvements.live, 10),
        plans_of(db, improvements.of_person, "U0LI", 10),
        plans_of(db, improvements.over_within, T0, T0, 10),
        plans_of(db, improvements.that_may_be_told, Scope("kettle-01")),
    ):
        assert {step for step in plan if step.startswith("SCAN")} <= {"SCAN improvement USING INDEX improvement_remind"}


def test_replies_that_quoted_are_counted_without_reading_the_others(db: Database) -> None:
    plan = plans_of(db, improvements.quoted, [1, 2])

    assert any("public_reply_improvement (improvement_id=?)" in step for step in plan)


@pytest.mark.parametrize("metric", Metric)
def test_rates_are_measured_within_their_days(db: Database, metric: Metric) -> None:
    day = T0.date()
    plan = plans_of(
        db, measured, Scope("kettle-01"), Category.PRODUCT_QUALITY, metric, day, day + timedelta(days=1), SHANGHAI
    )

    assert not any(step.startswith("SCAN review") for step in plan)


def test_where_a_cause_was_found_is_found_by_its_day(db: Database) -> None:
    plan = plans_of(db, seen_with, "weak_design", T0.date(), T0.date(), SHANGHAI)

    assert any("USING INDEX cause_name (name=? AND found_at>? AND found_at<?)" in step for step in plan), plan
