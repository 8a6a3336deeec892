"""Failpoints: the table and the calls name the same moments."""

import ast

from storage.failpoints import FAILPOINTS
from tests.house.program import ROOT


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
