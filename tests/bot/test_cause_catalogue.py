"""Cause catalogue: every cause has one home, and what Slack can show holds them all."""

from itertools import chain

import pytest
from pydantic import ValidationError

from bot.rules.cause_catalogue import CAUSES, cause_named, offered
from bot.rules.causes import CauseRules
from bot.rules.refusals.causes import UnknownCause
from bot.vocabulary import Stage


def test_every_stage_has_causes_and_no_cause_has_two_homes() -> None:
    every = list(chain(*CAUSES.values()))

    assert set(CAUSES) == set(Stage)
    assert len(set(every)) == len(every)
    assert 24 <= len(every) <= 30


def test_a_name_settles_the_stage() -> None:
    found = cause_named("no_double_check", "warehouse", "晚班", {})

    assert (found.stage, found.name, found.note) == (Stage.WAREHOUSE, "no_double_check", "晚班")
    assert cause_named("底座虚焊", "quality", "", {"底座虚焊": Stage.PRODUCTION}).stage is Stage.PRODUCTION


def test_the_shop_s_own_stand_after_the_built_in_ones_of_their_stage() -> None:
    choices = offered({"底座虚焊": Stage.PRODUCTION})

    assert choices[Stage.PRODUCTION] == [*CAUSES[Stage.PRODUCTION], "底座虚焊"]
    assert choices[Stage.WAREHOUSE] == list(CAUSES[Stage.WAREHOUSE])


def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownCause):
        cause_named("底座虚焊", "quality", "", {})


def test_the_policy_cannot_give_a_built_in_cause_another_home() -> None:
    with pytest.raises(ValidationError, match="no_double_check"):
        CauseRules(named={"no_double_check": Stage.DELIVERY})
    with pytest.raises(ValidationError):
        CauseRules(named={"底座虚焊": "somewhere"})  # type: ignore[dict-item]
