"""Whole: all figures of a period together, each pass told as it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from bot.policy.model import Policy
from bot.rules.figures.period import DayCount, Period, PeriodFigures, Scope
from storage import denominators
from storage.denominators import Part
from storage.period import aftermath, causes, opened, reviews
from storage.period.span import Span

STEPS = 7
_DAY = timedelta(days=1)
T = TypeVar("T")


def period_figures(
    session: Session,
    period: Period,
    scope: Scope,
    policy: Policy,
    now: datetime,
    step: Callable[[], None] = lambda: None,
) -> PeriodFigures:
    """As things stand `now`; `step` is called after each of `STEPS` passes. The zone is the shop's."""

    def done(counted: T) -> T:
        step()
        return counted

    span = Span(session, period, scope, policy.zone, now)
    cases = done(opened.opened(span))
    daily = done(_daily(span))
    awake = done(opened.kept_awake(span, policy.contact, policy.deadlines.first_contact))
    came = done(reviews.arrived(span))
    found, still_open = causes.causes(span)
    by_grade = cases.by_grade()
    return PeriodFigures(
        period=period,
        scope=scope,
        reviews=came.reviews,
        cases=sum(by_grade.values()),
        by_grade=by_grade,
        by_category=cases.by_category(),
        clocks=cases.clocks(*awake),
        alert=done(aftermath.alert(span)),
        ending=cases.ending(),
        aftermath=done(aftermath.aftermath(span, policy.repurchase.within)),
        quality=came.quality,
        errors=came.errors,
        daily=daily,
        products=came.products,
        lines=came.lines,
        causes=found,
        causes_open=still_open,
        levels=done(aftermath.levels(span)),
    )


def _daily(span: Span) -> tuple[DayCount, ...]:
    """Every date of the period that has begun."""
    cases, period, scope = opened.by_day(span), span.period, span.scope
    part = Part(store=scope.store, line=scope.line)
    orders = denominators.days(span.session, period.begin, period.end, part)
    today = span.now.astimezone(span.zone).date()
    days = [period.begin + number * _DAY for number in range(period.days)]
    return tuple(DayCount(day, cases[day], orders.get(day)) for day in days if day <= today)
