"""The simulated year: some weeks of some seeds, each with every promise watched; and proof that the watch sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from handlers.clock import digest
from tests.simulation.promises import Broken, Promises
from tests.simulation.world import World
from tests.simulation.year import START, live

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.sqlite_only]


@pytest.mark.parametrize(("seed", "days", "size"), [(1, 5, "quiet"), (2, 1, "busy")])
async def test_every_promise_holds(seed: int, days: int, size: str) -> None:
    history = await live(seed, days, size)

    assert history.cases > 5
    assert history.presses > history.cases
    assert history.faults > 0


async def test_one_seed_is_one_history() -> None:
    first, second, other = await live(7, 1), await live(7, 1), await live(8, 1)

    assert first.mark == second.mark
    assert first.mark != other.mark


def _forget(table: str, condition: str, hours: float = 0.1) -> Callable[[World, Promises], None]:
    """Rows vanish as if a fault of the program had never written them."""

    def mutate(world: World, _: Promises) -> None:
        def vanish() -> None:
            with world.db.engine.begin() as connection:
                connection.execute(text(f"DELETE FROM {table} WHERE {condition}"))  # noqa: S608
            world.at(world.clock.now() + timedelta(hours=hours), vanish)

        world.at(START, vanish)

    return mutate


def _silent(world: World, _: Promises) -> None:
    """Slack takes every post and shows none."""
    stand = world.slack._stand

    def lost(channel: str, letter: Any) -> Any:
        posted = stand(channel, letter)
        world.slack.rooms[channel].pop(posted.ts)
        return posted

    world.slack.told = lambda *_: None
    world.slack._stand = lost  # type: ignore[method-assign]


def _twice(world: World, _: Promises) -> None:
    """Every post stands twice."""
    stand = world.slack._stand

    def double(channel: str, letter: Any) -> Any:
        stand(channel, letter)
        return stand(channel, letter)

    world.slack._stand = double  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("mutate", "days", "promise"),
    [
        (_forget("timer", "kind IN ('start_overdue', 'start_warn')", hours=0.3), 4, "start"),
        (_forget("timer", "kind IN ('contact_overdue', 'contact_warn')"), 3, "contact"),
        (_forget("timer", "kind LIKE 'follow_up%'", hours=6), 10, "follow-up"),
        (_forget("escalation_step", "outcome = 'told'", hours=1), 3, "escalation"),
        (_silent, 3, "alert"),
        (_twice, 2, "messages"),
    ],
    ids=["start", "contact", "follow-up", "escalation", "alert", "messages"],
)
async def test_the_watch_sees_a_broken_promise(
    mutate: Callable[[World, Promises], None], days: int, promise: str
) -> None:
    with pytest.raises(Broken, match=f"^{promise}:"):
        await live(3, days, "busy" if promise == "start" else "quiet", mutate=mutate)


async def test_the_watch_sees_a_morning_without_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(_desk: Any) -> list[Any]:
        return []

    monkeypatch.setattr(digest, "missing", none)

    with pytest.raises(Broken, match=r"^digest:"):
        await live(3, 3)
