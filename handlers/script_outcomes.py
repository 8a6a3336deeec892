"""Script outcomes as a table on the command line: every version of a month, and what may be said of two."""

from rich.console import Console
from rich.table import Table

from bot.cards.look import Look
from bot.cards.script_report import comparison_line, facts_of
from bot.rules.script_outcomes import comparisons
from handlers.months import month_typed
from storage.database import Database
from storage.script_outcomes import script_outcomes

_COLUMNS = ("name", "version", "sent", "share", "low", "high", "refused", "cases", "resolved", "score", "scores")


def print_outcomes(database: Database, look: Look, month: str) -> None:
    """Of the cases opened in a month such as 2026-11, in the shop's zone. Raises `Refused` for anything else."""
    _, begin, end = month_typed(month, look.policy.zone)
    outcomes = database.in_snapshot(script_outcomes, begin, end)
    console, say = Console(), look.say
    if not outcomes:
        console.print(say("scripts.none"))
        return
    table = Table(*(say(f"scripts.column_{one}") for one in _COLUMNS), title=say("scripts.title"), title_justify="left")
    for one in outcomes:
        facts = facts_of(one, look)
        table.add_row(*(str(facts[name]) for name in _COLUMNS))
    console.print(table)
    for comparison in comparisons(outcomes):
        console.print(comparison_line(comparison, look), soft_wrap=True)
