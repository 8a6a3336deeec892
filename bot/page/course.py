"""Course: how the days went, drawn as lines and dots between 0 and 100, with the same in a table."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.cards.look import Look
from bot.cards.measured import number
from bot.charts.scale import scale_for
from bot.charts.trend import Point, alt
from bot.charts.trend import Trend as Drawn
from bot.page.table import Cell, Table, number_cell
from bot.rules.figures.trend import Trend

_BOTTOM, _TOP = 100.0, 4.0


@dataclass(frozen=True)
class Dot:
    """A day: its place in percent, and what it says when it is pointed at."""

    x: float
    y: float
    is_outside: bool
    said: str


@dataclass(frozen=True)
class Band:
    """What is chance on one day, in percent."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    """A name at a place of an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Course:
    """The drawing; `lines` are pieces between days, as x1, y1, x2, y2."""

    title: str
    told: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    bands: tuple[Band, ...]
    centre: float | None
    heights: tuple[Tick, ...]
    days: tuple[Tick, ...]
    legend: tuple[str, ...]
    table: Table


def course_of(trend: Trend, look: Look) -> Course | None:
    """None where no day of it has begun."""
    if not trend.days:
        return None
    say, many = look.say, len(trend.days)
    title = say("page.trend_orders" if trend.per_orders else "page.trend_cases")
    scale = scale_for(max((*trend.values, *trend.upper, 0.0)), _BOTTOM, _TOP, whole=not trend.per_orders)
    wide = 100 / many
    xs = [wide * (place + 0.5) for place in range(many)]
    ys = [scale.at(value) for value in trend.values]
    dots = tuple(
        Dot(_two(x), _two(y), place in trend.outside, f"{trend.days[place].day} · {number(trend.values[place])}")
        for place, (x, y) in enumerate(zip(xs, ys, strict=True))
    )
    return Course(
        title=title,
        told=_told(trend, title, look),
        dots=dots,
        lines=tuple((one.x, one.y, other.x, other.y) for one, other in pairwise(dots)),
        bands=_bands(trend, scale.at, wide),
        centre=None if trend.centre is None else _two(scale.at(trend.centre)),
        heights=tuple(Tick(_two(scale.at(value)), f"{value:g}") for value in scale.lines()),
        days=tuple(Tick(_two(xs[place]), f"{trend.days[place].day:%m-%d}") for place in _named(many)),
        legend=(say("charts.trend.outside"), say("charts.trend.limits"), say("charts.trend.centre")),
        table=_table(trend, title, look),
    )


def _told(trend: Trend, title: str, look: Look) -> str:
    """In words, for whoever does not see it; without limits where too few days are known."""
    if trend.centre is None:
        return look.say("page.trend_short", title=title, days=len(trend.days), cases=sum(d.cases for d in trend.days))
    limits = zip(trend.days, trend.values, trend.lower, trend.upper, strict=True)
    points = tuple(Point(day.day, value, lower, upper) for day, value, lower, upper in limits)
    return alt(Drawn(look.say("page.trend"), title, points, trend.centre), look.say)


def _bands(trend: Trend, at: Callable[[float], float], wide: float) -> tuple[Band, ...]:
    return tuple(
        Band(_two(wide * place), _two(at(upper)), _two(wide), _two(at(lower) - at(upper)))
        for place, (lower, upper) in enumerate(zip(trend.lower, trend.upper, strict=True))
    )


def _table(trend: Trend, title: str, look: Look) -> Table:
    say = look.say
    rows = tuple(
        (
            Cell(str(day.day)),
            number_cell(day.cases),
            number_cell("–" if day.orders is None else day.orders),
            number_cell(number(trend.values[place])),
            Cell(say("charts.trend.outside") if place in trend.outside else "–"),
        )
        for place, day in enumerate(trend.days)
    )
    heads = tuple(say(f"page.head_{name}") for name in ("day", "cases", "orders", "value", "limits"))
    return Table(say("page.trend_table", title=title), heads, rows, is_wide=True)


def _named(many: int) -> list[int]:
    """The first, the last and one between them have their dates below."""
    return sorted({0, many // 2, many - 1}) if many > 4 else list(range(many))


def _two(value: float) -> float:
    return round(value, 2)
