"""Duty: who may be given a case at this moment, and who of them gets it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.cards.my_day import OwnDuty
from bot.case_file import CaseFile
from bot.policy.rota import LOOK_AHEAD, Rota
from bot.rules.assignment import Assignment, Load, Member, assign, skills_for
from bot.rules.audience import Presence
from bot.rules.strain import is_intense
from bot.rules.working_days import DAY
from bot.vocabulary import Role
from handlers.casework.desk import Desk
from storage import loads, people, rota, strain
from storage.review_locks import lock_assignments

_LUNCH = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """What a case asks of whoever answers for it: its line, its words, and whether it is a matter of safety.

    An `intense` one is not given to whom these pause for.
    """

    line: str
    text: str
    safety: bool
    intense: bool = False


def wanted_for(desk: Desk, file: CaseFile) -> Wanted:
    """What a case that is there already asks."""
    case, review = file.case, file.review
    intense = is_intense(file.intensity, case.grade, desk.policy.wellbeing)
    return Wanted(review.line, review.text, case.safety, intense)


def skills_asked(desk: Desk, file: CaseFile) -> frozenset[str]:
    """The skills that a case asks for; one that no agent has is not asked for."""
    people = (desk.policy.people.get(user) for user in desk.policy.roles.agents)
    known = {skill for one in people if one for skill in one.skills}
    return skills_for(file.review.text, safety=file.case.safety) & known


def give(session: Session, desk: Desk, wanted: Wanted, at: datetime, besides: Collection[str] = ()) -> Assignment:
    """Who answers for a new case, or for one that nobody has had; but for some.

    In a shop that keeps a rota, and where the case is intense, no other process gives one until this transaction ends:
    limits hold for new cases.
    """
    if desk.policy.keeps_a_rota or wanted.intense:
        lock_assignments(session)
    assignment = choose(session, desk, wanted, at, besides)
    if desk.policy.keeps_a_rota and assignment.owner:
        loads.note_given(session, assignment.owner, at)
    return assignment


def choose(session: Session, desk: Desk, wanted: Wanted, at: datetime, besides: Collection[str] = ()) -> Assignment:
    """Who would get it of those on duty at that moment, but for some; nothing is locked or noted."""
    policy = desk.policy
    off = off_duty(session, desk, at) | set(besides)
    needed = skills_for(wanted.text, safety=wanted.safety)
    rota = _rota(session, desk)
    if not wanted.intense:
        return assign(wanted.line, policy.lines, off, rota, needed)
    spared = strain.paused(session, at) | strain.paused(session, desk.clock.now())  # `at` may be the next shift's
    return assign(wanted.line, policy.lines, off, _strained(session, desk, rota, at), needed, spared)


def off_duty(session: Session, desk: Desk, at: datetime) -> set[str]:
    """Who gets no new case: off by the rota or by their own word, or no longer in the workspace or on the team."""
    off = rota_at(session, desk, at).off_duty(at)
    return off | people.signed_off(session, at).keys() | desk.directory.gone | _off_the_team(desk)


def presence(session: Session, desk: Desk, at: datetime) -> Presence:
    """Who is not there at that moment, and who of them comes later on the same day, by rota and by their own word."""
    rota, off, today = rota_at(session, desk, at), off_duty(session, desk, at), local_day(desk, at)
    coming, signed_off = dict[str, datetime](), people.signed_off(session, at)
    for user in off - desk.directory.gone:
        back = signed_off.get(user, at)
        comes = rota.comes(user, back) if local_day(desk, back) == today else None
        if comes:
            coming[user] = comes
    tomorrow = datetime.combine(today + DAY, time(), desk.policy.zone).astimezone(at.tzinfo)
    return Presence(off, coming, tomorrow)


def own_duty(session: Session, desk: Desk, user: str, at: datetime) -> OwnDuty:
    """Whether new cases come to this person at that moment, as they read it themselves."""
    planned, today = rota_at(session, desk, at, LOOK_AHEAD), local_day(desk, at)
    back = planned.there_next(user, at)
    off_all_day = not planned.on(user, today).works
    return OwnDuty(
        off_until=people.off_until(session, user, at),
        is_off=back != at,
        kind=rota.kinds(session, today, today).get((user, today)) if off_all_day else None,
        back_at=back,
        is_back_today=back is not None and local_day(desk, back) == today,
        takes_cases=user in everybody(desk),
    )


def somebody_comes(session: Session, desk: Desk, now: datetime) -> datetime | None:
    """When the next one who may be given cases is there who is not now: by the rota and by their own word."""
    planned = rota_at(session, desk, now, LOOK_AHEAD)
    team = [user for user in everybody(desk) if user not in desk.directory.gone]
    off = people.signed_off(session, now)
    comes = (planned.there_next(user, off.get(user, now)) for user in team)
    return min((one for one in comes if one and one > now), default=None)


def next_there(session: Session, desk: Desk, over_at: datetime, besides: Collection[str] = ()) -> datetime:
    """The first moment from then on at which somebody else is there: the next shift may be at lunch for a while."""
    away = people.signed_off(session, over_at).keys() | desk.directory.gone | set(besides)
    planned = rota_at(session, desk, over_at, ahead=1)
    comes = (planned.there_next(user, over_at) for user in everybody(desk) if user not in away)
    return min((one for one in comes if one and one <= over_at + _LUNCH), default=over_at)


def off_today(session: Session, desk: Desk, at: datetime) -> set[str]:
    """Who does not work on this day at all, or has signed off."""
    off = rota_at(session, desk, at).off_on(local_day(desk, at))
    return off | people.signed_off(session, at).keys() | desk.directory.gone | _off_the_team(desk)


def rota_at(session: Session, desk: Desk, at: datetime, ahead: int = 0) -> Rota:
    """The rota around this moment, from the day before it to so many days after it: one small query."""
    today = local_day(desk, at)
    return Rota(desk.policy, rota.entries(session, today - DAY, today + ahead * DAY))


def local_day(desk: Desk, at: datetime) -> date:
    """The shop's date at this moment."""
    return at.astimezone(desk.policy.zone).date()


