"""Chaos on SQLite, the short form: kills at the moments that matter most, and a few that nobody chose."""

from pathlib import Path

import pytest

from tests.chaos.siege import Plan, prepared, siege

_WORST = ("intake/after_commit", "taking_in/before_commit", "courier/after_post", "sending/handed_over")


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nothing_is_lost_and_nothing_doubled_on_sqlite(tmp_path: Path, template: Path) -> None:
    plan = Plan(failpoints=_WORST, random_kills=2, reviews=16)

    result = await siege(plan, tmp_path, prepared(tmp_path, template))

    assert result.findings.broken == []
    assert set(result.hit) == set(_WORST)
    assert result.findings.figures["cards"] == result.findings.figures["cases"] > 16
