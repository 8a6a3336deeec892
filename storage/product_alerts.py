"""Product alerts: topics that rise in service chats, as rows."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from bot.rules.product_alerts import Alert, AlertStand
from storage.tables import ProductAlertRow


def add(session: Session, one: Alert) -> Alert:
    """Keep a new one; it comes back with its number."""
    row = ProductAlertRow(**_columns(one))
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(one, id=row.id)


def save(session: Session, one: Alert) -> None:
    """Write over its row, which `find` locked."""
    row = session.exec(select(ProductAlertRow).where(ProductAlertRow.id == one.id)).one()
    for name, value in _columns(one).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def find(session: Session, number: int) -> Alert | None:
    """By its number, as it is in the database now; nobody else changes it until the transaction ends."""
    asked = select(ProductAlertRow).where(ProductAlertRow.id == number).with_for_update()
    row = session.exec(asked.execution_options(populate_existing=True)).first()
    return _value(row) if row else None


def last_of_each_topic(session: Session, store: str, sku: str) -> dict[str, Alert]:
    """The newest alert of every topic of a product; they are ours until the transaction ends."""
    newest = (
        select(func.max(ProductAlertRow.id))
        .where(ProductAlertRow.store == store, ProductAlertRow.sku == sku)
        .group_by(col(ProductAlertRow.topic))
    )
    numbers = [number for number in session.exec(newest) if number is not None]
    asked = select(ProductAlertRow).where(col(ProductAlertRow.id).in_(numbers)).order_by(col(ProductAlertRow.id))
    rows = session.exec(asked.with_for_update().execution_options(populate_existing=True)).all()
    return {row.topic: _value(row) for row in rows}


def ended_since(session: Session, store: str, sku: str, since: datetime) -> list[Alert]:
    """Those of a product that are over, and ended after `since`."""
    row = ProductAlertRow
    asked = select(row).where(row.store == store, row.sku == sku, col(row.ended_at) >= since)
    return [_value(one) for one in session.exec(asked.order_by(col(row.id)))]


def lasting(session: Session, limit: int) -> list[Alert]:
    """Those that last, the oldest first."""
    asked = select(ProductAlertRow).where(col(ProductAlertRow.ended_at).is_(None))
    return [_value(row) for row in session.exec(asked.order_by(col(ProductAlertRow.began_at)).limit(limit))]


def count_lasting(session: Session) -> int:
    """How many last."""
    asked = select(func.count(col(ProductAlertRow.began_at))).where(col(ProductAlertRow.ended_at).is_(None))
    return session.exec(asked).one()


def _columns(one: Alert) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "id"}


def _value(row: ProductAlertRow) -> Alert:
    told = {name: getattr(row, name) for name in Alert.__dataclass_fields__}
    return Alert(**told | {"stand": AlertStand(row.stand)})
