"""SQL: the few expressions that SQLite and PostgreSQL spell differently, and counting under a condition."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, and_, case, cast, extract, func
from sqlmodel import Session


def many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """SQL for: how many of the rows are so."""
    so = conditions[0] if len(conditions) == 1 else and_(*conditions)
    return func.count(case((so, 1)))


def epoch(session: Session, moment: SQLColumnExpression[Any]) -> ColumnElement[int]:
    """SQL for: whole seconds since 1970 of a column that holds UTC."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.strftime("%s", moment), BigInteger)
    return cast(func.floor(extract("epoch", moment)), BigInteger)


def quotient(number: ColumnElement[int], divisor: int) -> ColumnElement[int]:
    """SQL for: how often it goes in, as a whole number; SQLAlchemy's own division makes a decimal of it."""
    return number.op("/", return_type=BigInteger())(divisor)
