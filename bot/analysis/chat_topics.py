"""Chat topics: what one line of a service chat is about, complaints and questions grouped by meaning."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.analysis.lexicons import Hazard, Phrases, Topic, lexicons
from bot.analysis.page import Page, read
from bot.analysis.phrases import Hit, Phrasebook
from bot.analysis.safety import safety_of
from bot.vocabulary import Category

_ASKS, _WORDS, _ASKED, _IDIOMS = "asks", "words", "asked", "idioms"


class ChatTopic(BaseModel):
    """What customers talk about. `rules` are complaints and dangers that mean the same."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str = Field(pattern=r"^[a-z_]+$")
    category: Category
    rules: tuple[str, ...]
    words: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    alarm: bool = False


class ChatLexicon(BaseModel):
    """All topics, and the words by which a clause asks."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    asks: Phrases
    topic: tuple[ChatTopic, ...]

    @model_validator(mode="after")
    def _every_rule_has_one_topic(self) -> Self:
        told = [rule for topic in self.topic for rule in topic.rules]
        known = {one.id for one in _complaints_and_dangers()}
        if wrong := sorted({rule for rule in told if told.count(rule) > 1} | (known ^ set(told))):
            raise ValueError(f"every complaint and danger stands in exactly one topic: {', '.join(wrong)}")
        return self


def topics_said(text: str) -> frozenset[str]:
    """The ids of the topics; none for a greeting. Never raises, about half the time of a review's analysis."""
    page = read(text)
    dangers = [reason.rule for reason in safety_of(page).reasons]
    complaints = [
        topic.id for topic in page.spoken(Topic) if any(not page.negations.deny(hit) for hit in page.hits(topic))
    ]
    topics = _topics_of_rules()
    said = {topics[rule] for rule in (*dangers, *complaints) if rule in topics}
    return frozenset(said | _asked_about(page))


def alarming() -> frozenset[str]:
    """The topics that are dangers."""
    return frozenset(topic.id for topic in _lexicon().topic if topic.alarm)


def category_of(topic: str) -> Category:
    """What a review of the topic would chiefly be about."""
    return next(one.category for one in _lexicon().topic if one.id == topic)


def topic_ids() -> tuple[str, ...]:
    """All topics, in the lexicon's order."""
    return tuple(topic.id for topic in _lexicon().topic)


@dataclass(frozen=True, slots=True)
class _Asking:
    """The clauses in which somebody asks."""

    clauses: frozenset[int]

    def near(self, hit: Hit) -> bool:
        """In the hit's clause or the next: 「这个尺码,有 L 吗」."""
        return hit.clause in self.clauses or hit.clause + 1 in self.clauses


def _asked_about(page: Page) -> set[str]:
    found = _phrasebook().find(page.text.text, page.clauses)
    if not found:
        return set()
    asking = _Asking(_asking_clauses(page, found.get(_ASKS, [])))
    said = set()
    for key, hits in found.items():
        kind, _, topic = key.partition(" ")
        if kind not in (_WORDS, _ASKED) or topic in said:
            continue
        meant = _outside(hits, found.get(f"{_IDIOMS} {topic}", []))
        if any(asking.near(hit) or (kind == _WORDS and not page.negations.deny(hit)) for hit in meant):
            said.add(topic)
    return said


def _asking_clauses(page: Page, hits: list[Hit]) -> frozenset[int]:
    """Clauses end before their question mark, which is looked for behind them."""
    text = page.text.text
    marked = {number for number, (_, end) in enumerate(page.clauses.bounds) if "?" in text[end : end + 2]}
    return frozenset(marked | {hit.clause for hit in hits})


def _outside(hits: list[Hit], idioms: list[Hit]) -> list[Hit]:
    if not idioms:
        return hits
    return [hit for hit in hits if not any(idiom.start < hit.end and hit.start < idiom.end for idiom in idioms)]


@lru_cache(maxsize=1)
def _lexicon() -> ChatLexicon:
    told = tomllib.loads(files(__package__).joinpath("lexicon", "questions.toml").read_text("utf-8"))
    return ChatLexicon.model_validate(told)


@lru_cache(maxsize=1)
def _phrasebook() -> Phrasebook:
    phrases = [(_ASKS, word) for word in _lexicon().asks]
    for topic in _lexicon().topic:
        for kind, words in ((_WORDS, topic.words), (_ASKED, topic.asked), (_IDIOMS, topic.idioms)):
            phrases += [(f"{kind} {topic.id}", word) for word in words]
    return Phrasebook(phrases)


@lru_cache(maxsize=1)
def _topics_of_rules() -> dict[str, str]:
    return {rule: topic.id for topic in _lexicon().topic for rule in topic.rules}


def _complaints_and_dangers() -> list[Topic | Hazard]:
    """An anchor names a subject only: in chats every second line says 发货."""
    rules = lexicons()
    return [*(one for one in rules.topics.topic if not one.anchor), *rules.safety.hazard]
