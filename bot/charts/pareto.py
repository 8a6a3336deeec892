"""Pareto: named counts, the largest first, and what share of all they make up together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.numbers import percent
from bot.charts.sheet import BLUE, BODY, INK, MARGIN, MUTED, ORANGE, RULE, SMALL, Sheet
from scripts_library.wording import Wording

_WIDTH = 480
_SHARES, _RIGHT = 338, 408
_NAME = 140  # a longer one is cut
_TOP, _ROW = 96, 28
_MOST = 10  # rows; the others are one
_REST = "#b9c6d2"
_MAIN = 0.8  # those that make up so much are the few that matter


@dataclass(frozen=True)
class Named:
    """A count with its name."""

    name: str
    count: int


@dataclass(frozen=True)
class Pareto:
    """Counts in any order; `unit` says in words what is counted."""

    title: str
    unit: str
    counts: tuple[Named, ...]


@dataclass(frozen=True)
class _Row:
    name: str
    count: int
    share: float  # of this one and all before it
    is_main: bool


def draw(chart: Pareto, say: Wording) -> bytes:
    """A PNG, 480 pixels wide on an ordinary screen, a row for each name."""
    rows = _rows(chart, say)
    sheet = Sheet(_WIDTH, _TOP + _ROW * max(len(rows), 1) + 34, chart.title, chart.unit)
    _draw_frame(sheet, len(rows), say)
    most = max((one.count for one in rows), default=1)
    left = MARGIN + 8 + min(_NAME, max((sheet.width_of(one.name, BODY) for one in rows), default=0))
    for place, one in enumerate(rows):
        _draw_row(sheet, one, _TOP + _ROW * (place + 0.5), left, most)
    _draw_shares(sheet, rows)
    return sheet.png()


def alt(chart: Pareto, say: Wording) -> str:
    """What it shows, for whoever does not see it."""
    rows = _rows(chart, say)
    told = [say("charts.pareto.told", name=one.name, count=one.count) for one in rows[:3]]
    share = percent(rows[len(told) - 1].share) if rows else "0%"
    joined, total = say("words.joint.list").join(told), sum(one.count for one in rows)
    return say("charts.pareto.alt", title=chart.title, unit=chart.unit, told=joined, share=share, total=total)


def _rows(chart: Pareto, say: Wording) -> list[_Row]:
    """The largest first, equals by name; what is left over comes last, as one."""
    ordered = sorted((one for one in chart.counts if one.count > 0), key=lambda one: (-one.count, one.name))
    if len(ordered) > _MOST:
        rest = ordered[_MOST - 1 :]
        other = Named(say("charts.pareto.rest", count=len(rest)), sum(one.count for one in rest))
        ordered = [*ordered[: _MOST - 1], other]
    return list(_shared(ordered))


def _shared(ordered: Sequence[Named]) -> list[_Row]:
    total, before, rows = sum(one.count for one in ordered), 0, []
    for one in ordered:
        is_main = before < _MAIN * total
        before += one.count
        rows.append(_Row(one.name, one.count, before / total, is_main))
    return rows


def _draw_frame(sheet: Sheet, rows: int, say: Wording) -> None:
    """The line of four fifths, and what the columns are."""
    bottom, x = _TOP + _ROW * rows, _at(_MAIN)
    sheet.text(_SHARES, _TOP - 14, say("charts.pareto.share"), size=SMALL, color=MUTED)
    sheet.line([x, x], [_TOP, bottom], MUTED, 0.8, linestyle=(0, (3, 3)))
    sheet.text(x, bottom + 14, percent(_MAIN), size=SMALL, color=MUTED, align="center")
    sheet.line([_SHARES, _SHARES], [_TOP, bottom], RULE, 0.8)
    sheet.bar(MARGIN, bottom + 8, 12, 12, BLUE)
    sheet.text(MARGIN + 18, bottom + 14, say("charts.pareto.main", share=percent(_MAIN)), size=SMALL, color=MUTED)


def _draw_row(sheet: Sheet, one: _Row, y: float, left: float, most: int) -> None:
    sheet.text(left - 8, y, one.name, align="right", most=_NAME)
    wide = (_SHARES - left - 52) * one.count / most
    sheet.bar(left, y - 8, wide, 16, BLUE if one.is_main else _REST)
    sheet.text(left + wide + 6, y, str(one.count), color=INK)


def _draw_shares(sheet: Sheet, rows: Sequence[_Row]) -> None:
    xs = [_at(one.share) for one in rows]
    ys = [_TOP + _ROW * (place + 0.5) for place in range(len(rows))]
    sheet.line(xs, ys, ORANGE, 1.4)
    for x, y, one in zip(xs, ys, rows, strict=True):
        sheet.dot(x, y, ORANGE, size=6)
        sheet.text(_WIDTH - MARGIN, y, percent(one.share), size=SMALL, color=MUTED, align="right")


def _at(share: float) -> float:
    return _SHARES + (_RIGHT - _SHARES) * share
