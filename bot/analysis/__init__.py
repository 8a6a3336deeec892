"""Analysis: the one door through which a review's text is understood."""

from bot.analysis.findings import Analysis, Reason
from bot.analysis.reading import analyse
from bot.analysis.rule_catalogue import rule_ids

__all__ = ["Analysis", "Reason", "analyse", "rule_ids"]
