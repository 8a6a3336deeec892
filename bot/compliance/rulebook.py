"""Rulebook: the rules of `scripts_library/linter/rules.toml`, checked and ready to look for."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.analysis.phrases import Phrasebook
from bot.vocabulary import Outlet, Purpose

Phrases = Annotated[tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(min_length=1)]
INCENTIVE = "incentive_for_review"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Incentive(_Table):
    """What makes a reward for a review: see `bot.compliance.incentive`."""

    praise: Phrases
    review: Phrases
    reward: Phrases
    link: Phrases
    done: Phrases


class Rule(_Table):
    """Words that may not be sent; `purposes` and `outlets` where the rule holds, everywhere where none is named."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    words: Phrases
    idioms: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    in_safety: bool = False


class Rulebook(_Table):
    """Every rule."""

    incentive: Incentive
    rule: tuple[Rule, ...]


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The shipped rules, read on first use.

    Raises:
        pydantic.ValidationError: `rules.toml` has an unknown key or a bad value; the message names it.
    """
    told = files("scripts_library.linter").joinpath("rules.toml").read_text("utf-8")
    return Rulebook.model_validate(tomllib.loads(told))


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """All words by `rule id`, `idioms of rule id`, and `incentive part`."""
    rules = rulebook()
    phrases = [(rule.id, word) for rule in rules.rule for word in rule.words]
    phrases += [(f"idioms of {rule.id}", word) for rule in rules.rule for word in rule.idioms]
    for part in Incentive.model_fields:
        phrases += [(f"incentive {part}", word) for word in getattr(rules.incentive, part)]
    return Phrasebook(phrases)
