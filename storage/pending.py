"""Pending: what waits for somebody to decide or to see to it, of every kind the first few and how many there are."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, literal_column
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func

from bot.rules.causes import CauseStand
from bot.rules.dispatch import DispatchStand
from bot.rules.figures.morning import Matter, Pending
from bot.rules.improvements import ItemStand
from bot.rules.incidents import IncidentStand
from bot.rules.ladder import Stand
from bot.rules.product_alerts import AlertStand
from bot.rules.reply_request import ReplyStand
from bot.vocabulary import Grade, Role, Status
from storage.case_lists import IS_IN_HAND
from storage.tables import (
    CaseRow,
    CauseRow,
    ChatProductRow,
    CompensationRow,
    DispatchRow,
    ImprovementRow,
    IncidentRow,
    ProductAlertRow,
    ReplyRequestRow,
)

_ABOVE = (Role.SUPERVISOR, Role.MANAGER)
_DID_NOT_HOLD = (ItemStand.NOT_HELD, ItemStand.REOPENED)
_GOES_ON = col(IncidentRow.stand) != literal_column("'closed'")  # written out, as in `_written`
_LEGAL_RUNS = and_(col(IncidentRow.legal_due_at).is_not(None), col(IncidentRow.legal_ended_at).is_(None))
_Asked = Select[Any]


def pending(session: Session, today: date, most: int) -> tuple[tuple[Pending, ...], dict[Matter, int]]:
    """The `most` oldest of each kind, and of each kind how many; `today` is the shop's date."""
    found: list[Pending] = []
    counts: dict[Matter, int] = {}
    for matter, asked in _questions(today).items():
        rows = session.execute(asked.order_by("since", "number").limit(most)).all()
        found += [_value(matter, row._asdict()) for row in rows]
        if rows:
            counts[matter] = len(rows) if len(rows) < most else _count(session, asked)
    return tuple(found), counts


def _questions(today: date) -> dict[Matter, _Asked]:
    by_matter: dict[Matter, Callable[[], _Asked]] = {
        Matter.UNSAFE: _unsafe,
        Matter.UNOWNED: _unowned,
        Matter.UNCLEAR: _unclear,
        Matter.COMPENSATION: _compensations,
        Matter.ALERT: _alerts,
        Matter.CAUSE: _causes,
        Matter.REPLY: _replies,
        Matter.NOT_HELD: _not_held,
        Matter.NOT_STARTED: lambda: _not_started(today),
        Matter.OUTCOME: _outcomes,
    }
    return {matter: ask() for matter, ask in by_matter.items()}


def _unsafe() -> _Asked:
    """Incidents of safety for which the law's clock runs."""
    row = IncidentRow
    asked = _asked(col(row.id), col(row.safety_at), None, due=col(row.legal_due_at), **_incident())
    return asked.where(_GOES_ON, _LEGAL_RUNS)


def _outcomes() -> _Asked:
    """Incidents without a new case for a week, of which nobody has said what came of them."""
    row = IncidentRow
    asked = _asked(col(row.id), col(row.last_at), None, **_incident())
    return asked.where(_GOES_ON, col(row.stand) == IncidentStand.QUIET, ~_LEGAL_RUNS)


def _incident() -> dict[str, Any]:
    return {name: col(getattr(IncidentRow, name)) for name in ("product", "sku", "category")}


def _unowned() -> _Asked:
    """Urgent, and nobody's."""
    row = CaseRow
    asked = _asked(col(row.id), col(row.opened_at), col(row.id))
    is_waiting = (IS_IN_HAND, col(row.status) == Status.OPEN, col(row.owner).is_(None))
    return asked.where(*is_waiting, col(row.grade) == Grade.URGENT)


def _unclear() -> _Asked:
    row = DispatchRow
    asked = _asked(col(row.id), col(row.asked_at), col(row.case_id), outlet=col(row.outlet))
    return asked.where(_written(col(row.stand), DispatchStand.UNCLEAR))


def _compensations() -> _Asked:
    """What a lead may grant is seen to in the supervisors' channel, without managers."""
    row = CompensationRow
    told = {"amount_cents": col(row.amount_cents), "solution": col(row.solution)}
    asked = _asked(col(row.id), col(row.asked_at), col(row.case_id), **told)
    return asked.where(col(row.stand) == Stand.ASKED, col(row.needs).in_(_ABOVE))


def _alerts() -> _Asked:
    row, product = ProductAlertRow, ChatProductRow
    name = (
        sql_select(col(product.name))
        .where(col(product.store) == col(row.store), col(product.sku) == col(row.sku))
        .scalar_subquery()
    )
    told = {"topic": col(row.topic), "sku": col(row.sku), "name": name}
    asked = _asked(col(row.id), col(row.began_at), None, **told)
    return asked.where(col(row.ended_at).is_(None), col(row.stand) == AlertStand.OPEN)


def _causes() -> _Asked:
    row = CauseRow
    since = func.coalesce(col(row.decided_at), col(row.found_at))
    asked = _asked(col(row.id), since, col(row.case_id), department=col(row.department))
    return asked.where(_written(col(row.stand), CauseStand.DISPUTED))


def _replies() -> _Asked:
    row = ReplyRequestRow
    return _asked(col(row.id), col(row.asked_at), col(row.case_id)).where(col(row.stand) == ReplyStand.ASKED)


def _not_held() -> _Asked:
    row = ImprovementRow
    asked = _asked(col(row.id), func.coalesce(col(row.judged_at), col(row.made_at)), None, **_item())
    return asked.where(col(row.stand).in_(_DID_NOT_HOLD))


def _not_started(today: date) -> _Asked:
    row = ImprovementRow
    asked = _asked(col(row.id), col(row.made_at), None, start=col(row.start), **_item())
    return asked.where(col(row.stand) == ItemStand.PLANNED, col(row.start) < today)


def _item() -> dict[str, Any]:
    row = ImprovementRow
    names = ("product", "line", "store", "sku", "category", "owner")
    return {name: col(getattr(row, name)) for name in names}


def _asked(number: Any, since: Any, case_id: Any | None, **told: Any) -> _Asked:
    case = literal_column("NULL") if case_id is None else case_id
    named = [column.label(name) for name, column in told.items()]
    return sql_select(number.label("number"), since.label("since"), case.label("case_id"), *named)


def _written(column: SQLColumnExpression[str], stand: str) -> ColumnElement[bool]:
    """Written out: SQLite uses a partial index only where it can read that the rows are in it."""
    return column == literal_column(f"'{stand}'")


def _count(session: Session, asked: _Asked) -> int:
    counted: int = session.execute(sql_select(func.count()).select_from(asked.subquery())).scalar_one()
    return counted


def _value(matter: Matter, row: Mapping[str, Any]) -> Pending:
    facts = {name: value for name, value in row.items() if name not in ("number", "since", "case_id")}
    since: datetime = row["since"]
    return Pending(matter, row["number"], since, row["case_id"], facts)
