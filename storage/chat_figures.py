"""Chat figures: what the last hours brought for a product, what is usual for it, and the words to quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, func, select

from bot.rules.signals import LOOKS_DAYS, Seen, Tally, Usual
from storage.chat_counts import TALK
from storage.tables import ChatCountRow, ChatMentionRow, ChatProductRow, ChatWordsRow

_MOST_EXAMPLES = 60  # looked through for three that differ
_LATER = timedelta(minutes=5)
Window = tuple[datetime, datetime]  # after the first, up to the second
Days = tuple[date, date]  # from the first to before the second


@dataclass(frozen=True)
class ChatProduct:
    """A product that customers chat about."""

    store: str
    sku: str
    name: str
    line: str


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """The numbers of the products whose counts are to be looked at, the longest due first."""
    asked = select(ChatProductRow.id).where(col(ChatProductRow.look_at) <= now).order_by(col(ChatProductRow.look_at))
    return [number for number in session.exec(asked.limit(limit)) if number is not None]


def next_due(session: Session) -> datetime | None:
    """When the next look falls due."""
    return session.exec(select(func.min(ChatProductRow.look_at)).where(col(ChatProductRow.look_at).is_not(None))).one()


def claim(session: Session, number: int, now: datetime) -> ChatProduct | None:
    """The product is ours to look at until the transaction ends; None when somebody else did."""
    ours = session.execute(
        update(ChatProductRow)
        .where(col(ChatProductRow.id) == number, col(ChatProductRow.look_at) <= now)
        .values(look_at=None)
        .returning(
            col(ChatProductRow.store), col(ChatProductRow.sku), col(ChatProductRow.name), col(ChatProductRow.line)
        )
    ).first()
    return ChatProduct(*ours) if ours else None


def look_again(session: Session, what: ChatProduct, at: datetime | None) -> None:
    """The next look at a product falls due then, or with its next line."""
    ours = (col(ChatProductRow.store) == what.store, col(ChatProductRow.sku) == what.sku)
    session.execute(update(ChatProductRow).where(*ours).values(look_at=at))


def put_off(session: Session, number: int, now: datetime) -> None:
    """A look failed: it is tried again a little later."""
    session.execute(update(ChatProductRow).where(col(ChatProductRow.id) == number).values(look_at=now + _LATER))


def product(session: Session, store: str, sku: str) -> ChatProduct:
    """By store and sku."""
    row = session.exec(select(ChatProductRow).where(ChatProductRow.store == store, ChatProductRow.sku == sku)).one()
    return ChatProduct(row.store, row.sku, row.name, row.line)


def seen(session: Session, what: ChatProduct, window: Window) -> dict[str, Seen]:
    """By topic: the product's sessions, those that mention the topic, and by how many customers."""
    customers = func.count(func.distinct(ChatMentionRow.customer))
    asked = select(ChatMentionRow.topic, func.count(col(ChatMentionRow.id)), customers)
    rows = session.exec(asked.where(*_of(what, window)).group_by(col(ChatMentionRow.topic))).all()
    talks = next((sessions for topic, sessions, _ in rows if topic == TALK), 0)
    return {topic: Seen(talks, sessions, people) for topic, sessions, people in rows if topic != TALK}


def first_at(session: Session, what: ChatProduct, topic: str, window: Window) -> datetime | None:
    """When the topic first came up."""
    asked = select(func.min(ChatMentionRow.at)).where(*_of(what, window), ChatMentionRow.topic == topic)
    return session.exec(asked).one()


def last_at(session: Session, what: ChatProduct, topic: str, window: Window) -> datetime | None:
    """When the topic last came up."""
    asked = select(func.max(ChatMentionRow.at)).where(*_of(what, window), ChatMentionRow.topic == topic)
    return session.exec(asked).one()


def usual(
    session: Session, what: ChatProduct, topics: set[str], days: Days, without: Mapping[str, set[date]]
) -> dict[str, Usual]:
    """By topic, what these days were like; `without` those that were not as usual."""
    own = _by_day(session, what.store, "sku", what.sku, topics, days, without)
    line = _by_day(session, what.store, "line", what.line, topics, days) if what.line else {}
    store = _by_day(session, what.store, "store", what.store, topics, days)
    return {topic: Usual(own[topic], _sum(line.get(topic, [])), _sum(store[topic])) for topic in topics}


def looks(session: Session, days: Days) -> float:
    """How many looks 30 days bring to the whole shop: the mentions of all topics, at the pace of these days."""
    stores = set(session.exec(select(ChatProductRow.store).distinct()))
    row, (begin, end) = ChatCountRow, days
    asked = select(func.coalesce(func.sum(row.sessions), 0), func.min(row.day)).where(
        col(row.store).in_(stores), row.level == "store", col(row.name).in_(stores), row.day >= begin, row.day < end
    )
    mentions, first = session.exec(asked.where(row.topic != TALK)).one()
    return LOOKS_DAYS * int(mentions) / max(1, (end - first).days) if first else 0.0


def examples(session: Session, what: ChatProduct, topic: str, window: Window, most: int) -> list[str]:
    """The newest lines that mention the topic, masked, each by another customer and in other words."""
    rows = session.exec(
        select(ChatWordsRow.text, ChatMentionRow.customer)
        .join(ChatMentionRow, col(ChatWordsRow.id) == col(ChatMentionRow.line_id))
        .where(*_of(what, window), ChatMentionRow.topic == topic)
        .order_by(col(ChatMentionRow.at).desc())
        .limit(_MOST_EXAMPLES)
    ).all()
    chosen: dict[str, str] = {}
    for text, customer in rows:
        if customer not in chosen.values() and text not in chosen:
            chosen[text] = customer
    return list(chosen)[:most]


def _of(what: ChatProduct, window: Window) -> tuple[ColumnElement[bool], ...]:
    row, (since, now) = ChatMentionRow, window
    return col(row.store) == what.store, col(row.sku) == what.sku, col(row.at) > since, col(row.at) <= now


def _by_day(
    session: Session,
    store: str,
    level: str,
    name: str,
    topics: set[str],
    days: Days,
    without: Mapping[str, set[date]] = MappingProxyType({}),
) -> dict[str, list[Tally]]:
    row, (begin, end) = ChatCountRow, days
    asked = select(row.topic, col(row.day), func.sum(col(row.sessions))).where(
        row.store == store, row.level == level, row.name == name, row.day >= begin, row.day < end
    )
    rows = session.exec(asked.where(col(row.topic).in_({TALK, *topics})).group_by(col(row.topic), col(row.day))).all()
    counted = {(topic, day): int(sessions) for topic, day, sessions in rows}
    talks = sorted(day for topic, day in counted if topic == TALK)
    return {
        topic: [
            Tally(counted[TALK, day], counted.get((topic, day), 0))
            for day in talks
            if day not in without.get(topic, ())
        ]
        for topic in topics
    }


def _sum(days: Sequence[Tally]) -> Tally:
    return Tally(sum(day.sessions for day in days), sum(day.mentions for day in days))
