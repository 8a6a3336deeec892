"""Rota entries: somebody who leads enters days of a person; the person hears it, and what it leaves open is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from bot.cards import blocks
from bot.cards.dialogs.rota import OWN_DAYS, SHOWN_DAYS, DayPlan, RotaDay, Saved
from bot.cards.rota_words import change_text, days_text
from bot.case import Actor
from bot.policy.rota import Change, Entry, Gap, Off, Rota, What
from bot.rules.refusals.team import RotaByLeads
from bot.rules.working_days import DAY
from bot.vocabulary import Role
from handlers.casework.desk import Desk
from handlers.casework.duty import everybody, local_day
from storage import case_lists, outbox, rota, unowned
from storage.cases import count_once


@dataclass(frozen=True)
class Wanted:
    """What is to be entered: for whom, from when to when, and what."""

    user_id: str
    first: date
    last: date
    what: What
    shift: str | None = None
    kind: Off | None = None

    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]


def ensure_may_enter(by: Actor) -> None:
    """Raise `RotaByLeads` for whoever does not lead."""
    if not by.is_at_least(Role.LEAD):
        raise RotaByLeads


async def enter(desk: Desk, wanted: Wanted, by: Actor, *, once: str) -> Saved:
    """Enter it, committed before this returns. Raises `RotaByLeads`."""
    ensure_may_enter(by)
    saved = await desk.db.write(_entered, desk, wanted, by, once)
    desk.to_send.set()
    return saved


def plan_of_team(session: Session, desk: Desk) -> list[DayPlan]:
    """The coming two weeks, for those who may know why somebody is off."""
    days = _coming(desk, SHOWN_DAYS)
    known, kinds = _known(session, desk, days), rota.kinds(session, days[0], days[-1])
    return [_day_plan(desk, known, day, kinds) for day in days]


def plan_of_one(session: Session, desk: Desk, user: str) -> list[RotaDay]:
    """The coming week of one person, for themselves."""
    days = _coming(desk, OWN_DAYS)
    known, kinds = _known(session, desk, days), rota.kinds(session, days[0], days[-1])
    found = ((day, known.on(user, day)) for day in days)
    worked = desk.policy.calendar.is_worked
    return [RotaDay(day, worked(day), one.works, one.shift, kinds.get((user, day))) for day, one in found]


def _entered(session: Session, desk: Desk, wanted: Wanted, by: Actor, once: str) -> Saved:
    now = desk.clock.now()
    count_once(session, once, now)
    today = local_day(desk, now)
    night = _known(session, desk, [today]).night_of(wanted.user_id, now)
    if night and wanted.what is What.OFF and wanted.first == today:  # whoever falls ill at two is off this night too
        wanted = replace(wanted, first=night)
    days = wanted.days()
    before = _known(session, desk, days)
    rota.remove(session, wanted.user_id, days, calendar=None if wanted.what is What.POLICY else "")
    if wanted.what is not What.POLICY:
        entered = [rota.Entered(Entry(wanted.user_id, day, wanted.shift), wanted.kind) for day in days]
        rota.enter(session, entered, at=now, by=by.user_id)
    change = Change(now, wanted.user_id, wanted.first, wanted.last, wanted.what, wanted.shift, by.user_id)
    number = rota.note_change(session, change)
    unowned.wake(session, now)
    if wanted.user_id != by.user_id:
        _tell(session, desk, change, wanted.kind, number)
    after = _known(session, desk, days)
    is_off_tonight = wanted.what is What.OFF and night in days
    is_off_now = is_off_tonight or (today in days and not after.on(wanted.user_id, today).works)
    holds = len(case_lists.unfinished_of(session, wanted.user_id)) if is_off_now else 0
    gaps = list(_new_gaps(desk, before, after, days))
    return Saved(change, wanted.kind, gaps, holds, night if is_off_tonight else None)


def _tell(session: Session, desk: Desk, change: Change, kind: Off | None, number: int) -> None:
    """To the person, once: they know why they are off."""
    look = desk.look
    text = look.say.md(
        f"rota.told_{change.what}",
        by=desk.directory.name(change.by or ""),
        days=days_text(change, look),
        what=change_text(change, kind, look),
    )
    drawn = [blocks.section(text)]
    key = f"rota:{number}"
    outbox.enqueue(session, key=key, channel=change.user_id, text=text, blocks=drawn, now=change.at)


def _new_gaps(desk: Desk, before: Rota, after: Rota, days: Iterable[date]) -> Iterator[tuple[date, Gap]]:
    """When nobody is there any more who was there, or would have been, before; what only grows shorter is no news."""
    team = [user for user in everybody(desk) if user not in desk.directory.gone]
    for day in days:
        known = before.gaps(day, team)
        yield from ((day, gap) for gap in after.gaps(day, team) if not any(gap in one for one in known))


def _known(session: Session, desk: Desk, days: list[date]) -> Rota:
    return Rota(desk.policy, rota.entries(session, days[0] - DAY, days[-1]))


def _coming(desk: Desk, count: int) -> list[date]:
    today = local_day(desk, desk.clock.now())
    return [today + number * DAY for number in range(count)]


def _day_plan(desk: Desk, known: Rota, day: date, kinds: dict[tuple[str, date], Off]) -> DayPlan:
    """Agents and whoever has a product line; of the others those only for whom something was entered."""
    regular, name = everybody(desk), desk.directory.name
    by_shift: dict[str, list[str]] = {one: [] for one in (*desk.policy.shifts, "")}
    off: list[tuple[str, Off | None]] = []
    for user in dict.fromkeys((*regular, *desk.policy.team())):
        planned, who = known.on(user, day), desk.policy.people.get(user)
        if planned.works and (planned.entered or user in regular):
            by_shift[planned.shift].append(name(user))
        elif not planned.works and (planned.entered or (who and day in who.days_off)):
            off.append((name(user), kinds.get((user, day)) if planned.entered else None))
    return DayPlan(day, desk.policy.calendar.is_worked(day), by_shift, off)
