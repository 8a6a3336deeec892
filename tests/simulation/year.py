"""Year: one seed lived through, from the first review to the last call-back."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from tests.house.clock import SHANGHAI
from tests.simulation.people import Crowd
from tests.simulation.promises import Promises
from tests.simulation.world import World, make_world, silence

START = datetime(2026, 1, 5, 0, 30, tzinfo=SHANGHAI).astimezone(UTC)
SIZES = {"quiet": 6.0, "busy": 28.0}  # reviews a day, about a third of them bad


@dataclass(frozen=True)
class History:
    """What one seed came to."""

    seed: int
    days: int
    reviews: int
    cases: int
    presses: int
    faults: int
    crashes: int
    steps: int
    slowest_alert: timedelta
    seconds: float
    mark: str  # equal for equal histories


async def live(
    seed: int, days: int, size: str = "quiet", mutate: Callable[[World, Promises], None] | None = None
) -> History:
    """Live it; raises `Broken` at the first promise that does not hold. `mutate` spoils the world, for its watch."""
    with silence():
        return await _live(seed, days, size, mutate)


async def _live(seed: int, days: int, size: str, mutate: Callable[[World, Promises], None] | None) -> History:
    began = time.monotonic()
    world = make_world(seed, START)
    promises, crowd = Promises(world), Crowd(world, SIZES[size])
    _weather_for(world, days)
    for number in range(days):
        day = START.astimezone(SHANGHAI).replace(hour=0, minute=30) + timedelta(days=number)
        world.at(day.astimezone(UTC), lambda day=day: crowd.plans_a_day(day.astimezone(UTC)))
    if mutate:
        mutate(world, promises)
    try:
        await world.live_until(START + timedelta(days=days), promises.look)
        world.events.clear()
        await world.comes_to_rest()
        promises.in_the_end()
        return _history(seed, days, world, promises, crowd, time.monotonic() - began)
    finally:
        world.db.close()


def _weather_for(world: World, days: int) -> None:
    """Outages of minutes and hours, an archived channel, a revoked token, a clock put right, a database in trouble."""
    random, weather = Random(world.random.random()), world.weather
    for _ in range(max(1, days // 20)):
        begin = START + timedelta(days=random.uniform(0, days))
        length = timedelta(minutes=random.choice((2, 10, 45, 120)))
        weather.outages.append((begin, begin + length, random.choice(("network", "server", "token"))))
    for _ in range(max(1, days // 60)):
        begin = START + timedelta(days=random.uniform(0, days))
        channel = random.choice(("C0HOME", "C0BEAUTY", "C0SUPERVISE"))
        weather.archived[channel].append((begin, begin + timedelta(hours=random.uniform(1, 24))))
    _database_trouble(world, random)
    for _ in range(days // 10):
        world.at(START + timedelta(days=random.uniform(0, days)), lambda: _someone_deletes_a_card(world, random))
        world.at(START + timedelta(days=random.uniform(0, days)), lambda: world.starts_anew())


def _database_trouble(world: World, random: Random) -> None:
    """One change in some ten thousand fails."""

    def change(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE")) and random.random() < 0.0001:
            raise OperationalError(statement, None, Exception("disk I/O error"))

    event.listen(world.db.engine, "before_cursor_execute", change)


def _someone_deletes_a_card(world: World, random: Random) -> None:
    cards = [
        (channel, message.ts)
        for channel in ("C0HOME", "C0BEAUTY", "C0FRESH")
        for message in world.slack.rooms[channel].values()
        if message.key.startswith("card:")
    ]
    if cards:
        world.slack.someone_deletes(*random.choice(cards))


def _history(seed: int, days: int, world: World, promises: Promises, crowd: Crowd, seconds: float) -> History:
    with world.db.engine.connect() as connection:
        (reviews,) = connection.execute(text("SELECT count(*) FROM review")).one()
        (cases,) = connection.execute(text('SELECT count(*) FROM "case"')).one()
        events = connection.execute(text("SELECT case_id, at, what, actor, to_status FROM event ORDER BY id")).all()
    messages = sorted((message.ts, message.key) for room in world.slack.rooms.values() for message in room.values())
    mark = sha256(repr((list(map(tuple, events)), messages)).encode()).hexdigest()[:16]
    return History(
        seed=seed,
        days=days,
        reviews=reviews,
        cases=cases,
        presses=crowd.pressed["done"],
        faults=sum(world.slack.faults.values()),
        crashes=world.crashes,
        steps=world.steps,
        slowest_alert=promises.slowest_alert,
        seconds=seconds,
        mark=mark,
    )
