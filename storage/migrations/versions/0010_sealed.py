"""What tells who a customer is lies sealed; an order and a name are found by their fingerprints.

Numbers and addresses inside the wording of reviews are masked: nobody was ever shown them in full.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from pydantic_core import to_json

from bot.masking import mask_text
from storage import append_only
from storage.columns import UtcDateTime
from storage.reviews import fingerprints_of
from storage.sealing import ring_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_AT_A_TIME = 1000
_WORDS = {
    "review": ("order_id", "customer_name", "customer_phone", "customer_email"),
    "case": ("solution_note", "snooze_reason", "cause_note", "dismissed_reason"),
    "compensation": ("reason",),
    "message": ("text",),
}
_JSON = {"inbox": ("review",), "event": ("facts",), "message": ("blocks",)}
_WORDINGS = ("review", "revision")
_NEVER_CHANGED = ("event", "revision")
_Row = Mapping[Any, Any]


def upgrade() -> None:
    op.create_table(
        "data_key",
        sa.Column("key_id", sa.String(), primary_key=True),
        sa.Column("since", UtcDateTime(), nullable=False),
    )
    op.add_column("review", sa.Column("order_fingerprint", sa.String(), nullable=True))
    op.add_column("review", sa.Column("name_fingerprint", sa.String(), nullable=True))
    connection = op.get_bind()
    for table in ("review", "case", "compensation", "message", "inbox"):
        _seal_all(connection, table)
    for table in _NEVER_CHANGED:
        with append_only.opened(connection, table):
            _seal_all(connection, table)


def _seal_all(connection: sa.Connection, name: str) -> None:
    """Some rows at a time, in the order of their numbers; all of it is one transaction."""
    texts = (*_WORDS.get(name, ()), *(("text", "forgotten_at") if name == "review" else ()))
    texts += ("text",) if name == "revision" else ()
    parts = (*_JSON.get(name, ()), *(("reasons",) if name == "case" else ()))
    more = ("order_fingerprint", "name_fingerprint") if name == "review" else ()
    columns = [sa.column(one, sa.Text) for one in (*texts, *more)] + [sa.column(one, sa.JSON) for one in parts]
    rows = sa.table(name, sa.column("id", sa.Integer), *columns)
    asked = sa.select(*(rows.c[one] for one in ("id", *texts, *parts))).order_by(rows.c.id).limit(_AT_A_TIME)
    last = 0
    while some := connection.execute(asked.where(rows.c.id > last)).mappings().all():
        last = some[-1]["id"]
        for row in some:
            if changed := _masked(name, row) | _sealed(connection, name, row):
                connection.execute(sa.update(rows).where(rows.c.id == row["id"]).values(changed))


def _masked(name: str, row: _Row) -> dict[str, Any]:
    if name in _WORDINGS:
        return {"text": mask_text(row["text"])}
    if name == "case":
        return {"reasons": [reason | {"evidence": mask_text(reason["evidence"])} for reason in row["reasons"]]}
    return {}


def _sealed(connection: sa.Connection, name: str, row: _Row) -> dict[str, Any]:
    words = {column: row[column] for column in _WORDS.get(name, ()) if row[column]}
    parts = {column: to_json(row[column]).decode() for column in _JSON.get(name, ()) if row[column]}
    if not (words or parts):
        return {}
    ring = ring_of(connection.dialect)  # where there is nothing to seal, as in a new database, no key is needed
    sealed: dict[str, Any] = {column: ring.seal(plain, f"{name}.{column}") for column, plain in (words | parts).items()}
    if name == "review" and row["forgotten_at"] is None:
        sealed |= fingerprints_of(ring, row["order_id"], row["customer_name"])
    return sealed


def downgrade() -> None:
    raise NotImplementedError("a database goes forward only; restore a backup instead")
