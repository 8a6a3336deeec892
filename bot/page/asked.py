"""Asked: what the page's form asks for, from the words of an address, which anybody may have typed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from bot.rules.figures.period import Period, Scope
from bot.vocabulary import Grade

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_LONGEST, _NAME = 366, 200
T = TypeVar("T", bound=StrEnum)
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)


class SpanKind(StrEnum):
    """Which days; DAYS are those that `from` and `to` name, both included."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    DAYS = "days"


class Field(StrEnum):
    """The fields of the form, as they stand in the address."""

    PERIOD = "period"
    FROM = "from"
    TO = "to"
    STORE = "store"
    LINE = "line"
    GRADE = "grade"


@dataclass(frozen=True)
class Asked:
    """The days, and the part of the shop."""

    span: SpanKind
    period: Period
    scope: Scope

    @property
    def query(self) -> str:
        """The same words of an address again, only those that say something."""
        last = self.period.last
        days = {Field.FROM: self.period.begin.isoformat(), Field.TO: last.isoformat()}
        told: dict[Field, str | None] = {
            Field.PERIOD: self.span,
            **(days if self.span is SpanKind.DAYS else {}),
            Field.STORE: self.scope.store,
            Field.LINE: self.scope.line,
            Field.GRADE: self.scope.grade,
        }
        return urlencode({field.value: value for field, value in told.items() if value})


class NotAsked(Exception):
    """A field says what the form cannot say; `field` is which."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.field = field


def asked_for(given: Sequence[tuple[str, str]], today: date, stores: Collection[str]) -> Asked:
    """What the form's fields say; without any this month, all of the shop. Raises `NotAsked`.

    Fields that are not the form's are passed over. A store has to be one of `stores`: a slip is no empty shop.
    """
    told = _told(given)
    span = _one_of(SpanKind, told, Field.PERIOD) or SpanKind.THIS_MONTH
    store, line = told.get(Field.STORE) or None, told.get(Field.LINE) or None
    if store is not None and store not in stores:
        raise NotAsked(Field.STORE)
    if line is not None and (len(line) > _NAME or not line.isprintable()):
        raise NotAsked(Field.LINE)
    return Asked(span, _period(span, told, today), Scope(store, line, _one_of(Grade, told, Field.GRADE)))


def _told(given: Sequence[tuple[str, str]]) -> dict[Field, str]:
    """Each field once: of two stores nobody could say which is shown."""
    own = [(Field(name), value) for name, value in given if name in set(Field)]
    for field, times in Counter(name for name, _ in own).items():
        if times > 1:
            raise NotAsked(field)
    return dict(own)


def _one_of(kind: type[T], told: dict[Field, str], field: Field) -> T | None:
    value = told.get(field)
    if not value:
        return None
    try:
        return kind(value)
    except ValueError:
        raise NotAsked(field) from None


def _period(span: SpanKind, told: dict[Field, str], today: date) -> Period:
    match span:
        case SpanKind.THIS_WEEK:
            return Period.week(today)
        case SpanKind.LAST_WEEK:
            return Period.week(today - _WEEK)
        case SpanKind.THIS_MONTH:
            return Period.month(today)
        case SpanKind.LAST_MONTH:
            return Period.month(today.replace(day=1) - _DAY)
        case SpanKind.DAYS:
            return _days(told, today)


def _days(told: dict[Field, str], today: date) -> Period:
    """From the first to the last day; one that is not named is today."""
    begin, last = _date(told, Field.FROM, today), _date(told, Field.TO, today)
    if begin > last or (last - begin).days >= _LONGEST:
        raise NotAsked(Field.FROM)
    return Period(begin, last + _DAY)


def _date(told: dict[Field, str], field: Field, today: date) -> date:
    value = told.get(field)
    if not value:
        return today
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise NotAsked(field) from None
    if not _FIRST <= day < _LAST:
        raise NotAsked(field)
    return day
