"""Report tables: a report as tables, the same in the file for the meeting, in the spreadsheet and on the page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.blocks import one_line
from bot.cards.look import Look
from bot.cards.measured import mark, measured, number, result_name, share, spread_words, target_words
from bot.rules.figures import Kept, Rate
from bot.rules.figures.ladder_effect import costs
from bot.rules.figures.period import LineFigures, ProductFigures
from bot.rules.figures.report import Report
from bot.vocabulary import Category

Cell = str | int | float | None
_NAME = 60
_CATEGORIES = 8


@dataclass(frozen=True)
class Table:
    """`caption` says what is counted. Cells that are numbers may be reckoned with; None is an empty one."""

    key: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def report_tables(report: Report, look: Look) -> list[Table]:
    """Those that have something in them, in the order of the meeting."""
    tables = [
        _results(report, look),
        _products(report.now.products, look),
        _lines(report.now.lines, look),
        _heat(report.now.products, look),
        _causes(report, look),
        _departments(report, look),
        _levels(report, look),
        _cheaper(report, look),
        _days(report, look),
    ]
    return [table for table in tables if table.rows]


def _table(key: str, look: Look, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Table:
    say = look.say
    names = tuple(say(f"reports.column_{name}") for name in columns)
    return Table(key, say(f"reports.{key}"), say(f"reports.{key}_what"), names, tuple(rows))


def _results(report: Report, look: Look) -> Table:
    rows = [
        (
            f"{mark(one)} {result_name(one.result, look)}",
            measured(one.now, look),
            spread_words(one.now, look),
            measured(one.before, look),
            target_words(one, look),
        )
        for one in report.headlines
    ]
    return _table("results", look, ("result", "now", "spread", "before", "target"), rows)


def _products(products: Sequence[ProductFigures], look: Look) -> Table:
    rows = [
        (
            product_name(one, look),
            look.policy.store_name(one.store),
            one.line,
            one.reviews,
            one.negative,
            *_rate(one.rate, look),
            round(one.rating.value, 2) if one.rating.value is not None else None,
        )
        for one in products
    ]
    columns = ("product", "store", "line", "reviews", "negative", "orders", "rate", "spread", "rating")
    return _table("products", look, columns, rows)


def _lines(lines: Sequence[LineFigures], look: Look) -> Table:
    rows = [
        (
            one.line,
            one.reviews,
            one.negative,
            *_rate(one.rate, look),
            round(one.rating.value, 2) if one.rating.value is not None else None,
        )
        for one in lines
    ]
    return _table("lines", look, ("line", "reviews", "negative", "orders", "rate", "spread", "rating"), rows)


def _heat(products: Sequence[ProductFigures], look: Look) -> Table:
    categories = common_categories(products)
    rows: list[tuple[Cell, ...]] = [
        (product_name(one, look), *(one.by_category.get(which, 0) for which in categories)) for one in products
    ]
    named = _table("heat", look, ("product",), rows)
    columns = (*named.columns, *(look.category(which) for which in categories))
    return Table(named.key, named.title, named.caption, columns, named.rows)


def common_categories(products: Sequence[ProductFigures]) -> list[Category | None]:
    """What these products are complained of for, the most first."""
    counted: Counter[Category | None] = Counter()
    for one in products:
        counted.update(one.by_category)
    return [which for which, _ in counted.most_common(_CATEGORIES)]


def _causes(report: Report, look: Look) -> Table:
    total = sum(one.count for one in report.now.causes)
    rows = [
        (
            cause_name(one.named, look),
            look.say(f"words.stage.{one.stage}"),
            look.department(one.department),
            one.count,
            f"{100 * one.count / total:.0f}%",
        )
        for one in report.now.causes
    ]
    return _table("causes", look, ("cause", "stage", "department", "count", "part"), rows)


def _departments(report: Report, look: Look) -> Table:
    counted: Counter[str] = Counter()
    for one in report.now.causes:
        counted[one.department] += one.count
    rows = [(look.department(name), count) for name, count in counted.most_common()]
    return _table("departments", look, ("department", "count"), rows)


def _levels(report: Report, look: Look) -> Table:
    rows = [
        (
            one.level,
            look.say(f"words.grade.{one.grade}"),
            one.carried_out,
            one.cost_cents / 100,
            each / 100,
            share(one.resolved, look),
            spread_words(one.resolved, look),
            share(one.content, look),
        )
        for one, each in costs(report.now.levels)
    ]
    columns = ("level", "grade", "carried_out", "cost", "each", "resolved", "spread", "content")
    return _table("levels", look, columns, rows)


def _cheaper(report: Report, look: Look) -> Table:
    rows = [
        (
            look.say(f"words.grade.{one.dearer.grade}"),
            one.dearer.level,
            _percent(one.dearer.resolved),
            one.cheaper.level,
            _percent(one.cheaper.resolved),
            one.saved_cents / 100,
        )
        for one in report.cheaper
    ]
    columns = ("grade", "dearer", "dearer_resolved", "cheaper", "cheaper_resolved", "saved")
    return _table("cheaper", look, columns, rows)


def _days(report: Report, look: Look) -> Table:
    outside = set(report.trend.outside)
    rows = [
        (
            day.day.isoformat(),
            day.cases,
            day.orders,
            round(report.trend.values[place], 2) if report.trend.per_orders else None,
            look.say("reports.outside") if place in outside else "",
        )
        for place, day in enumerate(report.trend.days)
    ]
    return _table("days", look, ("day", "cases", "orders", "cases_rate", "unusual"), rows)


def product_name(one: ProductFigures, look: Look) -> str:
    """As people know it, short enough for a cell."""
    return one_line(one.name, _NAME) or look.say("card.no_product")


def cause_name(named: str, look: Look) -> str:
    """A cause as people call it; in words where none was named."""
    return look.cause(named) if named else look.say("reports.cause_in_words")


def _rate(value: Rate, look: Look) -> tuple[Cell, Cell, Cell]:
    """Orders, rate, and how far it may be off."""
    if value.value is None:
        return None, look.say("figures.unknown"), ""
    return value.exposure, float(number(value.value)), spread_words(value, look)


def _percent(kept: Kept) -> str:
    return f"{kept.percent}% ({kept.kept}/{kept.of})"
