"""Reply requests: public replies that wait for somebody above to read them."""

from dataclasses import asdict, replace

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.rules.reply_request import ReplyRequest, ReplyStand
from bot.vocabulary import Role
from storage.tables import ReplyRequestRow

_LAST_OF = (
    select(ReplyRequestRow)
    .where(ReplyRequestRow.case_id == bindparam("case_id"))
    .order_by(col(ReplyRequestRow.id).desc())
    .limit(1)
)


def add(session: Session, one: ReplyRequest) -> ReplyRequest:
    """Keep a new one; it comes back with its number."""
    row = ReplyRequestRow(**{name: value for name, value in asdict(one).items() if name != "id"})
    session.add(row)
    session.flush()
    assert row.id is not None
    return replace(one, id=row.id)


def save(session: Session, one: ReplyRequest) -> None:
    """Write over its row. Its case is locked meanwhile, so nobody else does."""
    row = session.exec(select(ReplyRequestRow).where(ReplyRequestRow.id == one.id)).one()
    for name, value in asdict(one).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def find(session: Session, number: int) -> ReplyRequest | None:
    """By its number, as it is in the database now."""
    row = session.exec(
        select(ReplyRequestRow).where(ReplyRequestRow.id == number).execution_options(populate_existing=True)
    ).first()
    return _value(row) if row else None


def last_of(session: Session, case_id: int) -> ReplyRequest | None:
    """The newest of a case."""
    row = session.exec(_LAST_OF, params={"case_id": case_id}).first()
    return _value(row) if row else None


def waiting(session: Session, limit: int) -> list[ReplyRequest]:
    """Those that wait for somebody to read them, oldest first."""
    rows = session.exec(
        select(ReplyRequestRow)
        .where(ReplyRequestRow.stand == ReplyStand.ASKED)
        .order_by(col(ReplyRequestRow.id))
        .limit(limit)
    ).all()
    return [_value(row) for row in rows]


def _value(row: ReplyRequestRow) -> ReplyRequest:
    known = {name: getattr(row, name) for name in ReplyRequest.__dataclass_fields__}
    return ReplyRequest(**known | {"stand": ReplyStand(row.stand), "needs": Role(row.needs)})
