"""World: the real desk on a database in memory, with time, Slack and chance in our hands."""

import heapq
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from bot.cards.look import Look
from bot.policy.loader import load_policy
from bot.review import Review
from handlers.casework.desk import Desk
from handlers.casework.directory import Directory
from handlers.casework.intake import receive, take_in_all
from handlers.clock import digest
from handlers.clock.timetable import tick
from handlers.courier import Courier
from scripts_library.scripts import Library
from scripts_library.wording import Wording
from storage import errands, escalations, outbox, schema, timers
from storage.database import Database
from storage.inbox import Delivery
from tests.house.clock import FrozenClock
from tests.house.keys import KEYS
from tests.house.shop import NoOpinion
from tests.simulation.slack import Died, SimulatedSlack, Weather

_TEMPLATES: dict[str, bytes] = {}
_ROUNDS = 60


@dataclass
class World:
    """Everything there is. `events` are what people and chance will do, by time."""

    random: Random
    clock: FrozenClock
    weather: Weather
    slack: SimulatedSlack
    db: Database
    policy_file: Path | None = None
    events: list[tuple[datetime, int, Callable[[], Any]]] = field(default_factory=list)
    crashes: int = 0
    steps: int = 0
    accepted: int = 0
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.slack.later = self.at
        self.starts_anew()

    def starts_anew(self) -> None:
        """A new process on the same database: whatever was only in memory is gone."""
        policy = load_policy(self.policy_file)
        directory = Directory({user: person.name for user, person in policy.people.items()})
        look = Look(Wording("zh_CN"), policy, directory.name)
        self.desk = Desk(self.db, self.clock, policy, look, directory, Library("zh_CN"))
        leases = (f"lease-{self.random.getrandbits(48):012x}" for _ in count())
        self.courier = Courier(self.desk, self.slack, lambda: next(leases))
        self.db.in_transaction(outbox.revive, self.clock.now())

    def at(self, moment: datetime, work: Callable[[], Any]) -> None:
        """Let this happen then."""
        heapq.heappush(self.events, (moment, next(self._numbers), work))

    async def push(self, body: dict[str, Any]) -> None:
        """A review is delivered, accepted, and sometimes delivered again."""
        delivery = Delivery("standard", f"msg-{next(self._numbers)}", Review.model_validate(body))
        try:
            await receive(self.desk, [delivery] * (2 if self.random.random() < 0.05 else 1))
        except OperationalError:  # 503: the source comes again
            self.at(self.clock.now() + timedelta(seconds=30), lambda: self.push(body))
        else:
            self.accepted += 1

    async def live_until(self, end: datetime, look: Callable[[], None]) -> None:
        """From moment to moment at which something happens; `look` sees the world after every step."""
        while (moment := await self._next_moment()) < end:
            self.clock.move_to(moment)
            while self.events and self.events[0][0] <= self.clock.now():
                _, _, work = heapq.heappop(self.events)
                doing = work()
                if doing is not None:
                    await self._survived(doing)
            await self.does_what_is_due()
            self.steps += 1
            look()
        self.clock.move_to(end)

    async def does_what_is_due(self) -> None:
        """What the bot's standing tasks would do at this moment."""
        await self._survived(tick(self.desk))
        await self._survived(take_in_all(self.desk, NoOpinion()))
        await self._survived(self.courier.send_all())

    async def comes_to_rest(self) -> None:
        """Fair weather, and time for whatever was put back."""
        self.weather.clears(self.clock.now())
        for _ in range(_ROUNDS):
            self.clock.advance(minutes=2)
            await self.does_what_is_due()
            while await self.db.read(errands.next_turn, self.clock.now()) is not None:
                self.clock.advance(seconds=1.1)
                await self.does_what_is_due()

    async def _survived(self, doing: Any) -> None:
        """The process may die meanwhile: another one starts."""
        try:
            await doing
        except* Died:
            await self._end_tasks()
            self.crashes += 1
            self.starts_anew()
        except* OperationalError:
            await self._end_tasks()

    async def _end_tasks(self) -> None:
        for task in list(self.courier._going):
            task.cancel()
        self.courier._going.clear()

    async def _next_moment(self) -> datetime:
        now = self.clock.now()
        turn = await self.db.read(errands.next_turn, now)
        wish = await self.db.read(outbox.next_wish)
        due = await self.db.read(timers.next_due)
        rises = await self.db.read(escalations.next_due)
        moments = [
            *([self.events[0][0]] if self.events else []),
            *([max(turn, now + timedelta(milliseconds=100))] if turn else []),
            *([wish] if wish and wish > now else []),
            *([due] if due and due > now else []),
            *([rises] if rises and rises > now else []),
            digest.due_at(self.desk, digest.local_date(self.desk) + timedelta(days=1)),
            now + timedelta(hours=1),
        ]
        return max(min(moments), now + timedelta(milliseconds=1))


@contextmanager
def silence() -> Iterator[None]:
    """Inside, nothing is logged: a year's faults would fill a disk. Afterwards all is as before."""
    before = structlog.get_config()
    mute = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=mute, cache_logger_on_first_use=False)  # or whoever spoke first here stays mute
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        structlog.configure(**before)


def make_world(seed: int, start: datetime, policy_file: Path | None = None) -> World:
    """A shop that has just opened. Everything that is drawn is drawn from the seed."""
    random, clock, weather = Random(seed), FrozenClock(start), Weather()
    return World(
        random, clock, weather, SimulatedSlack(clock, Random(random.random()), weather), _database(), policy_file
    )


def _database() -> Database:
    """In memory, at the current schema; made once and copied."""
    database = Database("sqlite://", keys=KEYS, threads=False)
    connection = database.engine.raw_connection()
    driver: sqlite3.Connection = connection.driver_connection  # type: ignore[assignment]
    if "schema" not in _TEMPLATES:
        connection.close()
        schema.migrate(database)
        _TEMPLATES["schema"] = driver.serialize()
    else:
        driver.deserialize(_TEMPLATES["schema"])
        connection.close()
    return database
