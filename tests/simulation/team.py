"""Team: a year of a shop that keeps a rota, watched: who is given what, when, how much, and that nothing is lost.

`python -m tests.simulation.team --days 365` lives it and prints what it came to. Slack is left out of it: messages are
written and not sent, so that a year takes minutes.
"""

import argparse
import asyncio
import heapq
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.case import Actor, Case, Order, RootCause
from bot.rules.lifecycle import possible
from bot.rules.refusals import Refusal
from bot.vocabulary import Action, Channel, Outcome, Role, Solution, Stage
from handlers.casework.carry_out import carry_out
from handlers.casework.handing_on import hand_all, hand_to_next_shift
from handlers.casework.intake import take_in_all
from handlers.clock.timetable import tick
from storage import people
from storage.cases import read_case
from tests.house.clock import SHANGHAI
from tests.house.shop import NoOpinion
from tests.simulation.duties import Duties, Evenness, rows
from tests.simulation.rota import HANDS, LINES, SUPERVISOR, Absences, Hand, is_there, policy_file, shift_end
from tests.simulation.world import World, make_world, silence

START = datetime(2026, 1, 5, 7, tzinfo=SHANGHAI)
REVIEWS_A_DAY = 24.0  # bad ones
_MILD = ("快递太慢了,等了十天", "和图片完全不一样", "发错货了,少发一件", "降价了也不补差价", "用了两天就坏了,烧不开水")
_ANGRY = ("垃圾店家!!气死我了,骗子!再也不买了!!!", "太差了!!!客服态度恶劣,气死人,要投诉到12315!!!")
_UNSAFE = ("插上电就冒烟了,差点着火", "孩子用了过敏,全身红肿去了医院")
_FORWARD = (Action.CLAIM, Action.CONTACT_REACHED, Action.SOLUTION, Action.RESOLVE, Action.FOLLOW_UP_GOOD)
_BREAK = timedelta(minutes=30)
_MORNING = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """What a history came to."""

    seed: int
    days: int
    given: dict[str, int]  # why → cases
    closed: int
    handed_on: int
    appointed: int
    intense: int
    paused: int
    evenness: Evenness
    seconds: float


