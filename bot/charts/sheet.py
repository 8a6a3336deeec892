"""Sheet: a white page in pixels on which charts are drawn, with matplotlib's objects and without its defaults.

All lengths are in pixels of a screen of ordinary density, from the top left; the PNG has twice as many.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bot.charts.font import font, writable

INK, MUTED, RULE, PAPER = "#1b2733", "#5c6a78", "#e3e8ed", "#ffffff"
BLUE, ORANGE = "#0b62a4", "#c8501e"  # told apart by every eye, and by their darkness
MARGIN = 16
_TITLE, BODY, SMALL = 18, 14, 13  # read on a phone, which makes a wide page narrower
_DENSITY = 2
_DPI = 72 * _DENSITY  # a point is a pixel then, and font sizes too


class Sheet:
    """A page of so many pixels with its title, and what it shows in words below."""

    def __init__(self, width: int, height: int, title: str, unit: str) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=_DPI, facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1), frameon=False)
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_xticks([])
        self._axes.set_yticks([])
        self.text(MARGIN, 25, title, size=_TITLE, most=width - 2 * MARGIN)
        self.text(MARGIN, 48, unit, size=SMALL, color=MUTED, most=width - 2 * MARGIN)

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = BODY,
        color: str = INK,
        align: str = "left",
        most: float | None = None,
        over: bool = False,
    ) -> float:
        """Write a line around the height y, cut to `most` pixels; how wide it is. `over` lines it clears its ground."""
        shown = self.cut(said, size, most) if most is not None else writable(said)
        written = self._axes.text(x, y, shown, color=color, ha=align, va="center_baseline", fontproperties=font(size))
        written.set_parse_math(False)  # a price in dollars is no formula
        if over:
            written.set_bbox({"facecolor": PAPER, "linewidth": 0, "pad": 1})
        return self.width_of(shown, size)

    def width_of(self, said: str, size: float) -> float:
        """How wide a line is."""
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]  # it has no types
        wide, _, _ = renderer.get_text_width_height_descent(writable(said), font(size), False)
        return float(wide) / _DENSITY

    def cut(self, said: str, size: float, most: float) -> str:
        """The line, or as much of it as fits."""
        text = writable(said)
        if self.width_of(text, size) <= most:
            return text
        while text and self.width_of(text + "…", size) > most:
            text = text[:-1]
        return text.rstrip() + "…"

    def bar(self, x: float, y: float, wide: float, high: float, color: str, **look: Any) -> None:
        """A filled rectangle, its upper left corner at x, y."""
        from matplotlib.patches import Rectangle

        self._axes.add_patch(Rectangle((x, y), wide, high, facecolor=color, linewidth=0, **look))

    def line(self, xs: Sequence[float], ys: Sequence[float], color: str, wide: float = 1, **look: Any) -> None:
        """A line through points."""
        self._axes.plot(xs, ys, color=color, linewidth=wide, solid_capstyle="round", **look)

    def dot(self, x: float, y: float, color: str, *, size: float = 5, shape: str = "o", hollow: bool = False) -> None:
        """A mark: a circle, or another shape of matplotlib's."""
        self._axes.plot(
            [x],
            [y],
            marker=shape,
            markersize=size,
            color=color,
            markerfacecolor=PAPER if hollow else color,
            markeredgecolor=color if hollow else PAPER,
            markeredgewidth=1.5 if hollow else 1,
            linestyle="none",
        )

    def png(self) -> bytes:
        """The page as a picture; the same values make the same bytes."""
        kept = BytesIO()
        self._figure.savefig(kept, format="png", dpi=_DPI, facecolor=PAPER, metadata={"Software": None})
        return kept.getvalue()
