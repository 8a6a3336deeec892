"""Chaos, the short form: kills at the moments that matter most, and proof that the inspection would see a fault."""

import ast
from pathlib import Path

import pytest

from storage.failpoints import FAILPOINTS
from tests.chaos.siege import Plan, migrated, prepared, siege
from tests.house.postgres import own_database
from tests.house.program import ROOT

_WORST = ("intake/after_commit", "taking_in/before_commit", "courier/after_post", "timer/before_commit")
_SMALL = {"failpoints": (), "random_kills": 0, "reviews": 4, "channels": 2, "troubles": False}


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nothing_is_lost_and_nothing_doubled_on_sqlite(tmp_path: Path, template: Path) -> None:
    plan = Plan(failpoints=_WORST, random_kills=3, reviews=20)

    result = await siege(plan, tmp_path, prepared(tmp_path, template))

    assert result.findings.broken == []
    assert set(result.hit) == set(_WORST)
    assert result.findings.figures["cards"] == result.findings.figures["cases"] > 20


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nor_by_three_processes_on_postgresql(tmp_path: Path) -> None:
    plan = Plan(failpoints=("taking_in/after_commit",), random_kills=4, reviews=20, serving=2, working=1)
    with own_database(migrated=False) as address:
        result = await siege(plan, tmp_path, migrated(address))

    assert result.findings.broken == []
    assert result.kills >= 5


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("mutation", ["retry_handlers", "no_reconciliation"])
async def test_a_courier_that_posts_again_too_easily_is_found_out(
    tmp_path: Path, template: Path, mutation: str
) -> None:
    """With the SDK's retry handlers on, or without looking for what is in doubt, a lost answer doubles a card."""
    mutant = (*Plan().launcher[:1], str(ROOT / "tests/chaos/mutants.py"), mutation)
    plan = Plan(**_SMALL, launcher=mutant, lost_answers=2)

    result = await siege(plan, tmp_path, prepared(tmp_path, template))

    assert any("stands twice" in sentence or "exactly one card" in sentence for sentence in result.findings.broken)


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_lost_answer_by_itself_doubles_nothing(tmp_path: Path, template: Path) -> None:
    result = await siege(Plan(**_SMALL, lost_answers=2), tmp_path, prepared(tmp_path, template))

    assert result.findings.broken == []


def test_every_failpoint_is_reached_somewhere_and_every_name_is_known() -> None:
    called = [
        node.args[0].value
        for floor in ("handlers", "storage")
        for path in (ROOT / floor).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "reached"
        and isinstance(node.args[0], ast.Constant)
    ]

    assert set(called) == set(FAILPOINTS)
