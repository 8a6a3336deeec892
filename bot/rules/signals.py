"""Signals: whether customers mention a topic more often than is usual for a product, and what becomes of the alert.

Every look is a new session that mentions the topic. A shop with 6,000 of them in 30 days looks 6,000 times; to be wrong
once in 30 days, each look may be wrong once in 6,000. So one number holds for all products, topics and looks together.
What makes us look is no evidence: the session that arrived is left out of the count that is tested, and the day is
taken for one on which such a session came, for busy days are looked at more often than others.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.duration import Duration

WINDOW, ALARM_WINDOW = timedelta(hours=24), timedelta(days=7)
BASELINE_DAYS = 28
LOOKS_DAYS = 30
_FEWEST_LOOKS = 1000  # of a shop whose history is too short to tell
_ALARM_CUSTOMERS = 2
_ANY_TOPIC = 0.02  # the share of sessions in which a topic comes up, where nothing is known
_OF_ANY, _OF_STORE, _OF_LINE = 50.0, 100.0, 20.0  # what a prior weighs, in sessions
_RESTLESS, _RESTLESS_DAYS = 0.06, 7.0  # how shares vary from day to day (variation squared), and its weight in days
_ALIKE_LEAST, _ALIKE_MOST = 0.002, 0.5
_HALF = 0.5  # never seen is no proof that it cannot be: half a mention is taken for granted
_NEGLIGIBLE = 1e-12


class SignalRules(BaseModel):
    """The policy's [signals]."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    false_alarms: float = Field(default=1, ge=0.01, le=1000)
    customers: int = Field(default=3, ge=2, le=100)
    quiet_after_dismissal: Duration = timedelta(days=14)
    keep_lines: Duration = timedelta(days=30)

    @field_validator("keep_lines")
    @classmethod
    def _for_a_short_time(cls, kept: timedelta) -> timedelta:
        if not timedelta(days=1) <= kept <= timedelta(days=BASELINE_DAYS + 7):
            raise ValueError(f"a length from 1d to {BASELINE_DAYS + 7}d")
        return kept


@dataclass(frozen=True)
class Tally:
    """Sessions, and how many of them mention a topic."""

    sessions: int = 0
    mentions: int = 0


@dataclass(frozen=True)
class Usual:
    """What went before: the product's days one by one, and the sums of its line and its store, itself included."""

    days: Sequence[Tally] = ()
    line: Tally = Tally()
    store: Tally = Tally()


@dataclass(frozen=True)
class Seen:
    """What the last 24 hours brought; of an alarming topic `alarm_customers` mentioned it in seven days."""

    sessions: int
    mentions: int
    customers: int
    alarm_customers: int = 0


@dataclass(frozen=True)
class Expectation:
    """`share` of sessions that mention the topic, as a beta distribution of this `precision`."""

    share: float
    precision: float


def rises(seen: Seen, usual: Usual, level: float, rules: SignalRules, *, alarming: bool) -> bool:
    """Whether an alert is called for: too many to be chance, and enough different customers; a danger by two."""
    if alarming and seen.mentions and seen.alarm_customers >= _ALARM_CUSTOMERS:
        return True
    return seen.customers >= rules.customers and chance(seen, expected(usual)) <= level


def level(rules: SignalRules, looks: float) -> float:
    """How often one look may be wrong; `looks` are the mentions of all topics in 30 days of the whole shop."""
    return min(0.01, rules.false_alarms / max(looks, _FEWEST_LOOKS))


def expected(usual: Usual) -> Expectation:
    """The product's own share, drawn to its line's the younger it is, and as unsure as its days were restless."""
    store = _drawn(usual.store, _ANY_TOPIC, _OF_ANY)
    line = _drawn(usual.line, store, _OF_STORE)
    own = Tally(sum(day.sessions for day in usual.days), sum(day.mentions for day in usual.days))
    alike = _alike(usual.days, _drawn(own, line, _OF_LINE))
    day = own.sessions / max(1, sum(day.sessions > 0 for day in usual.days))
    worth = own.sessions / (1 + max(0.0, day - 1) * alike)  # sessions of one day tell less than those of many
    share = (max(_OF_LINE * line, _HALF) + worth * own.mentions / max(1, own.sessions)) / (_OF_LINE + worth)
    doubt = alike + (1 - alike) / (_OF_LINE + worth + 1)
    return Expectation(share, max(1 / doubt - 1, 1e-6))


def chance(seen: Seen, what: Expectation) -> float:
    """The probability of so many mentions or more by chance alone: the exact upper tail of a beta-binomial."""
    sessions, mentions = seen.sessions - 1, seen.mentions - 1  # the one that made us look is left out
    if mentions <= 0:
        return 1.0
    return min(1.0, math.fsum(_tail(mentions, max(sessions, mentions), what)))


def _drawn(tally: Tally, towards: float, weight: float) -> float:
    return (tally.mentions + weight * towards) / (tally.sessions + weight)


def _alike(days: Sequence[Tally], share: float) -> float:
    """How alike the sessions of one day are (the intraclass correlation): by moments, drawn to what is common."""
    counted = [day for day in days if day.sessions]
    sessions = sum(day.sessions for day in counted)
    spread = share * (1 - share)
    pairs = sum(day.sessions * (day.sessions - 1) for day in counted)
    beyond = sum((day.mentions - day.sessions * share) ** 2 for day in counted) - spread * sessions
    measured = min(_ALIKE_MOST, max(0.0, beyond / (spread * pairs))) if pairs else 0.0
    common, heard = min(_ALIKE_MOST, _RESTLESS * share / (1 - share)), len(counted) if pairs else 0
    return max(_ALIKE_LEAST, (heard * measured + _RESTLESS_DAYS * common) / (heard + _RESTLESS_DAYS))


def _tail(least: int, sessions: int, what: Expectation) -> Iterator[float]:
    """P(X = least), P(X = least + 1) …, until what is left is negligible; given that one more session mentions it."""
    alpha, beta = what.share * what.precision + 1, (1 - what.share) * what.precision
    term = math.exp(
        _log_choose(sessions, least) + _log_beta(least + alpha, sessions - least + beta) - _log_beta(alpha, beta)
    )
    total = 0.0
    for mentions in range(least, sessions + 1):
        yield term
        total += term
        if mentions == sessions or term < _NEGLIGIBLE * total:
            return
        term *= (sessions - mentions) / (mentions + 1) * (alpha + mentions) / (beta + sessions - mentions - 1)


def _log_choose(of: int, some: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)


def _log_beta(one: float, other: float) -> float:
    return math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other)
