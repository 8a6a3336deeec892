"""Days: the small chart of the digest, two weeks of cases with the grades stacked; made for a phone's width."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.charts.numbers import day
from bot.charts.scale import Scale
from bot.charts.sheet import INK, MARGIN, MUTED, RULE, Sheet
from bot.vocabulary import Grade
from scripts_library.wording import Wording

_WIDTH, _HEIGHT = 360, 226
_TOP, _BOTTOM = 90, 194
_LEGEND = 12
_NEAR = 1.4  # so much wider is a day that matters
_GAP = 0.24  # of a day's width
# The graver the darker; told apart by every eye.
_COLOURS = {Grade.URGENT: "#9c2317", Grade.IMPORTANT: "#e0892b", Grade.NORMAL: "#8fa9c0"}
_FADED = {Grade.URGENT: "#d3a19c", Grade.IMPORTANT: "#f3d3ae", Grade.NORMAL: "#d6e0e8"}
_STACKED = (Grade.URGENT, Grade.IMPORTANT, Grade.NORMAL)  # from the ground up


@dataclass(frozen=True)
class DayCases:
    """The cases that were opened on a local day, by grade."""

    day: date
    by_grade: dict[Grade, int]

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.by_grade.values())


@dataclass(frozen=True)
class Days:
    """The days, oldest first, fourteen of them as a rule. `today` is not over yet, where it is among them."""

    days: tuple[DayCases, ...]
    today: date


def draw(chart: Days, say: Wording) -> bytes:
    """A PNG, 360 pixels wide on an ordinary screen."""
    sheet = Sheet(_WIDTH, _HEIGHT, say("charts.days.title", days=len(chart.days)), say("charts.days.unit"))
    _draw_legend(sheet, say)
    scale = Scale(max([1, *(one.count for one in chart.days)]), 1, _BOTTOM, _TOP)  # every bar has its number: no lines
    sheet.line([MARGIN, _WIDTH - MARGIN], [_BOTTOM, _BOTTOM], RULE)
    widths = [_NEAR if _is_near(chart, one) else 1.0 for one in chart.days]
    x, unit = float(MARGIN), (_WIDTH - 2 * MARGIN) / (sum(widths) or 1)
    for one, wide in zip(chart.days, widths, strict=True):
        _draw_day(sheet, chart, one, x, wide * unit, scale, say)
        x += wide * unit
    return sheet.png()


def alt(chart: Days, say: Wording) -> str:
    """What it shows, for whoever does not see it."""
    told = [_told(chart, one, say) for one in chart.days[-2:]]
    before = [one.count for one in chart.days[:-2]]
    average = f"{sum(before) / len(before):.1f}" if before else "0"
    return say("charts.days.alt", days=len(chart.days), told=say("words.joint.list").join(told), average=average)


def _draw_legend(sheet: Sheet, say: Wording) -> None:
    x = float(_WIDTH - MARGIN)
    for grade in reversed(_STACKED):
        name = say(f"words.grade.{grade}")
        x -= sheet.width_of(name, _LEGEND)
        sheet.text(x, 48, name, size=_LEGEND, color=MUTED)
        sheet.bar(x - 13, 43, 10, 10, _COLOURS[grade])
        x -= 24


def _draw_day(sheet: Sheet, chart: Days, one: DayCases, x: float, wide: float, scale: Scale, say: Wording) -> None:
    is_near, ground = _is_near(chart, one), 0
    colours = _COLOURS if is_near else _FADED
    for grade in _STACKED:
        upper, lower = scale.at(ground + one.by_grade.get(grade, 0)), scale.at(ground)
        ground += one.by_grade.get(grade, 0)
        sheet.bar(x + wide * _GAP / 2, upper, wide * (1 - _GAP), lower - upper, colours[grade])
    middle, color, size = x + wide / 2, INK if is_near else MUTED, 14 if is_near else 11
    sheet.text(middle, scale.at(one.count) - 10, str(one.count), size=size, color=color, align="center")
    sheet.text(middle, _BOTTOM + 14, _name(chart, one, say), size=11, color=color, align="center")


def _is_near(chart: Days, one: DayCases) -> bool:
    return chart.today - one.day <= timedelta(days=1)


def _name(chart: Days, one: DayCases, say: Wording) -> str:
    """今天, 昨天, else the day of the month; the month where one begins."""
    if one.day == chart.today:
        return say("charts.days.today")
    if chart.today - one.day == timedelta(days=1):
        return say("charts.days.yesterday")
    return f"{one.day.month}/1" if one.day.day == 1 else f"{one.day.day}"


def _told(chart: Days, one: DayCases, say: Wording) -> str:
    name = _name(chart, one, say) if _is_near(chart, one) else day(one.day)
    return say("charts.days.told", day=name, count=one.count, urgent=one.by_grade.get(Grade.URGENT, 0))
