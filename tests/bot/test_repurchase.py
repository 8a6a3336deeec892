"""Repurchase: what counts as bought again; and that nothing that decides about money or invitations can see it."""

import ast
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from bot.case import Case
from bot.rules.repurchase import Bought, RepurchaseRules, bought_again
from tests.house.clock import T0, at

ROOT = Path(__file__).parents[2]
RULES = RepurchaseRules()
DECIDING = (
    "bot/rules/ladder.py",
    "bot/rules/care.py",
    "bot/rules/effects.py",
    "bot/rules/lifecycle.py",
    "bot/rules/permission.py",
    "bot/cards/approval_card.py",
    "bot/cards/dialogs/handling.py",
    "bot/cards/dialogs/invite.py",
    "handlers/casework/compensation.py",
    "handlers/casework/care.py",
    "handlers/casework/invitation.py",
    "handlers/slack/approvals.py",
    "handlers/slack/inviting.py",
    "storage/compensations.py",
)


def _bought(days: float, *known_as: str) -> Bought:
    return Bought(at(days=days), frozenset(known_as))


def test_the_first_order_after_the_resolution_counts() -> None:
    assert bought_again(T0, None, [_bought(9), _bought(2), _bought(-1)], RULES) == at(days=2)


@pytest.mark.parametrize(("days", "counts"), [(0, False), (0.001, True), (90, True), (90.001, False)])
def test_it_counts_from_after_the_resolution_to_the_end_of_ninety_days(days: float, counts: bool) -> None:
    assert (bought_again(T0, None, [_bought(days)], RULES) is not None) == counts


def test_the_reviews_own_order_does_not_count_under_whichever_key_it_is_known() -> None:
    assert bought_again(T0, "own", [_bought(1, "new", "own"), _bought(5, "other")], RULES) == at(days=5)
    assert bought_again(T0, "own", [_bought(1, "new", "own")], RULES) is None


def test_the_shop_says_how_long_it_counts() -> None:
    assert bought_again(T0, None, [_bought(3)], RepurchaseRules(within="2d")) is None  # type: ignore[arg-type]
    assert RULES.within == timedelta(days=90)


@pytest.mark.parametrize("path", DECIDING)
def test_nothing_that_decides_about_money_or_invitations_looks_at_it(path: str) -> None:
    """The firewall, as for reviews."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert "bought_again_at" not in read
    assert [one for one in imported if "purchase" in one or "order_counts" in one or "denominators" in one] == []


def test_a_case_as_rules_see_it_does_not_know() -> None:
    assert [field.name for field in fields(Case) if "bought" in field.name or "purchase" in field.name] == []
