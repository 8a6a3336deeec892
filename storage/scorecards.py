"""Scorecards: each agent's month as it was frozen, with the cases behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import Select, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from bot.rules.scorecard import Evidence, Part, Scorecard, ScorecardRules, counted_of, scorecard_of, without
from bot.rules.scorecard_shrinking import Item
from storage.tables import ScorecardRow
from storage.upserts import add_once

_LATER = timedelta(minutes=5)


@dataclass(frozen=True)
class Frozen:
    """A card as it lies, and until when it may be contested."""

    id: int
    card: Scorecard
    frozen_at: datetime
    contest_until: datetime


@dataclass(frozen=True)
class Behind:
    """What a card was made of: the cases of each part, and the policy as it was then."""

    parts: Mapping[Part, Evidence]
    rules: ScorecardRules

    def card(self, of: Scorecard, part: Part, case_id: int) -> tuple["Behind", Scorecard]:
        """Without this case in this part; and the card that comes out."""
        left = replace(self, parts=without(self.parts, part, case_id))
        kept = tuple(one for one in of.strikes if part is not Part.STRIKE or one.case_id != case_id)
        return left, replace(
            scorecard_of(of.user_id, of.month, counted_of(left.parts), self.rules, kept), waiting=of.waiting
        )


def freeze(session: Session, card: Scorecard, behind: Behind, now: datetime) -> Frozen | None:
    """Keep it; None where this month of theirs is frozen already."""
    until = now + behind.rules.contest
    kept = {"card": to_jsonable_python(card), "evidence": _told(behind)}
    moments = {"frozen_at": now, "contest_until": until, "closing_at": until}
    if not add_once(session, ScorecardRow, {"user_id": card.user_id, "month": card.month} | moments | kept):
        return None
    theirs = _frozen().where(col(ScorecardRow.user_id) == card.user_id, col(ScorecardRow.month) == card.month)
    return _value(session.execute(theirs).one())


def find(session: Session, number: int) -> Frozen | None:
    """By its number."""
    row = session.execute(_frozen().where(col(ScorecardRow.id) == number)).first()
    return _value(row) if row else None


def behind(session: Session, number: int) -> Behind:
    """What the card of this number was made of."""
    told = session.exec(select(ScorecardRow.evidence).where(ScorecardRow.id == number)).one()
    parts = {
        Part(part): Evidence(one["prior"], tuple(Item(*item) for item in one["items"]))
        for part, one in told["parts"].items()
    }
    return Behind(parts, ScorecardRules.model_validate(told["rules"]))


def change(session: Session, number: int, card: Scorecard, made_of: Behind) -> None:
    """It reads like this from now on. Whoever changes it has locked it."""
    anew = {"card": to_jsonable_python(card), "evidence": _told(made_of), "version": ScorecardRow.version + 1}
    session.execute(update(ScorecardRow).where(col(ScorecardRow.id) == number).values(**anew))


def lock(session: Session, number: int) -> None:
    """Nobody else changes it in this transaction."""
    session.exec(select(ScorecardRow.id).where(ScorecardRow.id == number).with_for_update()).one()


def of_person(session: Session, user_id: str, limit: int) -> list[Frozen]:
    """The newest of somebody, newest first."""
    theirs = _frozen().where(col(ScorecardRow.user_id) == user_id).order_by(col(ScorecardRow.month).desc())
    return [_value(row) for row in session.execute(theirs.limit(limit))]


def of_month(session: Session, month: date) -> list[Scorecard]:
    """Everybody's of a month."""
    return [_value(row).card for row in session.execute(_frozen().where(col(ScorecardRow.month) == month))]


def last_closed(session: Session) -> date | None:
    """The newest month of which no card may be contested any more."""
    month = session.exec(select(func.max(ScorecardRow.month))).one()
    if month is None:
        return None
    still = select(ScorecardRow.id).where(ScorecardRow.month == month, col(ScorecardRow.closing_at).is_not(None))
    if session.exec(still.limit(1)).first() is None:
        return month
    return session.exec(select(func.max(ScorecardRow.month)).where(col(ScorecardRow.month) < month)).one()


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Those whose time to contest is up."""
    wanted = select(ScorecardRow.id).where(col(ScorecardRow.closing_at) <= now).order_by(col(ScorecardRow.closing_at))
    return [number for number in session.exec(wanted.limit(limit)) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When the time of one is up next."""
    open_ones = col(ScorecardRow.closing_at).is_not(None)
    return session.exec(select(func.min(ScorecardRow.closing_at)).where(open_ones)).one()


def close(session: Session, number: int) -> None:
    """It may not be contested any more."""
    session.execute(update(ScorecardRow).where(col(ScorecardRow.id) == number).values(closing_at=None))


def put_off(session: Session, number: int, now: datetime) -> None:
    """It could not be closed: it is tried again a little later."""
    session.execute(update(ScorecardRow).where(col(ScorecardRow.id) == number).values(closing_at=now + _LATER))


def _told(one: Behind) -> dict[str, Any]:
    parts = {
        str(part): {"prior": of.prior, "items": [[i.case_id, i.value, i.weight, i.expected] for i in of.items]}
        for part, of in one.parts.items()
    }
    return {"parts": parts, "rules": one.rules.model_dump(mode="json")}


@cache
def _adapter() -> TypeAdapter[Scorecard]:
    return TypeAdapter(Scorecard)


def _frozen() -> Select[Any]:
    """What a card shows; the cases behind it are many, and opened only where somebody asks for them."""
    row = ScorecardRow
    return sql_select(col(row.id), col(row.card), col(row.frozen_at), col(row.contest_until))


def _value(row: Any) -> Frozen:
    return Frozen(row.id, _adapter().validate_python(row.card), row.frozen_at, row.contest_until)
