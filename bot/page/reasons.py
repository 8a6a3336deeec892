"""Reasons: the settled causes of the cases, the most frequent first, and whose they are."""

from collections import Counter
from collections.abc import Sequence

from bot.cards.look import Look
from bot.charts.numbers import percent
from bot.page.table import Cell, Table, bars, number_cell
from bot.rules.figures.period import CauseCount

_SHOWN = 10


def cause_table(causes: Sequence[CauseCount], still_open: int, look: Look) -> Table:
    """A Pareto table: each cause, and what share of all it makes up with those above it."""
    say = look.say
    counts: Counter[tuple[str, str]] = Counter()
    for one in causes:
        counts[say(f"words.stage.{one.stage}"), look.cause(one.named) if one.named else ""] += one.count
    total, so_far, rows = sum(counts.values()), 0, []
    shown = counts.most_common(_SHOWN)
    drawn = bars([count for _, count in shown])
    for place, ((stage, cause), count) in enumerate(shown):
        so_far += count
        name = say("page.cause", stage=stage, cause=cause) if cause else stage
        rows.append(
            (Cell(name), Cell(str(count), bar=drawn[place], is_number=True), number_cell(percent(so_far / total)))
        )
    heads = tuple(say(f"page.head_{name}") for name in ("cause", "findings", "together"))
    caption = say("page.causes_caption", total=total, open=still_open)
    return Table(caption, heads, tuple(rows), say("page.causes_none"))


def department_table(causes: Sequence[CauseCount], look: Look) -> Table:
    """How many settled findings each department has, and of what mostly."""
    say = look.say
    by_department: dict[str, Counter[str]] = {}
    for one in causes:
        name = look.cause(one.named) if one.named else say(f"words.stage.{one.stage}")
        by_department.setdefault(one.department, Counter())[name] += one.count
    order = sorted(by_department.items(), key=lambda one: (-one[1].total(), one[0]))
    drawn = bars([found.total() for _, found in order])
    rows = tuple(
        (
            Cell(look.department(name)),
            Cell(str(found.total()), bar=drawn[place], is_number=True),
            Cell(say("words.joint.list").join(f"{cause} {count}" for cause, count in found.most_common(3))),
        )
        for place, (name, found) in enumerate(order)
    )
    heads = tuple(say(f"page.head_{name}") for name in ("department", "findings", "mostly"))
    return Table(say("page.departments_caption"), heads, rows, say("page.causes_none"))
