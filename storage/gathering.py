"""Gathering: in a storm, cards and notices that would wait long for their turn are shown together in a summary.

Slack bears about one post a second in a channel. What is gathered is visible with its summary; a card still gets its
own post when the channel has nothing better to do, and then leaves the summary. A notice is said by its summary.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, or_, update
from sqlmodel import Session, col, func, select

from bot.case_file import InStorm
from bot.vocabulary import Grade
from storage import places
from storage.cases import case_of
from storage.choosing import CARD, NOTICE, SUMMARY, TOGETHER
from storage.failpoints import reached
from storage.tables import CaseRow, MessageRow, ReviewRow
from storage.upserts import add_once

MOST_IN_SUMMARY = 1000  # numbers that fit into one message
_MOST_URGENT = 200  # own cards that a channel bears within five minutes, with room for what else is to be said
_RANK = 8  # a summary goes before any card of its channel
_ONE_BURST = timedelta(minutes=1)
_REDRAWN_AFTER = timedelta(seconds=10)
_SOME_WAITING = select(MessageRow.id).where(col(MessageRow.pending)).limit(bindparam("most"))


def gather(session: Session, now: datetime, *, cards: int, notices: int) -> None:
    """Gather whatever more than so many wait for one place. Safe to call at any moment, by any process."""
    enough = min(cards, notices) + 1
    if len(session.execute(_SOME_WAITING, {"most": enough}).all()) < enough:  # nearly always
        return
    for channel, waiting in _crowded(session, cards):
        if places.visit(session, channel, now):  # else another process is there
            _gather_cards(session, channel, waiting, cards, now)
    for channel, about in _repeated(session, notices):
        if places.visit(session, channel, now):
            _gather_notices(session, channel, about, now)


def bring_together(
    session: Session,
    channel: str,
    keys: Collection[str],
    now: datetime,
    *,
    about: str,
    told: str,
    leaves: datetime | None = None,
) -> None:
    """Say these notices of a place, as far as they were not sent, in one message; `told` is a text of its own in it.

    What was brought together there a moment ago and was not sent yet takes them in, so that a burst is one message. It
    leaves at `leaves`: while more of the same is being written, it waits.
    """
    unsent = select(MessageRow.id).where(MessageRow.channel == channel, *_free()).order_by(col(MessageRow.id))
    these = unsent.where(*_unposted(NOTICE), col(MessageRow.key).in_(keys))
    same = unsent.where(*_unposted(TOGETHER), MessageRow.about == about, col(MessageRow.created_at) > now - _ONE_BURST)
    ids = [one for one in session.exec(these.with_for_update(skip_locked=True)) if one is not None]
    waiting = session.exec(same.with_for_update(skip_locked=True)).first()
    if waiting is None and len(ids) > 1:
        waiting = _together(session, channel, ids[0], now, about)
    if waiting is None:
        return  # one alone needs no list
    _take_in(session, waiting, ids, now)
    said = {"text": told, "not_before": leaves or now}
    session.execute(update(MessageRow).where(col(MessageRow.id) == waiting).values(**said))


def members(session: Session, summary_id: int) -> list[InStorm]:
    """What a summary shows now, the gravest first, then by number; without reminders that a change made moot."""
    of_no_timer = col(MessageRow.generation).is_(None)
    grave = case({grade.value: grade.rank for grade in Grade}, value=col(CaseRow.grade))
    rows = session.execute(
        select(CaseRow, ReviewRow.product_name, ReviewRow.sku)
        .join(MessageRow, col(MessageRow.case_id) == col(CaseRow.id))
        .join(ReviewRow, col(ReviewRow.id) == col(CaseRow.review_id))
        .where(MessageRow.gathered_in == summary_id, or_(of_no_timer, col(MessageRow.generation) == CaseRow.generation))
        .order_by(grave.desc(), col(CaseRow.id))
    ).all()
    return list({row.id: InStorm(case_of(row), name or sku or "") for row, name, sku in rows}.values())


def leave(session: Session, summary_id: int) -> None:
    """A card has its own post now: its summary is drawn anew."""
    _redraw(session, summary_id)


def rest(session: Session, summary_id: int, now: datetime) -> None:
    """A summary was sent: not again for every card that comes or leaves. Slack counts updates too."""
    session.execute(update(MessageRow).where(col(MessageRow.id) == summary_id).values(not_before=now + _REDRAWN_AFTER))


def _crowded(session: Session, cards: int) -> list[tuple[str, int]]:
    how_many = func.count(col(MessageRow.id))
    found = session.execute(
        select(MessageRow.channel, how_many)
        .where(*_unposted(CARD))
        .group_by(col(MessageRow.channel))
        .having(how_many > cards)
    )
    return [(channel, count) for channel, count in found]


def _repeated(session: Session, notices: int) -> list[tuple[str, str]]:
    found = session.execute(
        select(MessageRow.channel, MessageRow.about)
        .where(*_unposted(NOTICE), col(MessageRow.about).is_not(None), ~col(MessageRow.in_thread))
        .group_by(col(MessageRow.channel), col(MessageRow.about))
        .having(func.count(col(MessageRow.id)) > notices)
    )
    return [(channel, about) for channel, about in found if about]


def _gather_cards(session: Session, channel: str, waiting: int, cards: int, now: datetime) -> None:
    """The gravest keep their turn: urgent ones as many as can be posted in time, others up to `cards` in all."""
    order = (col(MessageRow.rank).desc(), col(MessageRow.id))
    urgent = session.exec(
        select(func.count(col(MessageRow.id))).where(
            *_unposted(CARD), MessageRow.channel == channel, MessageRow.rank >= Grade.URGENT.rank
        )
    ).one()
    keeping = max(cards, min(urgent, _MOST_URGENT))
    if waiting <= keeping:
        return
    ids = session.exec(
        select(MessageRow.id)
        .where(*_unposted(CARD), MessageRow.channel == channel, *_free())
        .order_by(*order)
        .offset(keeping)
        .with_for_update(skip_locked=True)
    ).all()
    for start in range(0, len(ids), MOST_IN_SUMMARY):
        some = [one for one in ids[start : start + MOST_IN_SUMMARY] if one is not None]
        _show_in(session, _summary(session, channel, len(some), now), some)
    reached("gathering/before_commit")


def _gather_notices(session: Session, channel: str, about: str, now: datetime) -> None:
    ids = session.exec(
        select(MessageRow.id)
        .where(*_unposted(NOTICE), MessageRow.channel == channel, MessageRow.about == about, *_free())
        .order_by(col(MessageRow.id))
        .limit(MOST_IN_SUMMARY)
        .with_for_update(skip_locked=True)
    ).all()
    _say_together(session, channel, ids, now, about)
    reached("gathering/before_commit")


def _say_together(session: Session, channel: str, found: Sequence[int | None], now: datetime, about: str) -> None:
    ids = [one for one in found if one is not None]
    if ids:
        _take_in(session, _together(session, channel, ids[0], now, about), ids, now)


def _together(session: Session, channel: str, first: int, now: datetime, about: str) -> int:
    """The message that says many notices, the first of which is this."""
    key = f"together:{first}"
    together = {
        "key": key,
        "kind": TOGETHER,
        "channel": channel,
        "about": about,
        "text": "",
        "rank": _RANK,
        "blocks": [],
    }
    add_once(session, MessageRow, together | {"not_before": now, "created_at": now})
    return int(session.exec(select(MessageRow.id).where(MessageRow.key == key)).one() or 0)


def _take_in(session: Session, together: int, ids: Sequence[int], now: datetime) -> None:
    session.execute(
        update(MessageRow).where(col(MessageRow.id).in_(ids)).values(gathered_in=together, pending=False, died_at=now)
    )


def _summary(session: Session, channel: str, more: int, now: datetime) -> int:
    """The channel's last summary if it has room for so many more, else a new one."""
    last = session.execute(
        select(MessageRow.id, MessageRow.key)
        .where(MessageRow.kind == SUMMARY, MessageRow.channel == channel)
        .order_by(col(MessageRow.id).desc())
        .limit(1)
    ).first()
    number = 1
    if last is not None:
        shown = session.exec(select(func.count(col(MessageRow.id))).where(MessageRow.gathered_in == last[0])).one()
        if 0 < shown <= MOST_IN_SUMMARY - more:
            return int(last[0])
        number = int(last[1].rpartition(":")[2]) + 1
    key = f"summary:{channel}:{number}"
    row = {"key": key, "kind": SUMMARY, "channel": channel, "rank": _RANK, "blocks": [], "desired_version": 0}
    add_once(session, MessageRow, row | {"not_before": now, "created_at": now})
    return int(session.exec(select(MessageRow.id).where(MessageRow.key == key)).one() or 0)


def _show_in(session: Session, summary_id: int, ids: list[int]) -> None:
    session.execute(update(MessageRow).where(col(MessageRow.id).in_(ids)).values(gathered_in=summary_id))
    _redraw(session, summary_id)


def _redraw(session: Session, summary_id: int) -> None:
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.id) == summary_id)
        .values(desired_version=MessageRow.desired_version + 1, pending=True)
    )


def _unposted(kind: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(MessageRow.pending).is_(True),
        col(MessageRow.kind) == kind,
        col(MessageRow.posted_ts).is_(None),
        col(MessageRow.gathered_in).is_(None),
    )


def _free() -> tuple[ColumnElement[bool], ...]:
    """Not on its way, and not in doubt: that one may stand there already."""
    return (col(MessageRow.lease).is_(None), col(MessageRow.doubtful_since).is_(None))
