"""Scorecard counts: a month's cases by whose they are, added up by the database; and, to be frozen, one by one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from bot.rules.quality_checks import QualityCheck
from bot.rules.scorecard import PARTS, Counted, Evidence, Part, Strike
from bot.rules.scorecard_cohorts import Bought, Cell, Cohorts
from bot.rules.scorecard_shrinking import Item, Tally, tally_of
from storage import quality_checks
from storage.scorecard_months import Waiting
from storage.scorecard_rows import ROWS, Asked, Rows, repurchases, undecided
from storage.tables import CaseRow

NOBODY = ""  # has no case, and so the shop's means alone
ByAgent = dict[str, dict[Part, Counted]]


def counted(asked: Asked) -> ByAgent:
    """Everybody's parts added up; a handful of queries, however many cases there are."""
    found: dict[Part, dict[str, Counted]] = {part: _tallied(asked.session, rows(asked)) for part, rows in ROWS.items()}
    found[Part.REPURCHASE] = _repurchases_tallied(asked)
    checks: dict[str, list[Item]] = {}
    for one in _checks(asked):
        checks.setdefault(one.agent, []).append(Item(one.case_id, one.value))
    found[Part.QUALITY] = _with_prior({agent: tally_of(items) for agent, items in checks.items()})
    agents = {agent for of_part in found.values() for agent in of_part}
    nothing = {part: Counted(_prior(found[part]), Tally()) for part in PARTS}
    return {agent: {part: found[part].get(agent, nothing[part]) for part in PARTS} for agent in agents} | {
        NOBODY: nothing
    }


def evidence(asked: Asked, agents: Collection[str]) -> dict[str, dict[Part, Evidence]]:
    """The cases behind each part of each of them, with the shop's means."""
    everybody = counted(asked)
    found: dict[str, dict[Part, list[Item]]] = {agent: {part: [] for part in PARTS} for agent in agents}
    for part, rows in ROWS.items():
        for row in _of(asked.session, rows(asked), agents):
            found[row.agent][part].append(Item(row.case_id, float(row.value), float(row.weight)))
    cohorts = _cohorts(asked)
    expected = {agent: cohorts.expected(agent) for agent in agents}
    for row in _of(asked.session, repurchases(asked), agents):
        if usual := expected[row.agent]:
            item = Item(row.case_id, float(row.value), expected=usual[row.grade, row.tier])
            found[row.agent][Part.REPURCHASE].append(item)
    for one in _checks(asked):
        if one.agent in found:
            found[one.agent][Part.QUALITY].append(Item(one.case_id, one.value))
    means = {agent: everybody.get(agent, everybody[NOBODY]) for agent in agents}
    return {
        agent: {part: Evidence(means[agent][part].prior, tuple(items)) for part, items in of_agent.items()}
        for agent, of_agent in found.items()
    }


def waiting(asked: Asked) -> list[Waiting]:
    """The cases that no card of this month can count yet."""
    return [Waiting(case_id, agent) for case_id, agent in asked.session.execute(undecided(asked)).all()]


def resolved(session: Session, begin: datetime, end: datetime, agents: Collection[str]) -> dict[str, list[int]]:
    """The cases of this time by who of them resolved them, to draw a sample from."""
    rows = session.execute(
        sql_select(col(CaseRow.resolved_by), col(CaseRow.id)).where(
            col(CaseRow.resolved_at) >= begin,
            col(CaseRow.resolved_at) < end,
            col(CaseRow.resolved_by).in_(agents),
        )
    ).all()
    found: dict[str, list[int]] = {}
    for agent, case_id in rows:
        found.setdefault(agent, []).append(case_id)
    return found


def strikes_of(checks: Collection[QualityCheck]) -> tuple[Strike, ...]:
    """Those among the checks that are strikes."""
    return tuple(Strike(one.case_id, one.rule, one.quote, one.by, one.at) for one in checks if one.rule)


def _checks(asked: Asked) -> list[QualityCheck]:
    return quality_checks.within(asked.session, asked.window.checks_from, asked.window.checks_until)


def _tallied(session: Session, rows: Rows) -> dict[str, Counted]:
    each = rows.subquery()
    weight, value = each.c.weight, each.c.value
    added = session.execute(
        sql_select(
            each.c.agent, func.count(), func.sum(weight), func.sum(weight * weight), func.sum(weight * value)
        ).group_by(each.c.agent)
    ).all()
    return _with_prior(
        {agent: Tally(n, float(whole), float(squares), float(got)) for agent, n, whole, squares, got in added}
    )


def _repurchases_tallied(asked: Asked) -> dict[str, Counted]:
    cohorts = _cohorts(asked)
    found: dict[str, Counted] = {}
    for agent in {who for who, _ in cohorts.counted}:
        usual, expected = cohorts.usual(agent), cohorts.expected(agent)
        cells = [(one, expected.get(cell, 0.0)) for (who, cell), one in cohorts.counted.items() if who == agent]
        n, got = sum(one.cases for one, _ in cells), sum(one.bought for one, _ in cells)
        known = Tally(n, n, n, got, sum(one.cases * rate for one, rate in cells))
        found[agent] = Counted(usual, known if usual is not None else Tally())
    return found


def _cohorts(asked: Asked) -> Cohorts:
    each = repurchases(asked).subquery()
    keys = (each.c.agent, each.c.grade, each.c.tier)
    rows = asked.session.execute(sql_select(*keys, func.count(), func.sum(each.c.value)).group_by(*keys)).all()
    cells: dict[tuple[str, Cell], Bought] = {
        (agent, (grade, tier)): Bought(n, int(bought)) for agent, grade, tier, n, bought in rows
    }
    return Cohorts(cells, asked.policy.scorecard.prior)


def _of(session: Session, rows: Rows, agents: Collection[str]) -> Any:
    each = rows.subquery()
    return session.execute(sql_select(each).where(each.c.agent.in_(agents)).order_by(each.c.case_id))


def _with_prior(tallies: dict[str, Tally]) -> dict[str, Counted]:
    weight, got = sum(one.weight for one in tallies.values()), sum(one.got for one in tallies.values())
    return {agent: Counted(got / weight, one) for agent, one in tallies.items()} if weight else {}


def _prior(found: dict[str, Counted]) -> float | None:
    """For somebody without a case of this kind: any mean that the others are set beside."""
    return next((one.prior for one in found.values() if one.prior is not None), None)
