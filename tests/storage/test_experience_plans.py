"""Experience plans: cases that ended well are found by indexes, however many there are."""

import pytest

from storage import experience, like_cases
from storage.database import Database
from storage.experience import Mark
from tests.bot.cases import a_case, a_file
from tests.house.clock import T0
from tests.storage.plans import plans_of

pytestmark = pytest.mark.sqlite_only  # it is SQLite that is asked how it means to find the rows


def test_like_cases_are_found_without_reading_all_that_ended(db: Database) -> None:
    plan = plans_of(db, like_cases.went_well, a_file(a_case()), T0, 3)

    assert any("case_went_well (category=?" in step for step in plan)
    assert not any(step.startswith(("SCAN case", "SCAN review")) for step in plan)


def test_the_next_cases_are_found_by_when_they_were_opened(db: Database) -> None:
    plan = plans_of(db, experience.handled, Mark(T0), T0, 500)

    assert any("case_opened" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan)
