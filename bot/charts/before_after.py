"""Before and after: the rate before an improvement and since, each with the range in which it truly lies."""

from dataclasses import dataclass

from bot.charts.numbers import percent, round_percent
from bot.charts.scale import Scale, scale_for
from bot.charts.sheet import BLUE, BODY, MARGIN, MUTED, ORANGE, RULE, SMALL, Sheet
from scripts_library.wording import Wording

_WIDTH, _HEIGHT = 480, 252
_LEFT, _RIGHT = 136, 448
_TOP, _BOTTOM, _ROWS = 92, 204, (124, 178)


@dataclass(frozen=True)
class Measured:
    """A rate from 0 to 1 with its interval, `kept` of `of`; `when` says in words from when to when."""

    when: str
    rate: float
    low: float
    high: float
    kept: int
    of: int


@dataclass(frozen=True)
class BeforeAfter:
    """An improvement; `target` is the rate that was set as its aim."""

    title: str
    unit: str
    before: Measured
    after: Measured
    target: float | None = None


def draw(chart: BeforeAfter, say: Wording) -> bytes:
    """A PNG, 480 pixels wide on an ordinary screen."""
    sheet = Sheet(_WIDTH, _HEIGHT, chart.title, chart.unit)
    most = max(chart.before.high, chart.after.high, chart.target or 0)
    scale = scale_for(most, _LEFT, _RIGHT, whole=False)
    for value in scale.lines():
        sheet.line([scale.at(value)] * 2, [_TOP, _BOTTOM], RULE, 0.8)
        sheet.text(scale.at(value), _BOTTOM + 14, round_percent(value), size=SMALL, color=MUTED, align="center")
    if chart.target is not None:
        _draw_target(sheet, scale, chart.target, say)
    _draw_measured(sheet, scale, chart.before, _ROWS[0], say("charts.before_after.before"), is_new=False)
    _draw_measured(sheet, scale, chart.after, _ROWS[1], say("charts.before_after.after"), is_new=True)
    sheet.text(MARGIN, _HEIGHT - 14, say("charts.before_after.interval"), size=SMALL, color=MUTED)
    return sheet.png()


def alt(chart: BeforeAfter, say: Wording) -> str:
    """What it shows, for whoever does not see it."""
    key = "charts.before_after.alt" if chart.target is None else "charts.before_after.alt_target"
    target = {} if chart.target is None else {"target": percent(chart.target)}
    before, after = _told(chart.before, say), _told(chart.after, say)
    return say(key, title=chart.title, unit=chart.unit, before=before, after=after, **target)


def _draw_target(sheet: Sheet, scale: Scale, target: float, say: Wording) -> None:
    x = scale.at(target)
    sheet.line([x, x], [_TOP - 4, _BOTTOM], MUTED, 1.2, linestyle=(0, (4, 3)))
    sheet.text(x, _TOP - 12, say("charts.before_after.target", rate=percent(target)), size=SMALL, align="center")


def _draw_measured(sheet: Sheet, scale: Scale, one: Measured, y: float, name: str, *, is_new: bool) -> None:
    """Before is hollow, after is filled: not by colour alone."""
    color = BLUE if is_new else ORANGE
    sheet.text(MARGIN, y - 8, name, size=15)
    sheet.text(MARGIN, y + 11, one.when, size=SMALL, color=MUTED, most=_LEFT - MARGIN - 6)
    low, high = scale.at(one.low), scale.at(one.high)
    sheet.line([low, high], [y, y], color, 2)
    for end in (low, high):
        sheet.line([end, end], [y - 5, y + 5], color, 2)
    sheet.dot(scale.at(one.rate), y, color, size=11, hollow=not is_new)
    said = f"{percent(one.rate)} ({one.kept}/{one.of})"
    furthest = _WIDTH - MARGIN - sheet.width_of(said, BODY) / 2
    sheet.text(min(scale.at(one.rate), furthest), y - 17, said, align="center", over=True)


def _told(one: Measured, say: Wording) -> str:
    rates = {"rate": percent(one.rate), "low": percent(one.low), "high": percent(one.high)}
    return say("charts.before_after.told", when=one.when, kept=one.kept, of=one.of, **rates)
