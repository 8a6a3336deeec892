"""Outbox: what must stand in Slack, and how much of it is still on its way."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.rules.figures import Backlog, BrokenPlace
from storage import places
from storage.choosing import CARD, NOTICE
from storage.tables import MessageRow
from storage.upserts import add_once

_PATIENCE = timedelta(minutes=2)
_REMEMBERED = timedelta(days=1)
_WISH = ("desired_version", "rank", "pending", "dead_because", "died_at")
# Made once, as every change of a case asks for its card. While it stands nowhere the policy may name another channel.
_WANT_AGAIN = (
    update(MessageRow)
    .where(col(MessageRow.key) == bindparam("of_key"))
    .values({name: bindparam(f"new_{name}") for name in _WISH})
    .values(channel=case((col(MessageRow.posted_ts).is_(None), bindparam("of_channel")), else_=MessageRow.channel))
    .execution_options(synchronize_session=False)
)


def want_card(session: Session, case_id: int, channel: str, *, version: int, rank: int, now: datetime) -> None:
    """Ask for the card of a case to show at least `version`; a burst of changes is one update.

    A card that could not be delivered is tried again: perhaps the channel has been mended since.
    """
    wish = {"desired_version": version, "rank": rank, "pending": True, "dead_because": None, "died_at": None}
    new = {"kind": CARD, "case_id": case_id, "channel": channel, "blocks": [], "not_before": now, "created_at": now}
    if add_once(session, MessageRow, wish | new | {"key": card_key(case_id)}):
        return
    wanted = {f"new_{name}": value for name, value in wish.items()}
    session.execute(_WANT_AGAIN, {"of_key": card_key(case_id), "of_channel": channel, **wanted})


def enqueue(
    session: Session,
    *,
    key: str,
    channel: str,
    text: str,
    blocks: list[dict[str, Any]],
    now: datetime,
    case_id: int | None = None,
    rank: int = 0,
    in_thread: bool = False,
    about: str | None = None,
    generation: int | None = None,
) -> None:
    """A notice, once per key: in the case's thread, in a channel, or to a person (a user id as channel).

    `about` is the timer that it speaks for, in a `generation` of its case: once that is moot nobody needs to hear it.
    """
    notice = {"kind": NOTICE, "case_id": case_id, "channel": channel, "text": text, "blocks": blocks, "rank": rank}
    speaks_for = {"about": about, "generation": generation, "in_thread": in_thread}
    add_once(session, MessageRow, notice | speaks_for | {"key": key, "not_before": now, "created_at": now})


def blocks_of(session: Session, key: str) -> list[dict[str, Any]] | None:
    """What a notice says now, whether or not it stands in Slack yet; None where there is none."""
    row = session.exec(select(MessageRow).where(col(MessageRow.key) == key, col(MessageRow.kind) == NOTICE)).first()
    return row.blocks if row else None


def is_newer(session: Session, key: str, than: datetime) -> bool:
    """Whether there is such a notice, and it was written after that moment."""
    wanted = select(MessageRow.id).where(col(MessageRow.key) == key, MessageRow.created_at > than)
    return session.exec(wanted).first() is not None


def rewrite(session: Session, key: str, *, text: str, blocks: list[dict[str, Any]]) -> None:
    """A notice says something else from now on, where it stands or once it does; nothing where there is none."""
    session.execute(
        update(MessageRow)
        .where(col(MessageRow.key) == key, col(MessageRow.kind) == NOTICE)
        .values(text=text, blocks=blocks, desired_version=MessageRow.desired_version + 1, pending=True)
    )


def rewrite_all(session: Session, case_id: int, begins: str, *, text: str, blocks: list[dict[str, Any]]) -> None:
    """The same for every notice about this case whose key begins like that."""
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.case_id) == case_id,
            col(MessageRow.kind) == NOTICE,
            col(MessageRow.key).startswith(begins, autoescape=True),
        )
        .values(text=text, blocks=blocks, desired_version=MessageRow.desired_version + 1, pending=True)
    )


def settle(session: Session, case_id: int, about: Collection[str], *, text: str, blocks: list[dict[str, Any]]) -> None:
    """Notices about this case that stand and ask for something say how it ended; what was not sent yet is moot."""
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.case_id) == case_id,
            col(MessageRow.kind) == NOTICE,
            col(MessageRow.posted_ts).is_not(None),
            col(MessageRow.about).in_(about),
        )
        .values(
            text=text, blocks=blocks, about=None, generation=None,
            desired_version=MessageRow.desired_version + 1, pending=True,
        )
    )  # fmt: skip


def follow(session: Session, case_id: int, before: int, generation: int, about: Collection[str]) -> None:
    """What speaks for these timers of a case, and was not sent yet, holds in its new generation too."""
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.case_id) == case_id,
            col(MessageRow.kind) == NOTICE,
            col(MessageRow.posted_ts).is_(None),
            col(MessageRow.generation) == before,
            col(MessageRow.about).in_(about),
        )
        .values(generation=generation)
    )


def revive(session: Session, now: datetime) -> None:
    """A new start is a new chance: the admin may have mended the channel.

    Cards are drawn as their case is now; a notice of days ago would only startle.
    """
    places.try_again(session)
    session.execute(
        update(MessageRow)
        .where(
            col(MessageRow.dead_because).is_not(None),
            or_(col(MessageRow.kind) == CARD, col(MessageRow.created_at) > now - _REMEMBERED),
        )
        .values(dead_because=None, died_at=None, pending=True)
    )


def backlog(session: Session, now: datetime) -> Backlog:
    """What waits, and what failed for good within the last day, for `/readyz`, `/metrics` and `/reviews status`."""
    card = aliased(MessageRow)
    card_is_dead = col(card.dead_because).is_not(None)
    unseen = case((col(MessageRow.gathered_in).is_(None), col(MessageRow.created_at)))  # a summary shows the others
    waiting, oldest = session.exec(
        select(func.count(col(MessageRow.id)), func.min(unseen)).where(
            col(MessageRow.pending).is_(True), col(MessageRow.sent_version) == 0, ~_waits_for_card(card, card_is_dead)
        )
    ).one()
    dead = session.exec(
        select(func.count(col(MessageRow.id))).where(
            col(MessageRow.dead_because).is_not(None), col(MessageRow.died_at) > now - _REMEMBERED
        )
    ).one()
    broken = tuple(BrokenPlace(one.channel, one.because, one.since) for one in places.broken(session))
    return Backlog(waiting, oldest, dead, late=oldest is not None and now - oldest > _PATIENCE, broken=broken)


def next_wish(session: Session) -> datetime | None:
    """The earliest moment at which something may be sent; None when all is said, but for what cannot be.

    Lines wait with their card, messages for a broken place until it is mended.
    """
    card = aliased(MessageRow)
    unposted = col(card.posted_ts).is_(None)
    broken = [one.channel for one in places.broken(session)]
    return session.exec(
        select(func.min(MessageRow.not_before)).where(
            col(MessageRow.pending).is_(True), col(MessageRow.channel).not_in(broken), ~_waits_for_card(card, unposted)
        )
    ).one()


def card_key(case_id: int) -> str:
    """The key of a case's card."""
    return f"card:{case_id}"


def _waits_for_card(card: type[MessageRow], such: ColumnElement[bool]) -> ColumnElement[bool]:
    """SQL for: a line for the thread of such a card; each line looks up its own card, whatever the table's size."""
    its_card = select(card.id).where(card.case_id == MessageRow.case_id, card.kind == CARD, such)
    return and_(col(MessageRow.in_thread), its_card.exists())
