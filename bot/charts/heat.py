"""Heat: a table of counts, the larger the darker, with the numbers in the cells."""

from dataclasses import dataclass

from bot.charts.sheet import BODY, INK, MARGIN, MUTED, PAPER, Sheet
from scripts_library.wording import Wording

_WIDTH, _NAME = 480, 124  # a longer name is cut
_TOP, _ROW, _GAP = 102, 32, 2
_HEAD = 12
_EMPTY = "#f5f7f9"
# Two shades of one blue with a step between them, so that black, and then white, can be read on each.
_LIGHT, _LESS_LIGHT = (226, 237, 246), (145, 184, 216)
_LESS_DARK, _DARK = (30, 98, 158), (8, 48, 107)
_STEP = 0.5


@dataclass(frozen=True)
class Heat:
    """Rows by columns; `cells` are rows of counts, None where there is nothing to count."""

    title: str
    unit: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]


def draw(chart: Heat, _say: Wording) -> bytes:
    """A PNG, 480 pixels wide on an ordinary screen, a line for each row."""
    sheet = Sheet(_WIDTH, _TOP + _ROW * len(chart.rows) + 14, chart.title, chart.unit)
    left = MARGIN + 10 + min(_NAME, max((sheet.width_of(name, BODY) for name in chart.rows), default=0))
    wide = (_WIDTH - MARGIN - left) / max(len(chart.columns), 1)
    for place, name in enumerate(chart.columns):
        _draw_head(sheet, left + wide * (place + 0.5), name, wide - 2)
    most = max((count or 0 for row in chart.cells for count in row), default=0)
    for place, (name, row) in enumerate(zip(chart.rows, chart.cells, strict=True)):
        y = _TOP + _ROW * place
        sheet.text(left - 10, y + _ROW / 2, name, align="right", most=_NAME)
        for column, count in enumerate(row):
            _draw_cell(sheet, left + wide * column, y, wide, count, most)
    return sheet.png()


def alt(chart: Heat, say: Wording) -> str:
    """What it shows, for whoever does not see it: where the most is."""
    cells = [
        (count, row, column)
        for row, counts in zip(chart.rows, chart.cells, strict=True)
        for column, count in zip(chart.columns, counts, strict=True)
        if count
    ]
    largest = sorted(cells, key=lambda cell: -cell[0])[:3]
    if not largest:
        return say("charts.heat.alt_empty", title=chart.title)
    told = [say("charts.heat.told", row=row, column=column, count=count) for count, row, column in largest]
    return say("charts.heat.alt", title=chart.title, unit=chart.unit, told=say("words.joint.list").join(told))


def _draw_head(sheet: Sheet, x: float, name: str, most: float) -> None:
    """A column's name above it, in two lines where one is too short: between words, or two Chinese letters."""
    lines = [name]
    if sheet.width_of(name, _HEAD) > most:
        between = () if name.isascii() else range(1, len(name))
        breaks = [place for place, one in enumerate(name) if one == " "] or between
        middle = min(breaks, key=lambda place: abs(place - len(name) / 2), default=len(name))
        lines = [name[:middle], name[middle:].strip()]
    for place, line in enumerate(reversed(lines)):
        sheet.text(x, _TOP - 13 - 15 * place, line, size=_HEAD, color=MUTED, align="center", most=most)


def _draw_cell(sheet: Sheet, x: float, y: float, wide: float, count: int | None, most: int) -> None:
    heat = (count or 0) / most if most else 0.0
    sheet.bar(x + _GAP / 2, y + _GAP / 2, wide - _GAP, _ROW - _GAP, _colour(heat) if count else _EMPTY)
    said, color = ("–" if count is None else str(count)), (PAPER if heat >= _STEP else INK if count else MUTED)
    sheet.text(x + wide / 2, y + _ROW / 2, said, color=color, align="center")


def _colour(heat: float) -> str:
    begin, end, share = (_LIGHT, _LESS_LIGHT, heat) if heat < _STEP else (_LESS_DARK, _DARK, heat - _STEP)
    mixed = [round(one + (other - one) * share / _STEP) for one, other in zip(begin, end, strict=True)]
    return "#" + "".join(f"{one:02x}" for one in mixed)