def member(desk: Desk, user_id: str, load: Load) -> Member:
    """What the rule looks at."""
    who = desk.policy.people.get(user_id)
    return Member(
        user_id,
        desk.directory.name(user_id),
        who.limit if who else None,
        frozenset(who.skills if who else ()),
        load,
        shares=desk.policy.actor(user_id).role is Role.AGENT,
    )


def everybody(desk: Desk) -> list[str]:
    """Who may be given a case: the agents, and who has a product line."""
    gone = _off_the_team(desk)
    return [one for one in dict.fromkeys((*desk.policy.roles.agents, *_of_lines(desk))) if one not in gone]


def _of_lines(desk: Desk) -> list[str]:
    return [user for duty in desk.policy.lines.values() for user in (duty.owner, duty.deputy) if user]


def _off_the_team(desk: Desk) -> set[str]:
    """Who still has a product line, and no role any more: they could not even claim a case."""
    return {user for user in _of_lines(desk) if desk.policy.actor(user).role is None}


def _rota(session: Session, desk: Desk) -> list[Member]:
    """Empty where the shop keeps none: then a case is the owner's, the deputy's or nobody's."""
    policy = desk.policy
    if not policy.keeps_a_rota:
        return []
    held = loads.loads_of(session, everybody(desk), policy.assignment.weights)
    return [member(desk, user, load) for user, load in held.items()]


def _strained(session: Session, desk: Desk, rota: list[Member], at: datetime) -> list[Member]:
    """Whoever is above the soft limit comes after the others."""
    rules = desk.policy.wellbeing
    lately = strain.intense_since(session, [one.user_id for one in rota], at - rules.within) if rota else {}
    return [replace(one, is_strained=lately[one.user_id] >= rules.soft) for one in rota]
