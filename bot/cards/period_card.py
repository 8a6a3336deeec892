"""Period card: a week or a month in a minute: the results first, then what stands out, then money."""

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.blocks import joined, one_line
from bot.cards.look import Look
from bot.cards.measured import mark, measured, rate, result_name, target_words
from bot.cards.report_tables import cause_name, product_name
from bot.messenger import Block
from bot.rules.figures.period import Period, PeriodFigures
from bot.rules.figures.report import Report
from scripts_library.wording import Token

_PRODUCTS, _CAUSES, _CHEAPER = 5, 5, 3
_NAME = 40


def period_card(report: Report, look: Look, pictures: Sequence[Block] = ()) -> tuple[str, list[Block]]:
    """Fallback text and blocks; `pictures` stand after the results."""
    title = report_title(report.now, look)
    reviews = report.now.reviews
    counts = {"reviews": reviews.total, "negative": reviews.negative, "cases": report.now.cases}
    summary = look.say.md("reports.summary", **counts)
    if not report.now.reviews.total and not report.now.cases:
        return title, [blocks.header(title), blocks.section(look.say.md("reports.quiet"))]
    card = [
        blocks.header(title),
        blocks.section(summary),
        blocks.section("\n".join(result_lines(report, look))),
        *pictures,
    ]
    parts = (_products(report, look), _causes(report, look), _ending(report, look), _money(report, look))
    card += [blocks.section("\n".join(lines)) for lines in parts if lines]
    return f"{title} {summary}", [*card, blocks.context(look.say.md("reports.note"))]


def period_title(period: Period, look: Look) -> str:
    """A month by its name, one day by its date, a week or other days by the first and the last."""
    if period == Period.month(period.begin):
        return look.say("reports.title_month", year=period.begin.year, month=period.begin.month)
    if period.days == 1:
        return look.say("reports.title_day", day=period.begin.isoformat())
    days = {"first": f"{period.begin:%m-%d}", "last": f"{period.last:%m-%d}"}
    key = "reports.title_week" if period == Period.week(period.begin) else "reports.title_days"
    return look.say(key, year=period.begin.year, **days)


def report_title(figures: PeriodFigures, look: Look) -> str:
    """The days, and what part of the shop it is about where it is not about all."""
    scope = figures.scope
    parts = (
        look.policy.store_name(scope.store) if scope.store else "",
        scope.line or "",
        look.say(f"words.grade.{scope.grade}") if scope.grade else "",
    )
    return " · ".join([period_title(figures.period, look), *(one_line(part, _NAME) for part in parts if part)])


def result_lines(report: Report, look: Look) -> list[str]:
    """A line for each result of the trade: now, before, target."""
    return [
        look.say.md(
            "reports.result",
            mark=mark(one),
            name=result_name(one.result, look),
            now=measured(one.now, look),
            before=measured(one.before, look),
            target=target_words(one, look),
        )
        for one in report.headlines
    ]


def _products(report: Report, look: Look) -> list[str]:
    lines = [
        look.say.md(
            "reports.product",
            name=one_line(product_name(one, look), _NAME),
            negative=one.negative,
            reviews=one.reviews,
            rate=rate(one.rate, look) if one.rate.exposure else "",
        )
        for one in report.now.products[:_PRODUCTS]
    ]
    return [f"*{look.say.md('reports.products')}*", *lines] if lines else []


def _causes(report: Report, look: Look) -> list[str]:
    shown = [
        look.say.md(
            "reports.cause",
            name=cause_name(one.named, look),
            department=look.department(one.department),
            count=one.count,
        )
        for one in report.now.causes[:_CAUSES]
    ]
    still_open = look.say.md("reports.causes_open", count=report.now.causes_open) if report.now.causes_open else ""
    title = f"*{look.say.md('reports.causes')}*"
    return [title, joined([*shown, still_open])] if shown or still_open else []


def _ending(report: Report, look: Look) -> list[str]:
    """What the share of resolved cases does not say: how many are still to be told."""
    ending = report.now.ending
    parts = [
        look.say.md("reports.pending", count=ending.pending) if ending.pending else "",
        look.say.md("reports.dismissed", count=ending.dismissed) if ending.dismissed else "",
    ]
    line = joined(parts)
    return [line] if line else []


def _money(report: Report, look: Look) -> list[str]:
    levels = report.now.levels
    if not levels:
        return []
    total = sum(one.cost_cents for one in levels)
    count = sum(one.carried_out for one in levels)
    cheaper = [
        look.say.md(
            "reports.cheaper_line",
            grade=look.say(f"words.grade.{one.dearer.grade}"),
            dearer=one.dearer.level,
            cheaper=one.cheaper.level,
            saved=look.money(one.saved_cents),
        )
        for one in report.cheaper[:_CHEAPER]
    ]
    spent: Token = Token(look.say.md("reports.spent", total=look.money(total), count=count))
    return [spent, *cheaper]