@dataclass
class Staff:
    """The team at work: who is there works on what they hold; at the end of a shift they hand on what is left."""

    world: World
    duties: Duties
    away: Absences
    pressed: int = 0
    _number: int = 0
    _presses: int = 0
    _plans: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def random(self) -> Random:
        return self.world.random

    def plans_a_day(self, day: datetime) -> None:
        """Reviews by day and night, breaks, days off, and the end of every shift that begins on this day."""
        for _ in range(self._many()):
            self.world.at(day + timedelta(seconds=self.random.triangular(0, 86_399, 55_000)), self._write)
        if self.random.random() < 0.05:
            self.random.choice((self.has_a_bad_day, self.has_an_angry_day))(day)
        for hand in HANDS:
            if self.random.random() < 0.15:
                at = day + timedelta(hours=self.random.uniform(8, 22))
                self.world.at(at, lambda hand=hand: self._rests(hand, self.world.clock.now() + _BREAK))
            if self.random.random() < 0.02:
                self.world.at(day, lambda hand=hand, day=day: self._rests(hand, day + timedelta(days=1)))
            end = shift_end(hand, day.astimezone(SHANGHAI).date())
            if end:
                self.world.at(end - timedelta(minutes=10), lambda hand=hand, end=end: self._ends(hand, end))

    def has_a_bad_day(self, day: datetime) -> None:
        """Many at once."""
        self._come(day, self.random.randint(60, 90), timedelta(minutes=20), self._write)

    def has_an_angry_day(self, day: datetime) -> None:
        """Angry ones for hours."""
        self._come(day, self.random.randint(120, 150), timedelta(hours=9), self._write_angrily)

    def _come(self, day: datetime, many: int, length: timedelta, write: Callable[[], Any]) -> None:
        begin = day + timedelta(hours=self.random.uniform(9, 12))
        for _ in range(many):
            self.world.at(begin + self.random.random() * length, write)

    def leaves(self, user: str) -> Callable[[], Any]:
        """For good: the next morning a supervisor gives their cases to somebody who is there."""

        async def leave() -> None:
            self.away.gone.add(user)
            self.world.desk.directory.gone.add(user)
            self.world.at(self.world.clock.now() + _MORNING, inherit)

        async def inherit() -> None:
            there = [one.user for one in HANDS if is_there(one.user, self.world.clock.now(), self.away)]
            if not there:
                self.world.at(self.world.clock.now() + _MORNING, inherit)
                return
            before, supervisor = self.duties.held_by(user, call_backs=True), Actor(SUPERVISOR, Role.SUPERVISOR)
            done = await hand_all(self.world.desk, user, self.random.choice(there), supervisor, once=self._press())
            self.duties.handed_on(user, before, done, None)

        return leave

    def closed(self) -> int:
        """How many cases came to their end, call-back and all."""
        ((many,),) = self.world.db.in_snapshot(rows, "SELECT count(*) FROM \"case\" WHERE status = 'closed'")
        return int(many)

    async def _write(self) -> None:
        chance = self.random.random()
        await self._write_words(_UNSAFE if chance < 0.05 else _ANGRY if chance < 0.3 else _MILD)

    async def _write_angrily(self) -> None:
        await self._write_words(_ANGRY)

    async def _write_words(self, words: Sequence[str]) -> None:
        self._number += 1
        await self.world.push(
            {
                "id": f"r-{self._number}",
                "store": "home-cn",
                "order": {"id": f"o-{self._number}", "paid": str(self.random.randint(10, 900))},
                "product": {
                    "sku": f"sku-{self.random.randrange(5000)}",
                    "name": "电热水壶 1.5L",
                    "line": self.random.choice((*LINES, "没人管的")),
                },
                "customer": {"id": f"c-{self.random.randrange(5000)}", "name": "王小明", "tier": "gold"},
                "rating": 1,
                "text": self.random.choice(words),
                "created_at": self.world.clock.now().isoformat(),
            }
        )

    async def works(self) -> None:
        """Whoever is there takes the next step in some of what they hold, and takes what is nobody's."""
        now = self.world.clock.now()
        for hand in HANDS:
            if not is_there(hand.user, now, self.away):
                continue
            held = sorted(self.duties.held_by(hand.user))
            for number in held[: self.random.randint(1, 4)]:
                await self._steps(hand, number)
            for number in self._to_call_back(hand.user):
                await self._steps(hand, number)
            free = self._unowned()
            if free and len(held) < 6:
                await self._steps(hand, free[0])

    async def _steps(self, hand: Hand, number: int) -> None:
        case = self.world.db.in_snapshot(read_case, number)
        action = next((one for one in reversed(_FORWARD) if one in possible(case) and not _is_done(case, one)), None)
        if action is None:
            return
        if action is Action.CLAIM and self.random.random() < 0.03:
            action = Action.RELEASE if Action.RELEASE in possible(case) else action
        order = Order(
            action,
            Actor(hand.user, Role.AGENT),
            self.world.clock.now(),
            note="说明一下",
            channel=Channel.WANGWANG,
            outcome=Outcome.REACHED,
            solution=Solution.APOLOGY,
            cause=RootCause(Stage.PRODUCTION, "采购", ""),
            satisfaction=self.random.randint(1, 5),
        )
        try:
            await carry_out(self.world.desk, number, [order], once=self._press())
            self.pressed += 1
        except Refusal:
            return

    def _rests(self, hand: Hand, until: datetime) -> Any:
        """A break within a day off does not shorten it."""
        until = max(until, self.away.until.get(hand.user, until))
        self.away.until[hand.user] = until
        return self.world.db.write(people.sign_off, hand.user, until)

    async def _ends(self, hand: Hand, end: datetime) -> None:
        """Ten minutes before; some forget it."""
        if hand.user in self.away.gone or self.random.random() < 0.2:
            return
        before = self.duties.held_by(hand.user)
        done = await hand_to_next_shift(self.world.desk, hand.user, end, once=self._press())
        self.duties.handed_on(hand.user, before, done, end)

    def _unowned(self) -> list[int]:
        asked = "SELECT id FROM \"case\" WHERE owner IS NULL AND status = 'open' ORDER BY id LIMIT 5"
        return [number for (number,) in self.world.db.in_snapshot(rows, asked)]

    def _to_call_back(self, user: str) -> list[int]:
        """Whom they are to ask by now whether all is well."""
        asked = """
            SELECT id FROM "case" WHERE owner = :user AND status = 'resolved' AND follow_up_due_at <= :now
            ORDER BY follow_up_due_at LIMIT 4
        """
        now = self.world.clock.now().replace(tzinfo=None)
        return [number for (number,) in self.world.db.in_snapshot(rows, asked, user=user, now=now)]

    def _many(self) -> int:
        return sum(1 for _ in range(int(REVIEWS_A_DAY * 4)) if self.random.random() < 0.25)

    def _press(self) -> str:
        self._presses += 1
        return f"press-{self._presses}"


