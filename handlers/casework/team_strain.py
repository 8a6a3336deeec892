"""Team strain: the day of a person for that person, and the team's for whoever leads it, which names nobody."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.cards.my_day import OwnDay
from bot.rules.check_ins import SHOWN
from bot.rules.strain import HALVINGS, DayOfTeam, Felt, TeamStrain, level, mean_peak, peak
from bot.rules.strain import strain as strain_of
from handlers.casework.desk import Desk
from storage import check_ins, loads, strain
from storage.figures import bounds

_DAY, _WEEK, _WEEKS_BEFORE = timedelta(days=1), 7, 28


def own_day(session: Session, desk: Desk, user_id: str, now: datetime, midnight: datetime) -> OwnDay:
    """Of one person, for that person."""
    rules, weights = desk.policy.wellbeing, desk.policy.assignment.weights
    felt = strain.felt_since(session, now - HALVINGS * rules.halves_every, [user_id]).get(user_id, [])
    intense = strain.intense_since(session, [user_id], now - rules.within)[user_id]
    pause = strain.pause_of(session, user_id, now)
    full = strain_of(felt, now, weights, rules.halves_every)
    since = (now - SHOWN).astimezone(desk.policy.zone).date()
    return OwnDay(
        resolved=loads.resolved_since(session, midnight).get(user_id, 0),
        level=level(full, intense, rules, weights, is_paused=pause is not None),
        paused_until=pause.until if pause else None,
        check_ins=check_ins.own(session, user_id, since),
    )


def team_strain(session: Session, desk: Desk, now: datetime) -> TeamStrain:
    """Of everybody to whom a case came within a day, together; answers to check-ins are no part of it."""
    rules, weights = desk.policy.wellbeing, desk.policy.assignment.weights
    felt = strain.felt_since(session, now - max(HALVINGS * rules.halves_every, _DAY))
    there = [user for user, came in felt.items() if came[-1].at > now - _DAY]
    intense = strain.intense_since(session, there, now - rules.within)
    today = now.astimezone(desk.policy.zone).date()
    told = strain.days(session, today - (_WEEK + _WEEKS_BEFORE) * _DAY, today - _DAY)
    return TeamStrain(
        people=len(there),
        total=sum(strain_of(felt[user], now, weights, rules.halves_every) for user in there),
        over=sum(intense[user] >= rules.soft for user in there),
        week=mean_peak(one for day, one in told.items() if day >= today - _WEEK * _DAY),
        before=mean_peak(one for day, one in told.items() if day < today - _WEEK * _DAY),
        pauses=len(strain.pauses(session, now - _WEEK * _DAY, now)),
    )


def count_days(session: Session, desk: Desk, today: date) -> None:
    """The dates before today become numbers without anybody in them, while their rows are still there."""
    rules, zone = desk.policy.wellbeing, desk.policy.zone
    first = today - strain.KEPT
    known = strain.days(session, first, today - _DAY)
    missing = [day for back in range(strain.KEPT.days, 0, -1) if (day := today - back * _DAY) not in known]
    if not missing:
        return
    felt = strain.felt_since(session, bounds(missing[0], zone)[0] - HALVINGS * rules.halves_every)
    for day in missing:
        strain.keep_day(session, day, _counted(felt, day, desk))


def _counted(felt: Mapping[str, Sequence[Felt]], day: date, desk: Desk) -> DayOfTeam:
    begin, end = bounds(day, desk.policy.zone)
    halves_every, weights = desk.policy.wellbeing.halves_every, desk.policy.assignment.weights
    peaks = [peak(came, begin, end, weights, halves_every) for came in felt.values()]
    told = [one for one in peaks if one is not None]
    return DayOfTeam(len(told), sum(told))
