"""Searching: what was typed after `search`, read as words, grade, state, category, owner, store and time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.cards import lists
from bot.cards.look import Look
from bot.messenger import Block
from bot.rules.figures.period import Period
from bot.rules.searching import Wanted
from bot.vocabulary import Category, Grade, Status
from handlers.slack.door import Door
from storage import case_lists

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(20\d\d)-(\d{1,2})")
_DATE = re.compile(r"(20\d\d)-(\d{1,2})-(\d{1,2})")
Person = Callable[[str], str | None]


async def search_reply(door: Door, typed: str, person: Person) -> list[Block]:
    """What was found, the newest first, and as what the words were understood."""
    desk, look = door.desk, door.desk.look
    today = desk.clock.now().astimezone(desk.policy.zone).date()
    wanted = understood(typed, look, today, person)
    files = await desk.db.read(case_lists.search, wanted, desk.policy.zone, lists.MOST + 1)
    said = " · ".join(_told(wanted, look))
    title, empty = look.say.md("lists.found", words=said), look.say.md("lists.empty_found", words=said)
    return lists.case_list(title, files, look, desk.link, desk.clock.now(), empty)


def understood(typed: str, look: Look, today: date, person: Person) -> Wanted:
    """A word that is the whole name of something narrows the search; everything else is looked for."""
    wanted, words = Wanted(), list[str]()
    for word in typed.split():
        narrower = _narrowed(wanted, word, look, today, person)
        if narrower == wanted:
            words.append(word)
        wanted = narrower
    return replace(wanted, words=" ".join(words))


def _narrowed(wanted: Wanted, word: str, look: Look, today: date, person: Person) -> Wanted:
    name = word.casefold()
    for field, names in _names(look):
        if name in names and getattr(wanted, field) is None:
            return replace(wanted, **{field: names[name]})
    if word.startswith(("@", "<@")) and wanted.owner is None and (user := person(word)):
        return replace(wanted, owner=user)
    period = _period(word, look, today)
    return replace(wanted, since=period.begin, until=period.end) if period and wanted.since is None else wanted


def _names(look: Look) -> Iterator[tuple[str, dict[str, Any]]]:
    say = look.say
    yield "grade", {say(f"words.grade.{one}").casefold(): one for one in Grade}
    yield "status", {say(f"words.status.{one}").casefold(): one for one in Status}
    yield "category", {say(f"words.category.{one}").casefold(): one for one in Category}
    yield "store", {one.name.casefold(): key for key, one in look.policy.stores.items()}


def _period(word: str, look: Look, today: date) -> Period | None:
    """今天, 昨天, 本周, 上周, 本月, 上月, 2026-11, 2026-11-23."""
    week, month = Period.week(today), Period.month(today)
    spans = {
        "today": Period(today, today + _DAY),
        "yesterday": Period(today - _DAY, today),
        "this_week": week,
        "last_week": week.before,
        "this_month": month,
        "last_month": month.before,
    }
    named = {look.say(f"search.{key}").casefold(): span for key, span in spans.items()}
    return named.get(word.casefold()) or _written(word)


def _written(word: str) -> Period | None:
    try:
        if day := _DATE.fullmatch(word):
            begin = date(int(day[1]), int(day[2]), int(day[3]))
            return Period(begin, begin + _DAY)
        if month := _MONTH.fullmatch(word):
            return Period.month(date(int(month[1]), int(month[2]), 1))
    except ValueError:  # no such day
        return None
    return None


def _told(wanted: Wanted, look: Look) -> Iterator[str]:
    say = look.say
    if wanted.words:
        yield wanted.words
    if wanted.grade:
        yield say(f"words.grade.{wanted.grade}")
    if wanted.status:
        yield say(f"words.status.{wanted.status}")
    if wanted.category:
        yield look.category(wanted.category)
    if wanted.store:
        yield look.policy.store_name(wanted.store)
    if wanted.owner:
        yield look.name(wanted.owner)
    if wanted.since and wanted.until:
        yield say("search.span", first=f"{wanted.since:%m-%d}", last=f"{wanted.until - _DAY:%m-%d}")