def _is_done(case: Case, action: Action) -> bool:
    """What needs no second time."""
    done = {Action.CONTACT_REACHED: case.reached_at, Action.SOLUTION: case.solved_at}
    return done.get(action) is not None


async def live(seed: int, days: int, mutate: Callable[[World, Staff], None] | None = None) -> Told:
    """Live it; raises `Broken` where a duty does not hold. `mutate` spoils the world, for its watch."""
    with silence(), tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.toml"
        file.write_text(policy_file(), encoding="utf-8")
        return await _live(seed, days, file, mutate)


async def _live(seed: int, days: int, file: Path, mutate: Callable[[World, Staff], None] | None) -> Told:
    began = time.monotonic()
    world, away = make_world(seed, START, file), Absences()
    duties = Duties(world, away, Random(seed))
    staff = Staff(world, duties, away)
    for number in range(days):
        day = START.replace(hour=0) + timedelta(days=number)
        world.at(max(day, START), lambda day=day: staff.plans_a_day(day))
        if number and number % 30 == 0:
            world.at(day, lambda number=number: print(f"  {number} days: {duties.last_case} cases", flush=True))
    world.at(START + timedelta(days=days * 0.6), staff.leaves("U0A4"))
    if mutate:
        mutate(world, staff)
    try:
        await _passes(world, staff, START + timedelta(days=days))
        return Told(
            seed,
            days,
            dict(duties.given),
            staff.closed(),
            duties.handed,
            duties.appointed,
            duties.intense,
            duties.paused,
            duties.evenness,
            time.monotonic() - began,
        )
    finally:
        world.db.close()


async def _passes(world: World, staff: Staff, end: datetime) -> None:
    """From event to event; every twenty minutes people work, every hour the clock's own jobs are done."""
    turn, hour = START, START
    while world.events or turn < end:
        moment = min([turn, *(event[0] for event in world.events[:1])])
        if moment >= end:
            break
        world.clock.move_to(max(moment, world.clock.now()))
        while world.events and world.events[0][0] <= world.clock.now():
            _, _, work = heapq.heappop(world.events)
            doing = work()
            if doing is not None:
                await doing
        await take_in_all(world.desk, NoOpinion())
        staff.duties.look()
        if moment >= turn:
            await staff.works()
            turn += timedelta(minutes=20)
        if moment >= hour:
            await tick(world.desk)
            staff.duties.look()
            hour += timedelta(hours=1)
        world.steps += 1


def main() -> int:
    """Live them one after the other; 1 when any duty was broken."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    for seed in range(asked.first, asked.first + asked.seeds):
        told = asyncio.run(live(seed, asked.days))
        given = ", ".join(f"{why} {count}" for why, count in sorted(told.given.items(), key=lambda one: -one[1]))
        print(f"seed {told.seed}: {told.days} days, {sum(told.given.values())} cases: {given}; {told.seconds:.0f} s")
        print(f"  closed: {told.closed}, handed on: {told.handed_on}, given after having waited: {told.appointed}")
        print(f"  intense: {told.intense}, that began a pause: {told.paused}")
        even = told.evenness
        print(f"  weight by equal share, the highest by the mean: {even.given:.2f}, by lot {even.by_lot:.2f}")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
