"""Duties: what must hold of whom a case is given to; each with the moment at which it was broken."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from bot.rules.assignment import NOBODY, Why
from bot.vocabulary import Grade
from handlers.casework.handing_on import HandedOn
from tests.simulation.promises import Broken
from tests.simulation.rota import HANDS, LIMIT, Absences, is_there
from tests.simulation.world import World

_BY_RULE = (Why.LINE_OWNER, Why.DEPUTY, Why.LEAST_LOAD)
_INTENSE, _HARD = 4, 5
_WITHIN, _PAUSE = timedelta(hours=4), timedelta(minutes=30)
_ACTIVE = "('open', 'claimed', 'contacted', 'solving', 'waiting')"
_IN_HAND = f"{_ACTIVE[:-1]}, 'resolved')"


@dataclass(frozen=True)
class Evenness:
    """How evenly the weight of what was given is spread: what each got by their equal share, the highest by the mean.

    The equal share of a case is its weight divided by how many were at work when it came. `by_lot` is the same for the
    same cases, had each gone to anybody at work by lot.
    """

    given: float
    by_lot: float


@dataclass
class Duties:
    """The watch. It reads the rows after every step, and is told of every hand-over."""

    world: World
    away: Absences
    random: Random
    last_case: int = 0
    last_event: int = 0
    weight: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_lot: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    share: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    given: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # why → cases
    handed: int = 0
    appointed: int = 0
    intense: int = 0
    paused: int = 0

    def look(self) -> None:
        """After every step."""
        self.world.db.in_snapshot(self._look)

    def held_by(self, user: str, *, call_backs: bool = False) -> set[int]:
        """What somebody has not finished; with the call-backs that are to come, if asked for."""
        which = _IN_HAND if call_backs else _ACTIVE
        asked = f'SELECT id FROM "case" WHERE owner = :user AND status IN {which}'  # noqa: S608
        return {number for (number,) in self.world.db.in_snapshot(rows, asked, user=user)}

    def handed_on(self, giver: str, before: set[int], done: HandedOn, as_of: datetime | None) -> None:
        """Nothing is lost on the way: each went to exactly one person, who answers for it now, or stayed.

        `as_of`: the moment at which whoever got them was to be at work; None where a person chose.
        """
        moved = [number for numbers in done.given.values() for number in numbers]
        all_of_it = as_of is None
        stayed = self.held_by(giver, call_backs=all_of_it)
        if len(moved) != len(set(moved)) or set(moved) & stayed or before - set(moved) - stayed:
            raise Broken(f"hand-over: of {sorted(before)} of {giver}, {moved} moved and {sorted(stayed)} stayed")
        for receiver, numbers in done.given.items():
            if as_of and not is_there(receiver, as_of, self.away):
                raise Broken(f"duty: {receiver} was handed {numbers} for {as_of}, and is not there")
            if missing := set(numbers) - self.held_by(receiver, call_backs=all_of_it):
                raise Broken(f"hand-over: {receiver} does not answer for {sorted(missing)}")
            self._is_told(receiver, numbers)
        self.handed += len(moved)

    @property
    def evenness(self) -> Evenness:
        """So far."""
        return Evenness(self._highest(self.weight), self._highest(self.by_lot))

    def _highest(self, weight: dict[str, int]) -> float:
        shares = [weight[user] / share for user, share in self.share.items()]
        return max(shares) / (sum(shares) / len(shares)) if any(shares) else 1.0

    def _is_told(self, receiver: str, numbers: list[int]) -> None:
        asked = "SELECT text FROM message WHERE channel = :to AND key LIKE 'briefing:%'"
        if not self.world.db.in_snapshot(rows, asked, to=receiver):
            raise Broken(f"hand-over: {receiver} got {numbers} without a word")

    def _look(self, session: Session) -> None:
        self._look_at_the_appointed(session)
        asked = 'SELECT id, owner, assigned_because, grade, intensity FROM "case" WHERE id > :last ORDER BY id'
        for number, owner, why, grade, intensity in rows(session, asked, last=self.last_case):
            self.last_case = number
            self.given[why] += 1
            self._was_given_rightly(session, number, owner, why, Grade(grade), intensity)
            if owner and (intensity >= _INTENSE or grade == Grade.URGENT):
                self._is_not_too_much(session, number, owner)

    def _look_at_the_appointed(self, session: Session) -> None:
        """What nobody could take before went to somebody who is there, and who has room for it."""
        now = self.world.clock.now()
        asked = """
            SELECT event.id, case_id, owner FROM event JOIN "case" ON "case".id = case_id
            WHERE event.id > :last AND what = 'appointed' ORDER BY event.id
        """
        for number, case_id, owner in rows(session, asked, last=self.last_event):
            self.last_event = number
            self.appointed += 1
            if not is_there(owner, now, self.away):
                raise Broken(f"duty: case {case_id} waited, and went to {owner} at {now}, who is not there")
            self._has_room(session, case_id, owner)

    def _was_given_rightly(
        self, session: Session, number: int, owner: str | None, why: str, grade: Grade, intensity: int
    ) -> None:
        now = self.world.clock.now()
        there = sorted(one.user for one in HANDS if is_there(one.user, now, self.away))
        weight = self.world.desk.policy.assignment.weights[grade] * intensity
        if owner is None:
            if why not in NOBODY:
                raise Broken(f"duty: case {number} is nobody's, because {why}")
            if grade is not Grade.NORMAL and not rows(
                session, "SELECT 1 FROM message WHERE case_id = :case AND key LIKE 'to:C0SUPERVISE:%'", case=number
            ):
                raise Broken(f"duty: nobody has case {number}, and the supervisors were not told")
            return
        if why not in _BY_RULE or owner not in there:
            raise Broken(f"duty: case {number} went to {owner} ({why}) at {now}; at work are {there}")
        self.weight[owner] += weight
        self.by_lot[self.random.choice(there)] += weight
        for one in there:
            self.share[one] += weight / len(there)
        self._has_room(session, number, owner)

    def _has_room(self, session: Session, number: int, owner: str) -> None:
        asked = f'SELECT count(*) FROM "case" WHERE owner = :owner AND status IN {_ACTIVE}'  # noqa: S608
        ((holds,),) = rows(session, asked, owner=owner)
        if holds > LIMIT:
            raise Broken(f"limit: case {number} went to {owner}, who holds {holds} with it")

    def _is_not_too_much(self, session: Session, number: int, owner: str) -> None:
        """Five intense ones within four hours, in whatever way they came: then none by the rule for half an hour."""
        now = self.world.clock.now().replace(tzinfo=None)
        self.intense += 1
        asked = "SELECT 1 FROM strain_pause WHERE user_id = :user AND begun_at < :now AND until > :now"
        if rows(session, asked, user=owner, now=now):
            raise Broken(f"pause: intense case {number} went to {owner}, who is spared at {now}")
        asked = "SELECT count(*) FROM strain WHERE user_id = :user AND intense AND at > :since"
        ((lately,),) = rows(session, asked, user=owner, since=now - _WITHIN)
        asked = "SELECT 1 FROM strain_pause WHERE user_id = :user AND begun_at <= :now AND until >= :end"
        if lately >= _HARD and not rows(session, asked, user=owner, now=now, end=now + _PAUSE):
            raise Broken(f"pause: {number} is the {lately}th intense case of {owner}, and nothing pauses")
        self.paused += lately >= _HARD


def rows(session: Session, /, asked: str, **values: Any) -> list[Any]:
    """The rows are asked directly: the watch must not see through the desk's own eyes."""
    return [tuple(row) for row in session.connection().execute(text(asked), values).all()]
