"""Reading: a review's text and stars become an Analysis. Pure, quick, and never raises."""

import math
from dataclasses import dataclass

from bot.analysis.findings import Analysis, Reason
from bot.analysis.force import ForceReading, force_of
from bot.analysis.learned.clues import Clues, clues_of
from bot.analysis.learned.model import Model, shipped
from bot.analysis.page import Page, read
from bot.analysis.safety import SafetyReading, safety_of
from bot.analysis.sane_text import is_empty
from bot.analysis.signals import signals_of
from bot.analysis.tone import ToneReading, tone_of
from bot.analysis.topics import TopicReading, topics_of
from bot.analysis.verdict import DANGER, Verdict, by_rules, speaks_chinese, weighed
from bot.vocabulary import Category, Grade

OVERRULES_STARS = 0.85  # how sure a complaint must be to stand against three stars or more
OVERRULES_ALONE = 0.997  # the same where no rule finds one
UNSURE = 0.3  # between this and its opposite the text alone decides nothing
SECOND_VOICE = 2.0  # how much SnowNLP may shift an unsure reading, in log-odds


@dataclass(frozen=True)
class _Readings:
    """What each family of rules read in one text."""

    page: Page
    tone: ToneReading
    topics: TopicReading
    force: ForceReading
    safety: SafetyReading
    signals: dict[str, Reason]


def analyse(
    text: str,
    rating: int | None = None,
    *,
    second_opinion: float | None = None,
    appended: bool = False,
    model: Model | None = None,
) -> Analysis:
    """Reads one review of any language, length or content.

    `rating` is 1–5 stars. `second_opinion` is SnowNLP's share of positive, 0–1, and only moves what is unsure.
    `appended` marks a 追评: the stars belong to the first text, so they no longer lead. `model` is the shipped one
    unless a shop has its own. Takes under 2 ms for 500 letters; a text beyond 16,000 letters is read at its beginning
    and end.
    """
    if is_empty(text):
        return _nothing_said(text, rating)
    readings = _readings(text, rating)
    verdict = _verdict(readings, model or shipped(), starred_low=rating is not None and rating <= 2)
    complaint = _with_second_voice(verdict.complaint, second_opinion)
    is_negative = _is_negative(complaint, rating, readings, appended=appended)
    doubtful = (_is_unsure(verdict.complaint) or verdict.is_disputed) and not (rating and rating <= 2)
    said = [*_reasons(readings, verdict, is_negative), *_stars(rating), *_second_voice(verdict, second_opinion)]
    category = verdict.category or (Category.PRODUCT_QUALITY if readings.safety.severity else None)
    return Analysis(
        is_negative=is_negative,
        category=category if is_negative else None,
        secondary=verdict.secondary if is_negative else (),
        safety=readings.safety.severity is not None,
        safety_severity=readings.safety.severity,
        intensity=verdict.intensity if is_negative else 1,
        confidence=_certainty(is_negative, complaint, rating, torn=readings.tone.is_torn),
        reasons=tuple(sorted(said, key=lambda reason: -abs(reason.weight))),
        signals=frozenset(readings.signals),
        wants_second_opinion=second_opinion is None and doubtful,
    )


def clues_in(text: str) -> tuple[str, Clues]:
    """The sane text and what the rules read in it without stars: what weights are fitted to."""
    readings = _readings(text, None)
    return readings.page.text.text, _clues(readings)


def _clues(readings: _Readings) -> Clues:
    return clues_of(readings.page, readings.tone, readings.topics, readings.force, readings.safety)


def _nothing_said(text: str, rating: int | None) -> Analysis:
    """Only the stars speak; without them nothing does."""
    is_negative = rating is not None and rating <= 2
    return Analysis(
        is_negative=is_negative,
        category=None,
        secondary=(),
        safety=False,
        safety_severity=None,
        intensity=2 if is_negative else 1,
        confidence=0.5 if rating is None else 0.9,
        reasons=(*_stars(rating), Reason("text.empty", text.strip()[:40])),
        signals=frozenset(),
        wants_second_opinion=False,
    )


def _readings(text: str, rating: int | None) -> _Readings:
    page = read(text)
    signals = signals_of(page)
    safety = safety_of(page)
    tone = tone_of(page, sarcastic=False)
    if "sarcasm" in signals and (tone.complains or (rating is not None and rating <= 2)):
        tone = tone_of(page, sarcastic=True)
    signals.pop("mixed", None)
    if tone.is_torn:
        signals["mixed"] = Reason("signal.mixed", "", 0.5)
    in_danger = safety.severity is Grade.URGENT
    topics, force = topics_of(page, tone.clauses), force_of(page, in_danger=in_danger)
    return _Readings(page, tone, topics, force, safety, signals)


def _verdict(readings: _Readings, model: Model, *, starred_low: bool) -> Verdict:
    """The weights know Chinese; of another language, or of hardly a word, the rules alone speak."""
    page = readings.page
    if not speaks_chinese(page.text.text):
        return by_rules(readings.tone, readings.topics, readings.force)
    heard = model.hear(page.text.text, _clues(readings))
    danger = DANGER if readings.safety.severity is Grade.URGENT else 0.0
    return weighed(
        page, heard, model.emotion(heard.force + danger), readings.tone, readings.topics, starred_low=starred_low
    )


def _with_second_voice(complaint: float, second_opinion: float | None) -> float:
    if second_opinion is None or not _is_unsure(complaint):
        return complaint
    odds = math.log(complaint / (1 - complaint)) + SECOND_VOICE * (0.5 - second_opinion)
    return 1 / (1 + math.exp(-odds))


def _is_negative(complaint: float, rating: int | None, readings: _Readings, *, appended: bool) -> bool:
    """Harm is a complaint whatever else is said; stars lead; a bad text overrules good ones.

    For that the rules must find a clause that complains in earnest too: the weights were fitted to praise and
    complaints alone, and take lukewarm words ("一般般吧"), which three stars are, for a complaint.
    """
    if readings.safety.severity is Grade.URGENT:
        return True
    if rating is None or appended:
        return complaint > 0.5
    in_earnest = readings.tone.complains or complaint > OVERRULES_ALONE
    return rating <= 2 or (complaint > OVERRULES_STARS and in_earnest)


def _is_unsure(complaint: float) -> bool:
    return UNSURE < complaint < 1 - UNSURE


def _reasons(readings: _Readings, verdict: Verdict, is_negative: bool) -> list[Reason]:
    tone = [reason for reason in readings.tone.reasons if (reason.weight < 0) == is_negative]
    always = [*readings.safety.reasons, *readings.signals.values(), *tone]
    return [*always, *verdict.reasons, *readings.force.reasons] if is_negative else always


def _stars(rating: int | None) -> tuple[Reason, ...]:
    if rating is None:
        return ()
    rule = "stars.low" if rating <= 2 else "stars.middle" if rating == 3 else "stars.high"
    return (Reason(rule, f"{rating}★", 3.0 if rating == 1 else 2.0),)


def _second_voice(verdict: Verdict, second_opinion: float | None) -> tuple[Reason, ...]:
    if second_opinion is None or not _is_unsure(verdict.complaint):
        return ()
    return (Reason("voice.snownlp", f"{second_opinion:.2f}", round(SECOND_VOICE * abs(0.5 - second_opinion), 2)),)


def _certainty(is_negative: bool, complaint: float, rating: int | None, *, torn: bool) -> float:
    sure = complaint if is_negative else 1 - complaint
    if rating is not None and (rating <= 2) == is_negative:
        sure = 0.5 + sure / 2
    return round(max(0.05, min(0.99, sure - (0.1 if torn else 0.0))), 3)
