"""Rota: who works when. What was entered for a day lies over the policy; whoever asks who is there asks here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.policy.model import Person, Policy
from bot.rules.working_days import DAY

TOLD_BEFORE = timedelta(minutes=15)
LOOK_AHEAD = 21
LONGEST = 62
_NOBODY = Person()


class Off(StrEnum):
    """Why somebody is off; a matter for those who lead, and for nobody else."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"


@dataclass(frozen=True)
class Entry:
    """One day of one person, other than the policy says: another shift, or off where `shift` is None.

    `calendar` is the calendar that it was read from, empty for what somebody entered; that counts first.
    """

    user_id: str
    day: date
    shift: str | None = None
    calendar: str = ""


class What(StrEnum):
    """What is entered for some days; `POLICY` takes back what was entered."""

    OFF = "off"
    SHIFT = "shift"
    POLICY = "policy"


@dataclass(frozen=True)
class Change:
    """Who changed what of somebody's days, and when; `by` nobody but a calendar."""

    at: datetime
    user_id: str
    first: date
    last: date
    what: What
    shift: str | None = None
    by: str | None = None
    calendar: str = ""


@dataclass(frozen=True)
class Planned:
    """What somebody does on a day. One who works without a shift is there all day; `entered` is not by the policy."""

    works: bool
    shift: str = ""
    entered: bool = False


@dataclass(frozen=True)
class Gap:
    """Local times within a day's shifts at which nobody works."""

    begin: datetime
    end: datetime

    def __contains__(self, other: "Gap") -> bool:
        return self.begin <= other.begin and other.end <= self.end


class Rota:
    """The policy's rota with some days' entries over it; `entries` are those of the days that are asked about."""

    def __init__(self, policy: Policy, entries: Iterable[Entry] = ()) -> None:
        self.policy = policy
        self._zone, self._worked = policy.zone, policy.calendar.is_worked
        self._entered = _foremost(one for one in entries if one.shift is None or one.shift in policy.shifts)

    def on(self, user: str, day: date) -> Planned:
        """What this person does on this day. A shift that was entered is worked, whatever day it is."""
        entry = self._entered.get((user, day))
        if entry:
            return Planned(entry.shift is not None, entry.shift or "", entered=True)
        who = self.policy.people.get(user, _NOBODY)
        shift = who.shift or ""
        works = not who.is_off(day) and (not shift or self.policy.shifts[shift].is_on(day, self._worked))
        return Planned(works, shift)

    def works(self, user: str, moment: datetime) -> bool:
        """Whether this person is there now. A shift that goes on past midnight belongs to the day it begins on."""
        today = self._day(moment)
        now, before = self.on(user, today), self.on(user, today - DAY)
        if now.works and not now.shift:
            return True
        begun = ((today, now), (today - DAY, before))
        return any(
            planned.works and planned.shift and self.policy.shifts[planned.shift].has(day, moment, self._zone)
            for day, planned in begun
        )

    def night_of(self, user: str, now: datetime) -> date | None:
        """The day before, where this person's shift of that day still goes on; at lunch too."""
        before = self._day(now) - DAY
        planned = self.on(user, before)
        if planned.works and planned.shift and self.policy.shifts[planned.shift].end_of(before, self._zone) > now:
            return before
        return None

    def comes(self, user: str, moment: datetime) -> datetime | None:
        """When this person is there next on this day: the moment itself where they are now, None where no more."""
        found = self.there_next(user, moment, ahead=1)
        return found if found and self._day(found) == self._day(moment) else None

    def there_next(self, user: str, moment: datetime, ahead: int = LOOK_AHEAD) -> datetime | None:
        """When this person is there next: the moment itself where they are now, None where not for `ahead` days.

        The entries of those days have to be known.
        """
        if self.works(user, moment):
            return moment
        for day in (self._day(moment) + later * DAY for later in range(-1, ahead)):
            planned = self.on(user, day)
            if not planned.works:
                continue
            begins = self.policy.shifts[planned.shift].edges(day) if planned.shift else [datetime.combine(day, time())]
            edges = (edge.replace(tzinfo=self._zone).astimezone(moment.tzinfo) for edge in begins)
            if found := next((edge for edge in edges if edge > moment and self.works(user, edge)), None):
                return found
        return None

    def off_duty(self, moment: datetime) -> set[str]:
        """Who is not there now: off, outside their shift, or at lunch."""
        return {user for user in self._everybody() if not self.works(user, moment)}

    def off_on(self, day: date) -> set[str]:
        """Who does not work on this day at all."""
        return {user for user in self._everybody() if not self.on(user, day).works}

    def ends_soon(self, now: datetime) -> dict[str, tuple[date, datetime]]:
        """Whose shift ends within a quarter of an hour: the day it began on, and its end."""
        ends = ((user, self._end_after(user, now, 1)) for user in self._everybody())
        return {user: end for user, end in ends if end and end[1] - TOLD_BEFORE <= now}

    def told_next(self, now: datetime) -> datetime | None:
        """The next moment at which somebody's shift is about to end."""
        ends = (self._end_after(user, now + TOLD_BEFORE, LOOK_AHEAD) for user in self._everybody())
        return min((end[1] - TOLD_BEFORE for end in ends if end), default=None)

    def gaps(self, day: date, team: Iterable[str]) -> list[Gap]:
        """When nobody of the team would be there at a time that some shift of this day is worked.

        In a shop without shifts a working day is one stretch.
        """
        users, found = list(team), list[Gap]()
        for begin, end in self._stretches(day):
            middle = (begin + (end - begin) / 2).replace(tzinfo=self._zone)
            if any(self.works(user, middle) for user in users):
                continue
            if found and found[-1].end == begin:
                found[-1] = Gap(found[-1].begin, end)
            else:
                found.append(Gap(begin, end))
        return found

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def _stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The pieces of a day between two edges of its shifts that some shift is worked in."""
        shifts = [one for one in self.policy.shifts.values() if one.is_on(day, self._worked)]
        if not self.policy.shifts and self._worked(day):
            midnight = datetime.combine(day, time())
            yield midnight, midnight + DAY
        edges = sorted({edge for shift in shifts for edge in shift.edges(day)})
        for begin, end in pairwise(edges):
            middle = (begin + (end - begin) / 2).replace(tzinfo=self._zone)
            if any(shift.has(day, middle, self._zone) for shift in shifts):
                yield begin, end

    def _end_after(self, user: str, moment: datetime, ahead: int) -> tuple[date, datetime] | None:
        today = self._day(moment)
        for day in (today + later * DAY for later in range(-1, ahead)):
            planned = self.on(user, day)
            if planned.works and planned.shift:
                end = self.policy.shifts[planned.shift].end_of(day, self._zone)
                if end > moment:
                    return day, end
        return None

    def _everybody(self) -> set[str]:
        return {*self.policy.people, *(user for user, _ in self._entered)}


def first_to_enter(policy: Policy, now: datetime) -> date:
    """Today; the day before while a shift that began then may still go on."""
    today = now.astimezone(policy.zone).date()
    runs = any(shift.end_of(today - DAY, policy.zone) > now for shift in policy.shifts.values())
    return today - DAY if runs else today


def _foremost(entries: Iterable[Entry]) -> Mapping[tuple[str, date], Entry]:
    """Of several for a day what somebody entered, then being off, then the first calendar by name."""
    found: dict[tuple[str, date], Entry] = {}
    for one in sorted(entries, key=lambda one: (one.calendar != "", one.shift is not None, one.calendar)):
        found.setdefault((one.user_id, one.day), one)
    return found
