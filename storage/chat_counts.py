"""Chat counts: sessions by topic and local day, of each product, its line and its store; they stay."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Table, Update, bindparam, update
from sqlmodel import Session, col, select

from storage.chat_heard import Heard, parts
from storage.tables import ChatCountRow, ChatMentionRow
from storage.upserts import add_all_once

TALK = ""  # the topic of a talk as such
_Place = tuple[str, str, str, date, str]
_PLACE = ("store", "level", "name", "day", "topic")


@dataclass
class _Counted:
    sessions: Counter[_Place] = field(default_factory=Counter)
    lines: Counter[_Place] = field(default_factory=Counter)
    agents: Counter[_Place] = field(default_factory=Counter)


def count(session: Session, new: Mapping[int, Heard], lines: Mapping[tuple[str, str], str]) -> None:
    """A talk counts once per topic, a line as often as it is said; `lines` are the product lines by product."""
    mentions: dict[tuple[str, str, str], dict[str, Any]] = {}
    counted: dict[str, _Counted] = {}
    for number, one in new.items():
        tally = counted.setdefault(one.source, _Counted())
        if not one.line.is_customers:
            tally.agents.update(_places(one, TALK, lines))
            continue
        for topic in (TALK, *sorted(one.topics)):
            mentions.setdefault((one.talk, one.sku, topic), _mention(number, one, topic))
            tally.lines.update(_places(one, topic, lines))
    for number, topic in _added(session, list(mentions.values())):
        one = new[number]
        counted[one.source].sessions.update(_places(one, topic, lines))
    for source in sorted(counted):
        _add_up(session, source, counted[source])


def _mention(number: int, one: Heard, topic: str) -> dict[str, Any]:
    line = one.line
    said = {"talk": one.talk, "sku": one.sku, "topic": topic, "store": line.store}
    return said | {"customer": one.customer, "line_id": number, "at": line.at}


def _added(session: Session, rows: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """(line, topic) of the mentions that were new."""
    numbers = [number for some in parts(rows) for number in add_all_once(session, ChatMentionRow, some)]
    found: list[tuple[int, str]] = []
    for some in parts(numbers):
        asked = select(ChatMentionRow.line_id, ChatMentionRow.topic).where(col(ChatMentionRow.id).in_(some))
        found += [(line, topic) for line, topic in session.execute(asked)]
    return found


def _places(one: Heard, topic: str, lines: Mapping[tuple[str, str], str]) -> list[_Place]:
    """Where it counts: for the store, its product, and the product's line."""
    store, line = one.line.store, lines.get(one.product, "")
    levels = [("store", store), *([("sku", one.sku)] if one.sku else []), *([("line", line)] if line else [])]
    return [(store, level, name, one.day, topic) for level, name in levels]


def _add_up(session: Session, source: str, counted: _Counted) -> None:
    """In one order, so that two processes do not wait for each other."""
    places = sorted({*counted.sessions, *counted.lines, *counted.agents})
    rows = [dict(zip(_PLACE, place, strict=True)) | {"source": source} for place in places]
    for some in parts(rows):
        add_all_once(session, ChatCountRow, some)
    if places:
        session.connection().execute(_ADDING, [_added_up(source, place, counted) for place in places])


def _added_up(source: str, place: _Place, counted: _Counted) -> dict[str, Any]:
    told = dict(zip((f"of_{name}" for name in _PLACE), place, strict=True)) | {"of_source": source}
    more = {"sessions": counted.sessions, "lines": counted.lines, "agent_lines": counted.agents}
    return told | {f"more_{name}": some[place] for name, some in more.items()}


def _adding() -> Update:
    """One statement for many rows: a batch brings hundreds."""
    table: Table = ChatCountRow.__table__  # type: ignore[attr-defined]  # SQLModel gives it to every class with a table
    where = (table.c[name] == bindparam(f"of_{name}") for name in (*_PLACE, "source"))
    more = {name: table.c[name] + bindparam(f"more_{name}") for name in ("sessions", "lines", "agent_lines")}
    return update(table).where(*where).values(more)


_ADDING = _adding()
