"""Figures: what was measured beside its baseline, and the table that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

COLUMNS = ("measured", "workload", "ours", "baseline", "ratio", "bound", "kept")


@dataclass(frozen=True)
class Sample:
    """Repeated measurements of one thing, in `unit`."""

    values: tuple[float, ...]
    unit: str = "ms"

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("values: a sample needs at least one measurement")

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.values)

    @property
    def p95(self) -> float:
        """The smallest value that at least 95 of 100 measurements do not exceed."""
        ordered = sorted(self.values)
        return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]

    def __str__(self) -> str:
        if len(self.values) == 1:
            return f"{_short(self.median)} {self.unit}"
        return f"{_short(self.median)} {self.unit} (p95 {_short(self.p95)}, n {len(self.values)})"


@dataclass(frozen=True)
class Bound:
    """The promise: what is compared with `most`, and how a person says it."""

    words: str
    value: float
    most: float

    @property
    def kept(self) -> bool:
        """Whether the promise held in this run."""
        return self.value < self.most


@dataclass(frozen=True)
class Figure:
    """One line of the table. `against` names the baseline; without `baseline` there is nothing to compare with.

    `in_pairs`: each value was measured just before or after the baseline's of the same place, so that a neighbour who
    is busy for a while slows both.
    """

    name: str
    workload: str
    ours: Sample
    against: str = ""
    baseline: Sample | None = None
    bound: Bound | None = None
    in_pairs: bool = False

    @property
    def ratio(self) -> float | None:
        """Median of ours ÷ median of the baseline; in pairs, the median of their ratios."""
        if self.baseline is None:
            return None
        if self.in_pairs:
            pairs = zip(self.ours.values, self.baseline.values, strict=True)
            return median(ours / theirs for ours, theirs in pairs)
        return self.ours.median / self.baseline.median


def show(figures: Sequence[Figure]) -> None:
    """Print the table; medians, and ratios of medians, or medians of the ratios of pairs."""
    table = Table(*COLUMNS, title="Medians; ratio = ours ÷ baseline of the same run", title_justify="left")
    for figure in figures:
        table.add_row(*_cells(figure))
    Console(width=None if Console().is_terminal else 200).print(table)


def _cells(figure: Figure) -> tuple[str, ...]:
    baseline = f"{figure.against}: {figure.baseline}" if figure.baseline else "–"
    ratio = f"{figure.ratio:.2f}" if figure.ratio else "–"
    bound, kept = "–", "–"
    if figure.bound:
        bound, kept = figure.bound.words, "[green]PASS[/]" if figure.bound.kept else "[bold red]FAIL[/]"
    return figure.name, figure.workload, str(figure.ours), baseline, ratio, bound, kept


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
