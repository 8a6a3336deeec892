"""Sheet: all that stands on the page, as words, tables and drawings; the same figures as on card, report and export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.look import Look
from bot.page.asked import Asked
from bot.page.course import Course, course_of
from bot.page.doing import alert_table, item_table
from bot.page.form import Form, days_of, form_of
from bot.page.reasons import cause_table, department_table
from bot.page.results import Card, result_cards
from bot.page.shelf import heat_table, line_table, product_table
from bot.page.steps import cheaper_lines, level_table
from bot.page.table import Table
from bot.rules.figures.headlines import headlines
from bot.rules.figures.period import PeriodFigures
from bot.rules.figures.trend import trend_of
from bot.rules.improvements import Improvement
from bot.rules.product_alerts import Alert


@dataclass(frozen=True)
class Counted:
    """What was counted for the page, all of one moment; `products` are the names of the alerts' products."""

    now: PeriodFigures
    before: PeriodFigures
    items: tuple[Improvement, ...]
    alerts: tuple[Alert, ...]
    products: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Section:
    """A part of the page with its heading; what is None in it is not there."""

    id: str
    title: str
    tables: tuple[Table, ...]
    lines: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """The page."""

    title: str
    form: Form
    stamp: str
    sums: tuple[tuple[str, str], ...]
    compared: str
    results: tuple[Card, ...]
    course: Course | None
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def sheet_of(asked: Asked, counted: Counted, stores: Sequence[str], look: Look) -> Sheet:
    """The stores and lines that may be chosen are the policy's, and those that reviews came of."""
    say, now = look.say, counted.now
    lines = [*look.policy.lines, *(one.line for one in now.lines)]
    return Sheet(
        title=say("page.title"),
        form=form_of(asked, [*look.policy.stores, *stores], lines, look),
        stamp=say("page.stamp", at=f"{counted.at.astimezone(look.policy.zone):%m-%d %H:%M}"),
        sums=_sums(now, look),
        compared=say("page.compared", before=days_of(counted.before.period, look)),
        results=tuple(result_cards(headlines(now, counted.before, look.policy.targets), look)),
        course=course_of(trend_of(now.daily), look),
        sections=_sections(counted, look),
        notes=_notes(asked, counted, look),
    )


def _sums(now: PeriodFigures, look: Look) -> tuple[tuple[str, str], ...]:
    """The counts that stand above everything."""
    say, came = look.say, now.reviews
    grades = say("words.joint.list").join(
        f"{say(f'words.grade.{grade}')} {many}" for grade, many in now.by_grade.items()
    )
    return (
        (say("page.sum_reviews"), str(came.total)),
        (say("page.sum_negative"), str(came.negative)),
        (say("page.sum_cases"), str(now.cases)),
        (say("page.sum_grades"), grades),
    )


def _sections(counted: Counted, look: Look) -> tuple[Section, ...]:
    say, now = look.say, counted.now
    cheaper = cheaper_lines(now.levels, look)
    return (
        Section("products", say("page.products"), (product_table(now.products, look),), note=say("page.rate_note")),
        Section("lines", say("page.lines"), (line_table(now.lines, look),)),
        Section("heat", say("page.heat"), (heat_table(now.products, look),)),
        Section(
            "causes",
            say("page.causes"),
            (cause_table(now.causes, now.causes_open, look), department_table(now.causes, look)),
        ),
        Section(
            "levels",
            say("page.levels"),
            (level_table(now.levels, look),),
            tuple(cheaper or ([say("page.cheaper_none")] if now.levels else [])),
            say("page.cheaper_note") if cheaper else "",
        ),
        Section("items", say("page.items"), (item_table(counted.items, look),)),
        Section("alerts", say("page.alerts"), (alert_table(counted.alerts, counted.products, look),)),
    )


def _notes(asked: Asked, counted: Counted, look: Look) -> tuple[str, ...]:
    """What a reader of the figures must know: that days are missing yet, that reviews have no grade."""
    say, today = look.say, counted.at.astimezone(look.policy.zone).date()
    unfinished = [say("page.note_unfinished")] if asked.period.end > today else []
    graded = [say("page.note_grade")] if asked.scope.grade else []
    return (*unfinished, *graded)
