"""Steps: what each level of the compensation ladder cost and brought, and where a cheaper one did as well."""

from collections.abc import Sequence

from bot.cards.look import Look
from bot.cards.measured import share
from bot.page.table import Cell, Table, number_cell
from bot.rules.figures.ladder_effect import Cheaper, cheaper_levels, costs
from bot.rules.figures.period import LevelFigures
from bot.rules.ladder import LEVEL_OF

_OFFER = {level: solution for solution, level in LEVEL_OF.items()}


def level_table(levels: Sequence[LevelFigures], look: Look) -> Table:
    """By level and grade."""
    say = look.say
    rows = tuple(
        (
            Cell(_level(one.level, look), say(f"words.grade.{one.grade}")),
            number_cell(one.carried_out),
            number_cell(look.money(one.cost_cents)),
            number_cell(look.money(each)),
            number_cell(share(one.resolved, look)),
            number_cell(share(one.content, look)),
        )
        for one, each in costs(levels)
    )
    names = ("level", "carried_out", "cost", "each", "resolved", "content")
    heads = tuple(say(f"page.head_{name}") for name in names)
    return Table(say("page.levels_caption"), heads, rows, say("page.levels_none"))


def cheaper_lines(levels: Sequence[LevelFigures], look: Look) -> list[str]:
    """What saves most first; empty where nothing can be said."""
    return [_cheaper(one, look) for one in cheaper_levels(levels)]


def _cheaper(one: Cheaper, look: Look) -> str:
    return look.say(
        "page.cheaper",
        grade=look.say(f"words.grade.{one.dearer.grade}"),
        dearer=_level(one.dearer.level, look),
        cheaper=_level(one.cheaper.level, look),
        before=share(one.dearer.resolved, look),
        after=share(one.cheaper.resolved, look),
        saved=look.money(one.saved_cents),
    )


def _level(level: int, look: Look) -> str:
    return look.say("page.level", level=level, offer=look.say(f"words.solution.{_OFFER[level]}"))
