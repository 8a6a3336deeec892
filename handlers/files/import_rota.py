"""Import of a rota: a calendar's days off and shifts; the same file again changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from sqlmodel import Session

from bot.policy.model import Policy
from bot.policy.rota import Change, Entry, Off, What
from bot.policy.rota_absence import days_away
from bot.policy.rota_reading import SOMEBODY, absent_in, people_in, said_in
from handlers.files.calendar_file import CalendarFile, Event, read_calendar, refusal
from handlers.files.import_file import Target
from handlers.files.refusals import RefusedRow, write_refusals
from handlers.files.wording import Said
from storage import rota, unowned

HORIZON = timedelta(days=400)
_DAY = timedelta(days=1)
Key = tuple[str, date]


@dataclass(frozen=True)
class Meant:
    """What a calendar says of one day of a person."""

    uid: str
    shift: str | None = None
    kind: Off | None = None


@dataclass(frozen=True)
class Counts:
    """Days of people."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True)
class RotaImported:
    """What became of a calendar. `report` is where the refused events are listed, None when there are none."""

    calendar: str
    counts: Counts
    refused: list[RefusedRow]
    report: Path | None


def import_rota(path: Path, calendar: str | None, *, into: Target, only_look: bool = False) -> RotaImported:
    """All of it in one transaction; nothing where `only_look`. Raises `ExportUnreadable` for a file that is none.

    A file speaks for the whole months in which it has something to say, from today on: what this calendar said of
    them before and says no more goes. What somebody entered by hand stays, and counts first.
    """
    policy, now = into.policy, into.clock.now()
    today = now.astimezone(policy.zone).date()
    read = read_calendar(path, policy.zone, today, today + HORIZON)
    name = calendar or read.name
    meant, refused, kept = _meant(read, name, policy)
    work = into.database.in_snapshot if only_look else into.database.in_transaction
    counts = work(_take_in, name, read, meant, kept | read.refused_uids, today, now)
    everything = sorted([*read.refused, *refused], key=lambda one: one.row_number)
    return RotaImported(name, counts, everything, None if only_look else write_refusals(path, everything))


def _meant(read: CalendarFile, name: str, policy: Policy) -> tuple[dict[Key, Meant], list[RefusedRow], frozenset[str]]:
    """By person and day; what is not understood, and the series it is in. To be off counts before a shift."""
    meant: dict[Key, Meant] = {}
    refused: list[RefusedRow] = []
    told: set[tuple[int, str]] = set()
    bad: set[str] = set()
    for event in read.events:
        if event.is_cancelled:
            continue
        found = _understood(event, name, policy)
        fault = found if isinstance(found, RefusedRow) else _entered(event, found, meant)
        if fault is None:
            continue
        bad.add(event.uid)
        if (event.number, fault.key) not in told:  # a series is told of once
            told.add((event.number, fault.key))
            refused.append(fault)
    return meant, refused, frozenset(bad - {""})


def _understood(event: Event, calendar: str, policy: Policy) -> tuple[list[Key], Meant] | RefusedRow:
    """Whose days of what kind it says."""
    people = people_in(event.title, event.invited, calendar, policy)
    if not people:
        return refusal(event, "event_nobody")
    said = said_in(event.words, policy)
    if said.unclear:
        return refusal(event, "event_unclear", words=said.unclear)
    if said.is_nothing:
        return refusal(event, "event_says_nothing", shifts=tuple(policy.shifts) or "–")
    if said.kind:
        people = absent_in(event.title, event.invited, event.made_by, calendar, policy)
        if len(people) > 1:
            return refusal(event, "event_who_is_off", who=[_name(user, policy) for user in people])
    if strangers := [user for user in people if policy.actor(user).role is None]:
        return refusal(event, "event_no_role", who=strangers)
    what = Meant(event.uid, said.shift, said.kind)
    if said.shift or not event.timed:
        days = event.begun if said.shift else event.days
        return [(user, day) for user in people for day in days], what
    (user,) = people
    away = days_away(user, event.days, *event.timed, policy)
    if away is None or (not away and event.begun):  # the end of a night that began before today is nothing more
        return refusal(event, "event_short")
    return [(user, day) for day in away], what


def _name(user: str, policy: Policy) -> str | Said:
    return policy.people[user].name if user != SOMEBODY else Said("别人", "somebody else")


def _entered(event: Event, found: tuple[list[Key], Meant], meant: dict[Key, Meant]) -> RefusedRow | None:
    """All of its days, or none where one does not agree with what is known."""
    keys, what = found
    for known in (meant[key] for key in keys if key in meant):
        if what.shift and known.shift and known.shift != what.shift:
            return refusal(event, "event_two_shifts", shift=known.shift)
    for key in keys:
        if key not in meant or (meant[key].shift and what.kind):
            meant[key] = what
    return None


def _take_in(
    session: Session,
    calendar: str,
    read: CalendarFile,
    meant: dict[Key, Meant],
    kept: frozenset[str],
    today: date,
    now: datetime,
) -> Counts:
    known = {(one.entry.user_id, one.entry.day): one for one in rota.of_calendar(session, calendar, today)}
    new = {key: rota.Entered(Entry(*key, what.shift, calendar), what.kind, what.uid) for key, what in meant.items()}
    other = {key: one for key, one in new.items() if key not in known or _said(known[key]) != _said(one)}
    months = {(day.year, day.month) for event in read.events for day in event.days}
    gone = [
        key
        for key, one in known.items()
        if key not in new and one.uid not in kept and ((key[1].year, key[1].month) in months or one.uid in read.uids)
    ]
    # The same from an event that was made anew: it is this event from now on that has to be understood.
    renamed = [one for key, one in new.items() if key in known and key not in other and known[key].uid != one.uid]
    rota.enter(session, [*other.values(), *renamed], at=now)
    for user, keys in groupby(sorted(gone), key=lambda key: key[0]):
        rota.remove(session, user, [day for _, day in keys], calendar=calendar)
    for change in _changes({**{key: meant[key] for key in other}, **dict.fromkeys(gone)}, calendar, now):
        rota.note_change(session, change)
    if other or gone:
        unowned.wake(session, now)
    added = len(other.keys() - known.keys())
    return Counts(added, len(other) - added, len(gone), len(new) - len(other))


def _said(one: rota.Entered) -> tuple[str | None, Off | None]:
    return one.entry.shift, one.kind


def _changes(changed: dict[Key, Meant | None], calendar: str, now: datetime) -> Iterator[Change]:
    """A row for each run of days of a person with the same in them."""

    def run(item: tuple[int, tuple[Key, Meant | None]]) -> tuple[str, int, str, str | None]:
        place, ((user, day), what) = item
        return user, day.toordinal() - place, _what(what), what.shift if what else None

    in_order = sorted(changed.items(), key=lambda one: one[0])
    for (user, _, what, shift), some in groupby(enumerate(in_order), key=run):
        days = [day for _, ((_, day), _) in some]
        yield Change(now, user, days[0], days[-1], What(what), shift, None, calendar)


def _what(meant: Meant | None) -> What:
    if meant is None:
        return What.POLICY
    return What.OFF if meant.shift is None else What.SHIFT
