"""Period: the figures of a span of local dates, counted by the database in a few passes over its rows."""

from storage.period.whole import STEPS, period_figures

__all__ = ["STEPS", "period_figures"]
