"""Every rule that can be given as a reason has its words, in both languages."""

import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.analysis import rule_ids
from bot.analysis.lexicons import SafetyRules, lexicons
from bot.rules.grading import grading_rule_ids

WORDING = Path(__file__).parents[2] / "scripts_library" / "wording"


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_each_rule_has_its_words(locale: str) -> None:
    words = tomllib.loads((WORDING / locale / "reasons.toml").read_text("utf-8"))

    assert set(words) == rule_ids() | grading_rule_ids()
    assert all(word.strip() for word in words.values())


def test_no_two_rules_share_an_id() -> None:
    ids = [rule.id for rule in lexicons().rules]

    assert len(ids) == len(set(ids))


def test_no_rule_repeats_a_phrase() -> None:
    repeated = {rule.id: [w for w in rule.words if rule.words.count(w) > 1] for rule in lexicons().rules}

    assert {id_: words for id_, words in repeated.items() if words} == {}


def test_a_hazard_that_asks_for_an_unknown_cue_is_refused_by_name() -> None:
    hazard = {"id": "safety.x", "grade": "urgent", "words": ["冒烟"], "near": ["nowhere"]}

    with pytest.raises(ValidationError, match=r"safety\.x asks for the cue 'nowhere'"):
        SafetyRules.model_validate({"cues": {}, "hazard": [hazard]})
