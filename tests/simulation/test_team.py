"""A simulated shop with a rota: nobody gets a case off duty, hand-overs lose nothing; and proof that the watch sees."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

import storage.strain
from bot.rules.assignment import Assignment, Member, Why
from handlers.casework import duty, handing_on, strain, unowned
from handlers.casework.desk import Desk
from storage import people
from tests.simulation.promises import Broken
from tests.simulation.rota import HANDS, Absences, is_there
from tests.simulation.team import START, Staff, live
from tests.simulation.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.sqlite_only]


async def test_some_days_of_a_team() -> None:
    told = await live(1, 4, _angry_day)

    assert told.given["least_load"] > told.given.get("nobody_on_duty", 0)
    assert told.handed_on > 5
    assert told.appointed > 0
    assert told.paused > 3
    assert told.evenness.given < 2


def _bad_day(_: World, staff: Staff) -> None:
    staff.has_a_bad_day(START)


def _angry_day(_: World, staff: Staff) -> None:
    staff.has_an_angry_day(START)


def _everybody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty, "off_duty", lambda *_: set())


def _nobody_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Member, "is_full", property(lambda _: False))


def _told_of_more_than_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody gets a case of another's besides."""
    hand = handing_on._hand

    async def forgetful(*given: Any) -> Any:
        done = await hand(*given)
        for numbers in done.given.values():
            numbers.append(1)
        return done

    monkeypatch.setattr(handing_on, "_hand", forgetful)


def _nobody_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.strain, "paused", lambda *_: set())


def _nothing_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strain, "_count", lambda *_, **__: None)


def _who_waited_goes_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(_: Session, desk: Desk, wanted: Any, at: datetime, besides: Any = ()) -> Assignment:
        off = next(one.user for one in HANDS if not is_there(one.user, at, Absences()))
        return Assignment(off, Why.LEAST_LOAD)

    monkeypatch.setattr(unowned, "give", give)


@pytest.mark.parametrize(
    ("spoil", "broken"),
    [
        (_who_waited_goes_to_anybody, "duty: case [0-9]+ waited"),
        (_everybody_is_there, "duty:"),
        (_nobody_is_full, "limit:"),
        (_told_of_more_than_moved, "hand-over:"),
        (_nobody_is_spared, "pause:"),
        (_nothing_pauses, "pause:"),
    ],
)
async def test_the_watch_sees_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, spoil: Callable[[pytest.MonkeyPatch], None], broken: str
) -> None:
    spoil(monkeypatch)
    with pytest.raises(Broken, match=f"^{broken}"):
        await live(2, 4, _angry_day if broken == "pause:" else _bad_day)


async def test_the_watch_sees_a_grave_case_that_nobody_hears_of() -> None:
    def mutate(world: World, staff: Staff) -> None:
        """Everybody has gone home, and what the supervisors are told vanishes."""
        until = world.clock.now() + timedelta(days=30)
        staff.away.until.update({hand.user: until for hand in HANDS})
        world.db.in_transaction(_all_gone, until)
        with world.db.engine.begin() as connection:
            connection.execute(text(_LOSING))

    with pytest.raises(Broken, match=r"^duty: nobody has case"):
        await live(3, 4, mutate)


_LOSING = """
    CREATE TRIGGER losing AFTER INSERT ON message WHEN new.key LIKE 'to:C0SUPERVISE:%'
    BEGIN DELETE FROM message WHERE id = new.id; END
"""


def _all_gone(session: Session, until: datetime) -> None:
    for hand in HANDS:
        people.sign_off(session, hand.user, until)
