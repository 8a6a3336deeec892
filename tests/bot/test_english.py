"""English reviews are read at their own level: polarity, category and harm from the text alone, and with stars."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.analysis import Analysis, analyse
from bot.rules.grading import GradingRules, Signals, grade
from bot.vocabulary import Grade

REVIEWS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))["review"]


def _is_urgent(said: Analysis) -> bool:
    return (said.is_negative or said.safety) and grade(said, Signals(), GradingRules()).grade is Grade.URGENT


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review["text"][:40])
def test_a_reader_and_the_program_agree_on_the_text_alone(review: dict[str, Any]) -> None:
    said = analyse(review["text"])

    assert said.is_negative is ("category" in review)
    assert said.category == review.get("category")
    assert _is_urgent(said) is review.get("urgent", False)


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review["text"][:40])
def test_with_stars_too(review: dict[str, Any]) -> None:
    said = analyse(review["text"], 1 if "category" in review else 5)

    assert said.category == review.get("category")
    assert _is_urgent(said) is review.get("urgent", False)


def test_evidence_is_the_customers_own_words() -> None:
    said = analyse("The Charger STARTED smoking and burned a hole in my carpet.")

    assert "STARTED smoking" in {reason.evidence for reason in said.reasons if reason.rule == "safety.smoke"}


def test_a_rule_of_english_that_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.analysis import lexicons

    told = {"cues": {}, "rules": {"logistics.teleport": {"words": ["beamed"]}}}
    kept = lexicons._table
    monkeypatch.setattr(lexicons, "_table", lambda name: told if name == "english" else kept(name))

    with pytest.raises(ValueError, match=r"logistics\.teleport"):
        lexicons.lexicons.__wrapped__()
