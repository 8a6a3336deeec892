"""Gathering: the figures of a period and of the one before, as one report."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.policy.model import Policy
from bot.rules.figures.period import Period, Scope
from bot.rules.figures.report import Report, report_of
from storage.period import STEPS, period_figures

ALL_STEPS = 2 * STEPS


def gather(
    session: Session,
    policy: Policy,
    period: Period,
    now: datetime,
    scope: Scope = Scope(),  # noqa: B008  # frozen
    step: Callable[[], None] = lambda: None,
) -> Report:
    """`step` is called `ALL_STEPS` times; with millions of cases each takes seconds."""
    ours = period_figures(session, period, scope, policy, now, step)
    before = period_figures(session, period.before, scope, policy, now, step)
    return report_of(ours, before, policy.targets)
