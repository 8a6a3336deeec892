"""Chaos on PostgreSQL, the short form: three processes that are killed in turn."""

from pathlib import Path

import pytest

from tests.chaos.siege import Plan, migrated, siege
from tests.house.postgres import own_database


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_nor_by_three_processes_on_postgresql(tmp_path: Path) -> None:
    plan = Plan(failpoints=("taking_in/after_commit",), random_kills=4, reviews=20, serving=2, working=1)
    with own_database(migrated=False) as address:
        result = await siege(plan, tmp_path, migrated(address))

    assert result.findings.broken == []
    assert result.kills >= 5
