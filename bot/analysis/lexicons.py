"""Lexicons: the rules of reading, loaded once from the TOML files beside this one and checked."""

import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.vocabulary import Category, Grade

RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]+$")]
_FAMILIES = ("text", "tone", "topics", "safety", "force", "signals")
Phrases = Annotated[tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # built when a first review is read


class Rule(_Table):
    """Phrases with a stable name. `idioms` are longer phrases inside which a hit means nothing."""

    id: RuleId
    words: Phrases
    idioms: tuple[str, ...] = ()


class TextRules(_Table):
    """How letters are made sane, clauses cut and negation understood."""

    templates: Phrases
    negators: Phrases
    see_through: Phrases
    not_negators: Phrases
    doubts: Phrases
    contrasts: Phrases
    contrast_openings: Phrases
    traditional: str
    simplified: str

    @model_validator(mode="after")
    def _letters_pair_up(self) -> Self:
        if len(self.traditional) != len(self.simplified):
            raise ValueError("'traditional' and 'simplified' must be equally long: they pair up letter by letter")
        return self


class Tone(Rule):
    """Praise above zero, complaint below."""

    weight: float


class ToneRules(_Table):
    """Polarity by words."""

    denied_praise: float
    denied_complaint: float
    doubted: float
    after_contrast: float
    named_trouble: float
    sarcasm: float
    leaning: float
    leaning_of_silence: float
    sharpness: float
    tone: tuple[Tone, ...]


class Topic(Rule):
    """What a complaint is about; an anchor counts only in a clause that complains."""

    category: Category
    weight: float
    anchor: bool = False


class TopicRules(_Table):
    """Categories by words."""

    secondary_share: float
    secondary_least: float
    topic: tuple[Topic, ...]


class Hazard(Rule):
    """What can harm, and the cues that must or must not stand near it."""

    grade: Literal[Grade.URGENT, Grade.IMPORTANT]
    near: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()
    reach: Literal["clause", "review"] = "clause"
    feared: bool = False


class SafetyRules(_Table):
    """Hazard × exposure × negation × idiom."""

    cues: dict[str, Phrases]
    hazard: tuple[Hazard, ...]

    @model_validator(mode="after")
    def _knows_its_cues(self) -> Self:
        for hazard in self.hazard:
            for cue in (*hazard.near, *hazard.also, *hazard.unless, *hazard.unless_anywhere):
                if cue not in self.cues:
                    raise ValueError(f"{hazard.id} asks for the cue '{cue}', which [cues] does not name")
        return self


class Force(Rule):
    """A kind of strong or mild wording: `step` once, `again` for each further phrase, `most` in all."""

    step: float
    again: float
    most: float


class ForceRules(_Table):
    """Intensity by wording."""

    base: float
    exclamations: float
    repetition: float
    danger: float
    long_text: float
    long_from: int
    force: tuple[Force, ...]


class Signal(Rule):
    """What a review tells beyond its subject; `with_any`: only where one of those rules speaks too."""

    signal: str
    with_any: tuple[RuleId, ...] = ()


class SignalRules(_Table):
    """Threats, refused rights, customers leaving."""

    signal: tuple[Signal, ...]


class Phrasing(_Table):
    """What a second language adds to one rule."""

    words: Phrases
    idioms: tuple[str, ...] = ()


class English(_Table):
    """The English phrases of rules and cues, by their names."""

    cues: dict[str, Phrases]
    rules: dict[RuleId, Phrasing]


class Lexicons(_Table):
    """Every rule of reading."""

    text: TextRules
    tone: ToneRules
    topics: TopicRules
    safety: SafetyRules
    force: ForceRules
    signals: SignalRules

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules with an id, of every family."""
        return (
            *self.safety.hazard,
            *self.signals.signal,
            *self.topics.topic,
            *self.tone.tone,
            *self.force.force,
        )


@lru_cache(maxsize=1)
def lexicons() -> Lexicons:
    """The shipped lexicons, read on first use.

    Raises:
        pydantic.ValidationError: a file of `lexicon/` has an unknown key or a bad value; the message names it.
        ValueError: `english.toml` adds to a rule or cue that there is not.
    """
    tables = {name: _table(name) for name in _FAMILIES}
    _add(tables, English.model_validate(_table("english")))
    return Lexicons.model_validate(tables)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicon", f"{name}.toml").read_text("utf-8"))


def _add(tables: dict[str, dict[str, Any]], english: English) -> None:
    """Rules and cues get their English phrases."""
    by_id = {rule["id"]: rule for name in _FAMILIES for value in tables[name].values() for rule in _rules_in(value)}
    for name, phrases in english.rules.items():
        if name not in by_id:
            raise ValueError(f"english.toml adds to the rule '{name}', which there is not")
        rule = by_id[name]
        rule["words"] = [*rule["words"], *phrases.words]
        rule["idioms"] = [*rule.get("idioms", ()), *phrases.idioms]
    cues = tables["safety"]["cues"]
    for name, words in english.cues.items():
        if name not in cues:
            raise ValueError(f"english.toml adds to the cue '{name}', which there is not")
        cues[name] = [*cues[name], *words]


def _rules_in(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict) and "id" in one] if isinstance(value, list) else []
