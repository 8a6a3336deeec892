"""Columns: how the program's values lie in a database row, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import JSON, DateTime, Dialect, Integer, Text, types

from storage.sealing import CannotOpen, ring_of


class UtcDateTime(types.TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused: nobody could say what they mean."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the row: UTC without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without its zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the row: with its zone again."""
        return None if value is None else value.replace(tzinfo=UTC)


class Seconds(types.TypeDecorator[timedelta]):
    """A length of time in whole seconds."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """Into the row."""
        return None if value is None else round(value.total_seconds())

    def process_result_value(self, value: Any, dialect: Dialect) -> timedelta | None:
        """Out of the row."""
        return None if value is None else timedelta(seconds=value)


class Sealed(types.TypeDecorator[str]):
    """Words that lie encrypted, bound to their place (`table.column`); see `storage.sealing`. Nothing stays nothing.

    A condition on such a column finds nothing: equal words lie differently.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Into the row."""
        return ring_of(dialect).seal(value, self.place) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Out of the row; `CannotOpen` where we have not got its key."""
        return ring_of(dialect).open(value, self.place) if value else value


class SealedJson(types.TypeDecorator[Any]):
    """A list or dict that lies encrypted as one JSON string. What is empty stays empty."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Into the row."""
        return ring_of(dialect).seal(to_json(value).decode(), self.place) if value else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Out of the row; `CannotOpen` where we have not got its key, or where it was never sealed."""
        if not value:
            return value
        if not isinstance(value, str):
            raise CannotOpen(f"a value in {self.place} is not sealed: run `python app.py migrate`")
        return from_json(ring_of(dialect).open(value, self.place))
