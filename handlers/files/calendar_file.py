"""Calendar file: an .ics file read as the single days on which its events happen, in the shop's zone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handlers.files.calendar_rules import MOST_LOOKED_THROUGH, looked_through, why_not
from handlers.files.refusals import ExportUnreadable, RefusedRow

LARGEST = 2_000_000  # bytes
MOST_EVENTS = 5000
MOST_DAYS = 20_000
_OLDEST = timedelta(days=3660)
_DAY = timedelta(days=1)
_FIELD = "VEVENT"
# What the two libraries raise for events that are not as they should be: a list where one value is expected is an
# `AttributeError`, a weekday that no month has an `IndexError`. Whatever it is, one event holds up no other.
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True)
class Event:
    """One event on some days. `number` counts the events of the file from 1; `invited` are addresses and names.

    `days` are the local dates it lies on, `begun` those on which a shift of it begins: a night is one shift. `made_by`
    is what its maker is called, `timed` from when to when it lasts where it is no whole days. `uid` is empty where it
    has none.
    """

    number: int
    uid: str
    title: str
    words: str
    invited: tuple[str, ...]
    days: tuple[date, ...]
    begun: tuple[date, ...]
    made_by: tuple[str, ...] = ()
    timed: tuple[datetime, datetime] | None = None
    is_cancelled: bool = False


@dataclass(frozen=True)
class CalendarFile:
    """What is in it: the calendar's name, its events within the days that are asked about, and what cannot be read."""

    name: str
    events: tuple[Event, ...]
    refused: tuple[RefusedRow, ...]
    refused_uids: frozenset[str]
    uids: frozenset[str]


