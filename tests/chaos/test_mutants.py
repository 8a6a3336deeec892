"""Mutants: proof that the inspection would see a courier that posts again too easily."""

from pathlib import Path
from typing import Any

import pytest

from tests.chaos.siege import Plan, prepared, siege
from tests.house.program import ROOT

_SMALL: dict[str, Any] = {"failpoints": (), "random_kills": 0, "reviews": 4, "channels": 2, "troubles": False}


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
