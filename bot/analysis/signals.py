"""Signals: refused rights, threats, counterfeits, losses and leaving customers, by words."""

from bot.analysis.findings import Reason
from bot.analysis.lexicons import Signal
from bot.analysis.page import Page
from bot.analysis.phrases import Hit


def signals_of(page: Page) -> dict[str, Reason]:
    """The signals heard, each with the first words that gave it."""
    heard: dict[str, Reason] = {}
    for rule in page.spoken(Signal):
        if rule.signal in heard or (rule.with_any and not any(page.found.get(other) for other in rule.with_any)):
            continue
        hit = next((hit for hit in page.hits(rule) if _is_meant(page, rule, hit)), None)
        if hit:
            heard[rule.signal] = page.reason(signal_id(rule), hit, 2.0)
    return heard


def signal_id(rule: Signal) -> str:
    """The key of the signal as a reason; several rules may tell the same signal."""
    return f"signal.{rule.signal}"


def _is_meant(page: Page, rule: Signal, hit: Hit) -> bool:
    """A denial turns it off, a doubt too ("不知道是不是二手"); a threat may well be in the conditional."""
    if page.negations.deny(hit):
        return False
    return rule.signal.startswith("threat") or not page.negations.doubt(hit)
