"""Firewall: each rule is broken once, by a record that nobody could make through the desk."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.firewall import Audited, Breach, Invited, breaches
from bot.rules.ladder import Compensation, Stand
from bot.rules.tasks import Task
from bot.vocabulary import Role, Solution, TaskKind
from tests.house.clock import at

PAID = Compensation(
    7, 1042, 3, Solution.PARTIAL_REFUND, 5000, Stand.EXECUTED, Role.LEAD, "U0LI", at(hours=1),
    decided_by="U0ZHAO", decided_at=at(hours=1), executed_by="U0LI", executed_at=at(hours=2),
)  # fmt: skip
INVITED = Invited(at(hours=4), "U0LI", "wangwang", "amend.wangwang@1", "如果您愿意,可以如实更新评价。", is_neutral=True)
CARE = Task(1, 1042, TaskKind.CARE, "一束花", at(days=2), at(hours=5), "U0LI")
WELL = Audited(1042, (at(hours=3),), (), (), (INVITED,), (PAID,), (5000,), ())


def test_a_case_in_order_breaks_nothing() -> None:
    assert breaches(WELL) == []


@pytest.mark.parametrize(
    ("forged", "breach"),
    [
        ({"invitations": (INVITED, replace(INVITED, at=at(hours=6)))}, Breach.INVITED_TWICE),
        ({"resolved": (at(hours=5),)}, Breach.BEFORE_RESOLUTION),
        ({"resolved": ()}, Breach.BEFORE_RESOLUTION),
        ({"compensations": (replace(PAID, executed_at=at(hours=5)),)}, Breach.BEFORE_EXECUTION),
        ({"compensations": (replace(PAID, asked_at=at(hours=5), executed_at=at(hours=6)),)}, Breach.PAID_AFTERWARDS),
        ({"refused": (at(hours=2),)}, Breach.AFTER_REFUSAL),
        ({"invitations": (replace(INVITED, is_neutral=False),)}, Breach.NOT_NEUTRAL),
        ({"tasks": (CARE,)}, Breach.CARE_AFTERWARDS),
        ({"compensations": (replace(PAID, amount_cents=9000),)}, Breach.AMOUNT_MOVED),
        ({"compensations": (replace(PAID, decided_by="U0LI"),)}, Breach.OWN_APPROVAL),
    ],
)
def test_each_rule_is_seen_to_be_broken(forged: dict[str, Any], breach: Breach) -> None:
    assert breaches(replace(WELL, **forged)) == [breach]


def test_a_reopened_case_is_a_new_matter() -> None:
    later = replace(PAID, asked_at=at(hours=5), executed_at=at(hours=6))

    assert breaches(replace(WELL, compensations=(later,), reopened=(at(hours=4) + timedelta(minutes=1),))) == []


def test_what_an_agent_grants_alone_is_no_approval_of_their_own() -> None:
    alone = replace(PAID, needs=Role.AGENT, decided_by="U0LI")

    assert breaches(replace(WELL, compensations=(alone,))) == []
