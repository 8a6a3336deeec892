"""Report: a month's figures on request; how often people corrected the bot, by category and by grade."""

from collections.abc import Callable
from datetime import date

from bot.cards import blocks
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.figures import Corrections, Judged
from bot.vocabulary import Category


def corrections_card(month: date, found: Corrections, look: Look) -> list[Block]:
    """Whose judgement can be relied on where; kindly when there is nothing to tell yet."""
    say, title = look.say, look.say.md("report.title", year=month.year, month=month.month)
    if not found.cases:
        return [blocks.section(f"{title}\n{say.md('report.empty')}")]
    summary = say.md(
        "report.corrected",
        cases=found.cases,
        corrected=found.corrected,
        share=_percent(found.corrected, found.cases),
        dismissed=found.dismissed,
    )
    categories = [
        _line(one, look, lambda said: look.category(Category(said) if said else None)) for one in found.by_category
    ]
    grades = [_line(one, look, lambda said: say(f"words.grade.{said}")) for one in found.by_grade]
    return [
        blocks.section(f"{title}\n{summary}"),
        blocks.section("\n".join((f"*{say.md('report.by_category')}*", *categories))),
        blocks.section("\n".join((f"*{say.md('report.by_grade')}*", *grades))),
        blocks.context(say.md("report.learn")),
    ]


def _line(one: Judged, look: Look, name: Callable[[str | None], str]) -> str:
    return look.say.md(
        "report.line",
        said=name(one.said),
        cases=one.cases,
        corrected=one.corrected,
        share=_percent(one.corrected, one.cases),
        mostly=name(one.mostly) if one.corrected else "",
    )


def _category(said: str | None, look: Look) -> str:
    return look.category(Category(said) if said else None)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"
