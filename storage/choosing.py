"""Choosing: which messages may go now, as statements that are built once; they are asked about every second."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.tables import MessageRow, PlaceRow

CARD, NOTICE = "card", "notice"
SUMMARY, TOGETHER = "summary", "together"  # many cards in one message, many notices of a kind in one
LEASE = timedelta(seconds=30)
_LONG = timedelta(minutes=3)  # a wait that is made good, that nobody's card comes later than after five
_FURTHEST = timedelta(hours=1)  # nothing is put back for longer: the clock was put back

_card = aliased(MessageRow)
_NOW: BindParameter[datetime] = bindparam("now")
_FAR: BindParameter[datetime] = bindparam("far")
_TOO_LONG: BindParameter[datetime] = bindparam("too_long")
_LONG_AGO: BindParameter[datetime] = bindparam("long_ago")
_IS_POST = col(MessageRow.posted_ts).is_(None)
# Wanted, not put back, not leased; a moment further ahead than we ever set shows a clock put back.
_IS_READY = and_(
    col(MessageRow.pending),
    or_(col(MessageRow.not_before) <= _NOW, col(MessageRow.not_before) > _FAR),
    or_(
        col(MessageRow.leased_until).is_(None),
        col(MessageRow.leased_until) <= _NOW,
        col(MessageRow.leased_until) > _TOO_LONG,
    ),
)
_ITS_CARD = and_(col(MessageRow.in_thread), col(_card.case_id) == MessageRow.case_id, col(_card.kind) == CARD)
_HAS_THREAD = or_(~col(MessageRow.in_thread), col(_card.posted_ts).is_not(None))
_IS_BROKEN = exists().where(col(PlaceRow.channel) == MessageRow.channel, col(PlaceRow.broken_because).is_not(None))

ANY_READY = select(MessageRow.id).where(_IS_READY).limit(1)
# Where a post is ready, the gravest first; and broken places where anything is.
CHANNELS_WAITING = (
    select(MessageRow.channel)
    .outerjoin(_card, _ITS_CARD)
    .where(_IS_READY, _HAS_THREAD, or_(_IS_POST, _IS_BROKEN))
    .group_by(col(MessageRow.channel))
    .order_by(func.max(MessageRow.rank).desc(), func.min(MessageRow.id))
)
# Posts before updates, what no summary shows yet before what one does, cards before lines, then the gravest; but while
# grave ones go on coming, whoever has waited long goes before them.
ANYTHING_IN = (
    select(MessageRow)
    .outerjoin(_card, _ITS_CARD)
    .where(_IS_READY, _HAS_THREAD, col(MessageRow.channel) == bindparam("channel"))
    .order_by(
        _IS_POST.desc(),
        col(MessageRow.gathered_in).is_not(None),
        col(MessageRow.in_thread),
        (col(MessageRow.created_at) <= _LONG_AGO).desc(),
        col(MessageRow.rank).desc(),
        col(MessageRow.id),
    )
    .limit(1)
    .with_for_update(skip_locked=True, of=MessageRow)
)
POST_IN = ANYTHING_IN.where(_IS_POST)
UPDATES = (
    select(MessageRow)
    .where(_IS_READY, ~_IS_POST, col(MessageRow.channel).not_in(bindparam("closed", expanding=True)))
    .order_by(col(MessageRow.rank).desc(), col(MessageRow.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def at(now: datetime) -> dict[str, Any]:
    """The values that a moment gives to these statements."""
    return {"now": now, "long_ago": now - _LONG, "far": now + _FURTHEST, "too_long": now + LEASE + _FURTHEST}
