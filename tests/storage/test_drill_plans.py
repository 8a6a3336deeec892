"""Drill plans: drills are found by indexes, however many were done and however many cases there are."""

import pytest

from storage import drill_offers, drill_patterns, drills
from storage.database import Database
from tests.house.clock import T0
from tests.storage.plans import plans_of

pytestmark = pytest.mark.sqlite_only  # it is SQLite that is asked how it means to find the rows


def test_drills_are_found_without_reading_those_that_are_over(db: Database) -> None:
    for plan in (
        plans_of(db, drills.going, "U0LI"),
        plans_of(db, drills.last_of, "U0LI"),
        plans_of(db, drills.scored_of, "U0LI", 0, 4),
        plans_of(db, drills.of_team, T0, T0),
        plans_of(db, drills.had_since, ["U0LI", "U0WANG"], T0),
        plans_of(db, drills.said_in, 1),
        plans_of(db, drills.due, T0, 10),
        plans_of(db, drill_offers.due, T0, 10),
        plans_of(db, drill_offers.take_up, "U0LI"),
        plans_of(db, drills.next_due),
        plans_of(db, drill_offers.next_due),
    ):
        assert {step for step in plan if step.startswith("SCAN")} <= {
            "SCAN drill USING INDEX drill_wakes",
            "SCAN drill_offer USING INDEX drill_offer_remind",
            "SCAN drill USING COVERING INDEX drill_wakes",
            "SCAN drill_offer USING COVERING INDEX drill_offer_remind",
        }


def test_patterns_come_from_the_cases_of_their_time(db: Database) -> None:
    plan = plans_of(db, drill_patterns.recent, "logistics", T0, safety=False, latin=False)

    assert not any(step.startswith("SCAN") for step in plan)
