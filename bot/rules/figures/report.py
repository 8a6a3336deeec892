"""Report: a period's figures beside those before, and what is to be seen in them."""

from dataclasses import dataclass

from bot.rules.figures.headlines import Headline, Targets, headlines
from bot.rules.figures.ladder_effect import Cheaper, cheaper_levels
from bot.rules.figures.period import PeriodFigures
from bot.rules.figures.trend import Trend, trend_of


@dataclass(frozen=True)
class Report:
    """What a meeting looks at."""

    now: PeriodFigures
    before: PeriodFigures
    headlines: tuple[Headline, ...]
    trend: Trend
    cheaper: tuple[Cheaper, ...]


def report_of(now: PeriodFigures, before: PeriodFigures, targets: Targets) -> Report:
    """Both are counted in the same way, the latter of the period before."""
    found = headlines(now, before, targets)
    return Report(now, before, tuple(found), trend_of(now.daily), tuple(cheaper_levels(now.levels)))
