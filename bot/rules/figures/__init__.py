"""Figures: what the desk counts, as values; counted in storage, defined in docs/metrics.md."""

from bot.rules.figures.corrections import Corrections, Judged
from bot.rules.figures.day import DayFigures, WorstProduct
from bot.rules.figures.measures import ENOUGH, Counted, Kept, Mean, Rate, Within
from bot.rules.figures.orders import Denominators, PerOrders
from bot.rules.figures.standing import Backlog, BrokenPlace, Standing

__all__ = [
    "ENOUGH",
    "Backlog",
    "BrokenPlace",
    "Corrections",
    "Counted",
    "DayFigures",
    "Denominators",
    "Judged",
    "Kept",
    "Mean",
    "PerOrders",
    "Rate",
    "Standing",
    "Within",
    "WorstProduct",
]
