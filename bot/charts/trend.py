"""Trend: a count or a rate by day, with the centre line and the limits within which chance keeps it."""

from dataclasses import dataclass
from datetime import date

from bot.charts.numbers import day, number, percent, round_percent
from bot.charts.scale import Scale, scale_for
from bot.charts.sheet import BLUE, INK, MUTED, ORANGE, RULE, SMALL, Sheet
from scripts_library.wording import Wording

_WIDTH, _HEIGHT = 480, 306
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 416, 88, 236
_BAND = "#eef4f9"
_NAMED = 6  # days below the axis
_TOLD = 5
_APART = 36  # numbers at points that stand closer would lie on each other


@dataclass(frozen=True)
class Point:
    """A day's value, None where nothing was counted, and its limits: with few orders they are far apart."""

    day: date
    value: float | None
    lower: float
    upper: float

    @property
    def is_outside(self) -> bool:
        """Whether chance alone hardly explains it."""
        return self.value is not None and not self.lower <= self.value <= self.upper


@dataclass(frozen=True)
class Trend:
    """The days, oldest first. `unit` says in words what is counted; a rate is a share from 0 to 1."""

    title: str
    unit: str
    points: tuple[Point, ...]
    centre: float
    is_rate: bool = False

    def said(self, value: float) -> str:
        """A value as it is written."""
        return percent(value) if self.is_rate else number(value)


def draw(chart: Trend, say: Wording) -> bytes:
    """A PNG, 480 pixels wide on an ordinary screen."""
    sheet = Sheet(_WIDTH, _HEIGHT, chart.title, chart.unit)
    scale = _scale(chart)
    xs = [_x(chart, place) for place in range(len(chart.points))]
    for value in scale.lines():
        sheet.line([_LEFT, _RIGHT], [scale.at(value)] * 2, RULE, 0.8)
        said = round_percent(value) if chart.is_rate else number(value)
        sheet.text(_LEFT - 8, scale.at(value), said, size=SMALL, color=MUTED, align="right")
    _draw_limits(sheet, chart, scale, xs, say)
    _draw_values(sheet, chart, scale, xs)
    _draw_numbers(sheet, chart, scale, xs)
    _draw_days(sheet, chart, xs, scale)
    _draw_legend(sheet, say)
    return sheet.png()


def alt(chart: Trend, say: Wording) -> str:
    """What it shows, for whoever does not see it."""
    counted = [one for one in chart.points if one.value is not None]
    if not counted:
        return say("charts.trend.alt_empty", title=chart.title)
    outside = [one for one in counted if one.is_outside]
    told = [say("charts.trend.told", day=day(one.day), value=chart.said(one.value or 0)) for one in outside[-_TOLD:]]
    return say(
        "charts.trend.alt",
        title=chart.title,
        unit=chart.unit,
        first=day(chart.points[0].day),
        last=day(chart.points[-1].day),
        value=chart.said(counted[-1].value or 0),
        centre=chart.said(chart.centre),
        count=len(outside),
        told=say("words.joint.list").join(told),
    )


def _scale(chart: Trend) -> Scale:
    most = max([chart.centre, *(one.value or 0 for one in chart.points), *(one.upper for one in chart.points)])
    return scale_for(most, _BOTTOM, _TOP, whole=not chart.is_rate)


def _x(chart: Trend, place: int) -> float:
    return _LEFT + 8 + (_RIGHT - _LEFT - 16) * place / max(len(chart.points) - 1, 1)


def _draw_limits(sheet: Sheet, chart: Trend, scale: Scale, xs: list[float], say: Wording) -> None:
    """A calm band in steps, for limits hold for a day; and the centre with its name at the right."""
    half = (xs[1] - xs[0]) / 2 if len(xs) > 1 else 8
    for x, one in zip(xs, chart.points, strict=True):
        high = scale.at(one.lower) - scale.at(one.upper)
        sheet.bar(x - half, scale.at(one.upper), 2 * half, high, _BAND, zorder=0.5)
    sheet.line([_LEFT, _RIGHT], [scale.at(chart.centre)] * 2, MUTED, 1, linestyle=(0, (4, 3)))
    sheet.text(_RIGHT + 6, scale.at(chart.centre), say("charts.trend.centre"), size=SMALL, color=MUTED)
    sheet.text(_RIGHT + 6, scale.at(chart.centre) + 16, chart.said(chart.centre), size=SMALL, color=MUTED)


def _draw_values(sheet: Sheet, chart: Trend, scale: Scale, xs: list[float]) -> None:
    """A day without a value breaks the line; a point outside is a diamond."""
    ys = [scale.at(one.value) if one.value is not None else float("nan") for one in chart.points]
    sheet.line(xs, ys, BLUE, 1.6)
    for x, y, one in zip(xs, ys, chart.points, strict=True):
        if one.is_outside:
            sheet.dot(x, y, ORANGE, size=10, shape="D")
        elif one.value is not None:
            sheet.dot(x, y, BLUE)


def _draw_numbers(sheet: Sheet, chart: Trend, scale: Scale, xs: list[float]) -> None:
    """The points outside have their numbers, the furthest out before others that stand close to it."""
    outside = [(x, one, one.value) for x, one in zip(xs, chart.points, strict=True) if one.is_outside]
    written: list[float] = []
    for x, one, value in sorted(outside, key=lambda point: -_distance(point[1])):
        if value is None or any(abs(x - other) < _APART for other in written):
            continue
        written.append(x)
        y = scale.at(value) + (-14 if value > one.upper else 15)
        sheet.text(x, y, chart.said(value), color=INK, align="center", over=True)


def _distance(one: Point) -> float:
    value = one.value or 0.0
    return max(value - one.upper, one.lower - value)


def _draw_days(sheet: Sheet, chart: Trend, xs: list[float], scale: Scale) -> None:
    """The last day and some before it, at even distances; below the number of a point that lies on the ground."""
    lows = [one.value for one in chart.points if one.value is not None and one.value < one.lower]
    y = _BOTTOM + (31 if any(scale.at(value) > _BOTTOM - 20 for value in lows) else 17)
    every = -(-len(xs) // _NAMED) or 1
    for place in range(len(xs) - 1, -1, -every):
        sheet.text(xs[place], y, day(chart.points[place].day), size=SMALL, color=MUTED, align="center")


def _draw_legend(sheet: Sheet, say: Wording) -> None:
    y = _HEIGHT - 14
    sheet.dot(_LEFT + 6, y, ORANGE, size=9, shape="D")
    wide = sheet.text(_LEFT + 18, y, say("charts.trend.outside"), size=SMALL, color=MUTED)
    sheet.bar(_LEFT + wide + 38, y - 7, 18, 13, "#dbe7f1")
    sheet.text(_LEFT + wide + 62, y, say("charts.trend.limits"), size=SMALL, color=MUTED)
