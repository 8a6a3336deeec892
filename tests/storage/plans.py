"""Plans: how the database means to find the rows of a query, asked with `EXPLAIN QUERY PLAN`."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from storage.database import Database

Asked = tuple[str, Any]


def plans_of(db: Database, work: Callable[..., Any], *args: Any, **kwargs: Any) -> list[str]:
    """One line per step of all that `work(session, …)` asks; what it changes is thrown away.

    "SCAN x" reads all of a table or index, "SEARCH x" only what it needs. https://sqlite.org/eqp.html
    """

    def explained(session: Session) -> list[str]:
        connection = session.connection()
        asked: list[Asked] = []

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            asked.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", note)
        work(session, *args, **kwargs)
        event.remove(connection, "before_cursor_execute", note)
        steps = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values) for said, values in asked]
        return [row.detail for step in steps for row in step]

    return db.in_snapshot(explained)
