"""Form: the page's choices of days, store, line and grade, with what was chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.cards.blocks import one_line
from bot.cards.look import Look
from bot.page.asked import Asked, SpanKind
from bot.rules.figures.period import Period
from bot.vocabulary import Grade

_NAME = 60


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Select:
    """A field with its options."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Form:
    """What is asked, as it can be asked anew; `words` says it in a line, `query` in an address."""

    selects: tuple[Select, ...]
    begin: str
    end: str
    words: str
    query: str


def form_of(asked: Asked, stores: Iterable[str], lines: Iterable[str], look: Look) -> Form:
    """`stores` and `lines` are what may be chosen; what was chosen is among them."""
    say, scope = look.say, asked.scope
    spans = {span.value: say(f"page.span_{span}") for span in SpanKind}
    named = {store: one_line(look.policy.store_name(store), _NAME) for store in _with(stores, scope.store)}
    line_names = {line: one_line(line, _NAME) for line in _with(lines, scope.line)}
    grades = {grade.value: say(f"words.grade.{grade}") for grade in reversed(Grade)}
    selects = (
        Select("period", say("page.ask_period"), _options(spans, asked.span.value)),
        _select("store", named, scope.store, look),
        _select("line", line_names, scope.line, look),
        _select("grade", grades, scope.grade, look),
    )
    part = [named.get(scope.store or ""), line_names.get(scope.line or ""), grades.get(scope.grade or "")]
    words = " · ".join([days_of(asked.period, look), *(one for one in part if one)])
    return Form(selects, asked.period.begin.isoformat(), _last(asked.period).isoformat(), words, asked.query)


def days_of(period: Period, look: Look) -> str:
    """2026-11-01 至 2026-11-30."""
    if period.days == 1:
        return period.begin.isoformat()
    return look.say("page.days", begin=period.begin.isoformat(), end=_last(period).isoformat())


def _last(period: Period) -> date:
    return period.end - timedelta(days=1)


def _with(known: Iterable[str], chosen: str | None) -> list[str]:
    return list(dict.fromkeys((*known, *([chosen] if chosen else []))))


def _select(name: str, values: Mapping[str, str], chosen: str | None, look: Look) -> Select:
    every = Option("", look.say(f"page.every_{name}"), not chosen)
    return Select(name, look.say(f"page.ask_{name}"), (every, *_options(values, chosen)))


def _options(values: Mapping[str, str], chosen: str | None) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in values.items())
