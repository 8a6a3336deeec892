"""Chats: lines of service chats, each counted once, their words kept for a short time, and the products they name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, tuple_, update
from sqlmodel import Session, col, select

from bot.review import Product
from storage import chat_counts
from storage.arrivals import Stored
from storage.chat_heard import Heard, parts
from storage.sealing import ring_of
from storage.tables import ChatLineRow, ChatMentionRow, ChatProductRow, ChatWordsRow
from storage.upserts import add_all_once

_Lines = dict[tuple[str, str], str]


def keep(session: Session, heard: Sequence[Heard], now: datetime) -> Stored:
    """Keep the new lines, count them, and have their products looked at. A line that is known changes nothing."""
    heard = _with_products(session, _under_our_key(session, heard))
    new = _new_lines(session, heard)
    lines = _keep_products(session, new.values(), now)
    words = [{"id": number, "at": one.line.at, "text": one.words} for number, one in new.items() if one.topics]
    for some in parts(words):  # a greeting is never quoted, so its words are not kept
        add_all_once(session, ChatWordsRow, some)
    chat_counts.count(session, new, lines)
    return Stored(len(new), len(heard) - len(new))


def forget_words(session: Session, before: datetime, limit: int) -> int:
    """Up to `limit` lines' words from before then go; how many."""
    return _forget(session, ChatWordsRow, before, limit)


def forget_lines(session: Session, before: datetime, limit: int) -> int:
    """Up to `limit` lines and mentions from before then go, which no baseline needs any more; how many."""
    return _forget(session, ChatLineRow, before, limit) + _forget(session, ChatMentionRow, before, limit)


def _forget(session: Session, table: Any, before: datetime, limit: int) -> int:
    numbers = session.exec(select(table.id).where(table.at < before).order_by(table.at).limit(limit)).all()
    for some in parts(numbers):
        session.execute(delete(table).where(table.id.in_(some)))
    return len(numbers)


def _under_our_key(session: Session, heard: Sequence[Heard]) -> list[Heard]:
    """Digests that nobody can try names against who has not got the key.

    Under another first key a session is another one: at the most it counts twice on the day of the change.
    """
    ring = ring_of(session.get_bind().dialect)
    talk, customer = (partial(ring.fingerprint, place=f"chat_mention.{name}") for name in ("talk", "customer"))
    return [replace(one, talk=talk(one.talk), customer=customer(one.customer)) for one in heard]


def _with_products(session: Session, heard: Sequence[Heard]) -> list[Heard]:
    """A line that names no product is about the one that its session spoke of last."""
    known = _spoken_of(session, {one.talk for one in heard if not one.sku and one.line.session})
    told: list[Heard] = []
    for one in heard:
        if one.sku:
            known[one.talk] = one.line.product
            told.append(one)
        elif one.line.session and one.talk in known:
            told.append(replace(one, line=one.line.model_copy(update={"product": known[one.talk]})))
        else:
            told.append(one)
    return told


def _spoken_of(session: Session, talks: set[str]) -> dict[str, Product]:
    """Talk → its newest product."""
    found: dict[str, Product] = {}
    for some in parts(sorted(talks)):
        rows = session.execute(
            select(ChatLineRow.talk, ChatLineRow.sku)
            .where(col(ChatLineRow.talk).in_(some), ChatLineRow.sku != "")
            .order_by(col(ChatLineRow.id))
        )
        found |= {talk: Product(sku=sku) for talk, sku in rows}
    return found


def _new_lines(session: Session, heard: Sequence[Heard]) -> dict[int, Heard]:
    """By the numbers that they got, in the order in which they came."""
    by_id = {(one.source, one.line.id): one for one in reversed(heard)}
    rows = [_line_row(one) for one in reversed(by_id.values())]
    numbers = sorted(number for some in parts(rows) for number in add_all_once(session, ChatLineRow, some))
    new: dict[int, Heard] = {}
    for some in parts(numbers):
        asked = select(ChatLineRow.id, ChatLineRow.source, ChatLineRow.external_id).where(col(ChatLineRow.id).in_(some))
        for number, source, external_id in session.execute(asked.order_by(col(ChatLineRow.id))):
            new[number] = by_id[source, external_id]
    return new


def _line_row(one: Heard) -> dict[str, Any]:
    line = one.line
    told = {"source": one.source, "external_id": line.id, "talk": one.talk, "at": line.at}
    return told | {"store": line.store, "sku": one.sku}


def _keep_products(session: Session, new: Iterable[Heard], now: datetime) -> _Lines:
    """Their newest names, a look at those that customers spoke of, and the product line of each."""
    told = {one.product: one.line.product for one in new if one.sku}
    spoken = {one.product for one in new if one.sku and one.line.is_customers}
    keys = sorted(told)
    for some in parts([{"store": store, "sku": sku} for store, sku in keys]):
        add_all_once(session, ChatProductRow, some)
    for key in keys:
        named = {name: value for name, value in (("name", told[key].name), ("line", told[key].line)) if value}
        wish = named | ({"look_at": now} if key in spoken else {})
        if wish:
            session.execute(
                update(ChatProductRow)
                .where(col(ChatProductRow.store) == key[0], col(ChatProductRow.sku) == key[1])
                .values(**wish)
            )
    return _lines_of(session, keys)


def _lines_of(session: Session, keys: Sequence[tuple[str, str]]) -> _Lines:
    found: _Lines = {}
    for some in parts(keys):
        asked = select(ChatProductRow.store, ChatProductRow.sku, ChatProductRow.line)
        rows = session.execute(asked.where(tuple_(col(ChatProductRow.store), col(ChatProductRow.sku)).in_(some)))
        found |= {(store, sku): line for store, sku, line in rows}
    return found
