"""Clock jumps: a machine's clock is put forward or back by hours or days; nothing is lost and nothing is said twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apscheduler.schedulers import base

from handlers.clock.timetable import tick, timetable
from handlers.heartbeat import Heartbeat
from storage import errands
from tests.house.patience import becomes
from tests.house.shop import Shop

JUMPS = [{"hours": 2}, {"hours": -2}, {"days": 8}, {"days": -8}]


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_card_is_posted_after_any_jump(shop: Shop, jump: dict[str, float]) -> None:
    await shop.review_arrives()
    shop.clock.jump(**jump)

    await shop.review_arrives()
    await shop.person("小李").presses("认领", number=0)

    assert len(shop.person("小李").sees()) == 2
    assert shop.person("小李").thread(number=0)[-1] == "小李 认领了"


@pytest.mark.parametrize("jump", JUMPS)
async def test_every_reminder_comes_once_over_a_jump_and_back(shop: Shop, jump: dict[str, float]) -> None:
    await shop.review_arrives()
    shop.clock.jump(**jump)
    await shop.does_what_is_due()
    shop.clock.jump(**{unit: -length for unit, length in jump.items()})
    await shop.does_what_is_due()

    await shop.time_passes(hours=3)

    lines = shop.person("小李").thread()
    assert len(lines) == len(set(lines))
    assert any("超时" in line or "超过" in line or "上报" in line for line in lines), lines


@pytest.mark.parametrize("jump", [{"hours": -2}, {"days": -8}])
async def test_a_lease_and_a_pause_from_the_future_do_not_hold_anything(shop: Shop, jump: dict[str, float]) -> None:
    """The process died while sending, in a time that has not come yet."""
    from handlers.casework.intake import take_in_all
    from tests.house.shop import a_review

    await shop.push(a_review(shop.clock.now()))
    desk = shop.parts.staff.desk
    await take_in_all(desk, shop.opinion)
    assert await desk.db.write(errands.lease, now=desk.clock.now(), token="of the dead", limit=1)
    shop.clock.jump(**jump)

    await shop.settles()

    assert len(shop.person("小李").sees()) == 1


async def test_a_digest_is_not_sent_again_when_the_clock_goes_back_over_nine(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.time_passes(days=1)
    shop.clock.jump(hours=-2)
    await shop.does_what_is_due()
    shop.clock.jump(hours=2)
    await shop.does_what_is_due()

    assert len(shop.person("周经理").sees("C0MANAGERS")) == 1


async def test_the_timetable_goes_on_when_the_wall_clock_is_put_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler would sleep until the moment comes again that it had reached."""
    ahead = timedelta(hours=2)

    class Moved(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + ahead

    monkeypatch.setattr(base, "datetime", Moved)
    monkeypatch.setattr("handlers.clock.timetable.datetime", Moved)
    heartbeat = Heartbeat(shop.clock)
    beats: list[datetime] = []
    monkeypatch.setattr(heartbeat, "beat", lambda: beats.append(datetime.now(UTC)))

    async with timetable(shop.parts.staff.desk, heartbeat):
        await becomes(lambda: len(beats) >= 2)
        ahead = timedelta()
        beats.clear()

        await becomes(lambda: len(beats) >= 2)


async def test_a_jump_forward_says_late_once(shop: Shop) -> None:
    await shop.review_arrives()
    shop.clock.jump(days=8)

    await tick(shop.parts.staff.desk)
    await tick(shop.parts.staff.desk)
    await shop.settles()

    late = [line for line in shop.person("小李").thread() if "晚" in line]
    assert len(late) == len(set(late)) >= 1