def read_calendar(path: Path, zone: ZoneInfo, first: date, last: date) -> CalendarFile:
    """The events of these days. Raises `ExportUnreadable` for a file that is no calendar, or is too large."""
    from icalendar import Calendar  # only for this import: a start shall be quick

    try:
        calendars = Calendar.from_ical(_bytes(path), multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as broken:
        raise ExportUnreadable("calendar_broken", path) from broken
    if not calendars:
        raise ExportUnreadable("calendar_broken", path)
    name = next((str(one["X-WR-CALNAME"]).strip() for one in calendars if one.get("X-WR-CALNAME")), "") or path.stem
    events, refused, uids, looked = list[Event](), list[tuple[str, RefusedRow]](), set[str](), 0
    readable: list[tuple[Any, int, str]] = []
    for parts, number in _series(calendars, path):
        uid = _uid(parts)
        uids.add(uid)
        try:
            fault = _fault(parts, number, zone, first)
            looked += 0 if fault else _looked_through(parts, zone, last)
        except _UNREADABLE as unreadable:
            fault = _unreadable(parts, number, unreadable)
        if fault:
            refused.append((uid, fault))
        else:
            readable.append((parts, number, uid))
    if looked > MOST_LOOKED_THROUGH:
        raise ExportUnreadable("calendar_endless", path, most=MOST_DAYS)
    for parts, number, uid in readable:
        try:
            events += list(_happening(parts, number, uid, zone, (first, last)))  # all of a series or none
        except _UNREADABLE as unreadable:
            refused.append((uid, _unreadable(parts, number, unreadable)))
        if sum(len(event.days) for event in events) > MOST_DAYS:
            raise ExportUnreadable("calendar_endless", path, most=MOST_DAYS)
    bad = frozenset(uid for uid, _ in refused if uid)
    return CalendarFile(name[:100], tuple(events), tuple(row for _, row in refused), bad, frozenset(uids - {""}))


def refusal(event: Event, key: str, **facts: object) -> RefusedRow:
    """Why an event cannot be taken."""
    shown = f"{event.days[0].isoformat()} {event.title}".strip() if event.days else event.title
    return RefusedRow.because(event.number, _FIELD, key, column=_FIELD, value=shown, **facts)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ExportUnreadable("calendar_large", path, most=LARGEST // 1_000_000)
        content = path.read_bytes()
    except FileNotFoundError as missing:
        raise ExportUnreadable("file_missing", path) from missing
    except OSError as closed:
        raise ExportUnreadable("file_closed", path, detail=closed.strerror or type(closed).__name__) from closed
    if not content.strip():
        raise ExportUnreadable("calendar_empty", path)
    if b"BEGIN:VCALENDAR" not in content.upper():
        raise ExportUnreadable("calendar_broken", path)
    return content


def _series(calendars: list[Any], path: Path) -> Iterator[tuple[Any, int]]:
    """Each event with its exceptions, as a calendar of its own with the zones that it needs."""
    from icalendar import Calendar

    number = 0
    for calendar in calendars:
        zones = calendar.walk("VTIMEZONE")
        parts: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for event in calendar.walk(_FIELD):
            number += 1
            if number > MOST_EVENTS:
                raise ExportUnreadable("calendar_events", path, most=MOST_EVENTS)
            parts[str(event.get("UID") or f"line-{number}")].append((number, event))
        for one in parts.values():
            alone = Calendar()
            if calendar.get("X-WR-TIMEZONE"):
                alone.add("X-WR-TIMEZONE", str(calendar["X-WR-TIMEZONE"]))
            for component in (*zones, *(event for _, event in one)):
                alone.add_component(component)
            yield alone, one[0][0]


def _uid(parts: Any) -> str:
    return str(parts.walk(_FIELD)[0].get("UID") or "")[:255]


def _fault(parts: Any, number: int, zone: ZoneInfo, first: date) -> RefusedRow | None:
    """Why a series is not even looked at: unreadable days, or a rule that makes more of them than people work."""
    for event in parts.walk(_FIELD):
        start = _start(event)
        if start is None:
            return _refused(parts, number, "event_no_date")
        rule = event.get("RRULE")
        if any(name in ("RRULE", "DTEND", "DURATION") for name, _ in event.errors) or isinstance(rule, list):
            return _refused(parts, number, "event_unreadable", detail="RRULE")
        if rule is None:
            continue
        if key := why_not(rule):
            facts = {"detail": "RRULE"} if key == "event_unreadable" else {}
            return _refused(parts, number, key, **facts)
        if first - _local(start, zone).date() > _OLDEST:
            return _refused(parts, number, "event_too_old")
    return None


def _looked_through(parts: Any, zone: ZoneInfo, last: date) -> int:
    """How far its rules have to be looked through, until the last day that is asked about."""
    rules = (
        (event["RRULE"], _local(event["DTSTART"].dt, zone).date()) for event in parts.walk(_FIELD) if "RRULE" in event
    )
    return sum(looked_through(rule, start, last) for rule, start in rules)


def _happening(parts: Any, number: int, uid: str, zone: ZoneInfo, within: tuple[date, date]) -> Iterator[Event]:
    from recurring_ical_events import of

    first, last = within
    begin = datetime.combine(first, datetime.min.time(), zone)
    for event in of(parts).between(begin, begin + (last - first + _DAY)):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        days, is_timed = _days(start, end, zone, within), isinstance(start, datetime)
        begins = _local(start, zone)
        begun = tuple(day for day in days if day == begins.date()) if is_timed and end - start < _DAY else days
        if not days:
            continue
        yield Event(
            number,
            uid,
            str(event.get("SUMMARY") or "").strip()[:200],
            " ".join([str(event.get("SUMMARY") or ""), *_categories(event)])[:1000],
            tuple(_people(event, "ATTENDEE")),
            days,
            begun,
            tuple(_people(event, "ORGANIZER")),
            (begins, _local(end, zone)) if is_timed else None,
            is_cancelled=str(event.get("STATUS") or "").upper() == "CANCELLED",
        )


def _days(start: date, end: date, zone: ZoneInfo, within: tuple[date, date]) -> tuple[date, ...]:
    """The local dates of it within these. An end belongs to it no more; one that ends where it begins lies there."""
    first = _local(start, zone).date()
    last = max(first, (_local(end, zone) - timedelta(microseconds=1)).date())
    first, last = max(first, within[0]), min(last, within[1])
    return tuple(first + number * _DAY for number in range((last - first).days + 1))


def _local(moment: date, zone: ZoneInfo) -> datetime:
    """A moment without a zone is one on the clocks of the shop."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, datetime.min.time(), zone)
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _start(event: Any) -> date | None:
    """When it begins; None where nothing readable says so."""
    if "DTSTART" not in event or any(name == "DTSTART" for name, _ in event.errors):
        return None
    start = getattr(event["DTSTART"], "dt", None)  # twice there is a list of them
    return start if isinstance(start, date) else None


def _categories(event: Any) -> list[str]:
    found = event.get("CATEGORIES")
    lists = found if isinstance(found, list) else [found] if found else []
    return [str(one) for some in lists for one in getattr(some, "cats", [some])]


def _people(event: Any, field: str) -> Iterator[str]:
    """Addresses and names of who stands there and has not declined."""
    found = event.get(field)
    for one in (found if isinstance(found, list) else [found] if found else [])[:200]:
        if str(one.params.get("PARTSTAT", "")).upper() == "DECLINED":
            continue
        yield str(one).lower().removeprefix("mailto:")
        if one.params.get("CN"):
            yield str(one.params["CN"])


def _unreadable(parts: Any, number: int, why: Exception) -> RefusedRow:
    return _refused(parts, number, "event_unreadable", detail=type(why).__name__)


def _refused(parts: Any, number: int, key: str, **facts: object) -> RefusedRow:
    event = parts.walk(_FIELD)[0]
    start = _start(event)
    shown = f"{start:%Y-%m-%d} " if start else ""
    title = str(event.get("SUMMARY") or "").strip()
    return RefusedRow.because(number, _FIELD, key, column=_FIELD, value=f"{shown}{title}".strip(), **facts)
