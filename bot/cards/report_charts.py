"""Report charts: the pictures of a report, each with the words that stand for it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.cards.blocks import one_line
from bot.cards.look import Look
from bot.cards.report_tables import cause_name, common_categories, product_name
from bot.charts import heat, pareto, trend
from bot.rules.figures.report import Report

_PRODUCTS, _CATEGORIES = 8, 5
_NAME = 24


@dataclass(frozen=True)
class Chart:
    """A picture as it is to be drawn; drawing takes a while, and its first time loads a library."""

    name: str
    alt: str
    draw: Callable[[], bytes]


def report_charts(report: Report, look: Look) -> Iterator[Chart]:
    """The trend, the causes, and products by category, where there is something to see."""
    found = report.trend
    if found.centre is not None:
        unit = look.say("reports.trend_per_orders" if found.per_orders else "reports.trend_cases")
        limits = zip(found.days, found.values, found.lower, found.upper, strict=True)
        points = tuple(trend.Point(day.day, value, low, high) for day, value, low, high in limits)
        yield _chart("trend", trend.Trend(look.say("reports.days"), unit, points, found.centre), trend, look)
    if report.now.causes:
        by_name: Counter[str] = Counter()
        for one in report.now.causes:
            by_name[cause_name(one.named, look)] += one.count
        counts = tuple(pareto.Named(name, count) for name, count in by_name.items())
        values = pareto.Pareto(look.say("reports.causes"), look.say("reports.cases"), counts)
        yield _chart("causes", values, pareto, look)
    if len(report.now.products) > 1:
        yield _chart("heat", _heat(report, look), heat, look)


def _heat(report: Report, look: Look) -> heat.Heat:
    products = report.now.products[:_PRODUCTS]
    categories = common_categories(products)[:_CATEGORIES]
    return heat.Heat(
        look.say("reports.heat"),
        look.say("reports.negative_reviews"),
        tuple(one_line(product_name(one, look), _NAME) for one in products),
        tuple(look.category(which) for which in categories),
        tuple(tuple(one.by_category.get(which, 0) for which in categories) for one in products),
    )


def _chart(name: str, values: Any, how: Any, look: Look) -> Chart:
    return Chart(name, how.alt(values, look.say), lambda: bytes(how.draw(values, look.say)))
