"""Escalation that can wait: lunch, early mornings, cases given back, bursts, and what a stop leaves unsaid."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.case import Order
from bot.vocabulary import Action
from handlers.casework.carry_out import carry_out
from handlers.casework.intake import take_in_all
from handlers.clock import escalations as clock
from handlers.clock import reminders
from handlers.clock.timetable import tick
from storage import people
from tests.conftest import OpenShop
from tests.handlers.test_escalation import IMPORTANT, MANAGERS, SUPERVISORS, URGENT, _dms, _room, _steps
from tests.house.shop import Shop, a_review

TEAM = """
[people.U0ZHAO]
name = "赵组长"
shift = "{lead}"
[people.U0CHEN]
name = "陈主管"
shift = "{supervisor}"
[people.U0ZHOU]
name = "周经理"
[roles]
agents = ["U0LI", "U0WANG"]
leads = ["U0ZHAO"]
supervisors = ["U0CHEN"]
managers = ["U0ZHOU"]
[shifts.day]
from = "09:30"
to = "18:30"
lunch = ["12:30", "13:30"]
days = "every_day"
[shifts.early]
from = "06:00"
to = "09:45"
days = "every_day"
"""
DAY = TEAM.format(lead="day", supervisor="day")
EVENING = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)  # 18:30 in the shop


async def test_at_lunch_a_normal_case_waits_for_its_lead(opening: OpenShop) -> None:
    async with opening(policy=DAY) as shop:
        await shop.review_arrives()  # contact due 12:00, the lead's step at 13:00
        await shop.time_passes(hours=3, minutes=29)
        assert _steps(shop) == (0, 0, 0)

        await shop.time_passes(minutes=2)

        assert _steps(shop) == (1, 0, 0)
        (told,) = _dms(shop, "赵组长")
        assert "应在 11-23 12:00 前联系,已超时 1 小时 30 分" in told
        assert "系统中断" not in told


async def test_what_changes_while_it_waits_does_not_send_it_early(opening: OpenShop) -> None:
    async with opening(policy=DAY) as shop:
        await shop.review_arrives()
        await shop.time_passes(hours=3, minutes=5)
        await shop.person("陈主管").presses("改判")
        await shop.person("陈主管").fills_in(category="物流服务", note="其实是快递的问题")
        await shop.time_passes(minutes=20)

        assert _steps(shop) == (0, 0, 0)


async def test_an_urgent_case_does_not_wait_for_lunch_to_end(opening: OpenShop) -> None:
    async with opening(policy=DAY) as shop:
        await shop.time_passes(hours=2, minutes=10)
        await shop.review_arrives(text=URGENT)  # at 12:10, the lead's step at 12:50
        await shop.time_passes(minutes=41)

        assert _steps(shop) == (0, 0, 1)


async def test_what_waited_overnight_waits_for_the_shift_that_begins_after_quiet_hours(opening: OpenShop) -> None:
    async with opening(policy=DAY, start=EVENING) as shop:
        await shop.review_arrives()
        await shop.time_passes(hours=14, minutes=59)
        assert _steps(shop) == (0, 0, 0)

        await shop.time_passes(minutes=2)

        assert _steps(shop) == (0, 1, 0)


async def test_where_the_higher_level_comes_later_the_lower_one_hears_now(opening: OpenShop) -> None:
    """Both steps are due at nine; the lead is there, the supervisor comes at half past."""
    async with opening(policy=TEAM.format(lead="early", supervisor="day"), start=EVENING) as shop:
        await shop.review_arrives()
        await shop.time_passes(hours=14, minutes=31)
        assert _steps(shop) == (1, 0, 0)

        await shop.time_passes(minutes=30)

        assert _steps(shop) == (1, 1, 0)


async def test_a_normal_case_never_comes_to_the_managers(opening: OpenShop) -> None:
    async with opening(policy=TEAM.format(lead="early", supervisor="early")) as shop:
        await shop.review_arrives()  # at ten they have gone for this day
        await shop.time_passes(hours=10)

        assert _steps(shop) == (0, 1, 0)
        (told,) = _room(shop, "陈主管", SUPERVISORS)
        assert "组长都不在班" in told
        assert "<@U0CHEN>" not in told, "who has gone is left in peace"


async def test_whoever_signed_off_until_later_today_is_waited_for(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.time_passes(hours=2, minutes=50)
    back = shop.clock.now() + timedelta(minutes=70)  # at 14:00
    await shop.parts.staff.desk.db.write(people.sign_off, "U0ZHAO", back)
    await shop.time_passes(minutes=65)
    assert _steps(shop) == (0, 0, 0)

    await shop.time_passes(minutes=6)

    assert _steps(shop) == (1, 0, 0)


async def test_a_normal_case_given_back_gets_its_whole_time_anew(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await shop.time_passes(minutes=150)
    await xiaoli.presses("认领")  # at 12:30; the contact was due at 12:00
    await shop.time_passes(minutes=50)
    await xiaoli.chooses_more("退回")  # at 13:20
    await shop.time_passes(minutes=59)
    assert _steps(shop) == (0, 0, 0)

    await shop.time_passes(minutes=2)

    (told,) = _dms(shop, "赵组长")
    assert "系统中断" not in told
    assert "系统中断" not in "".join(xiaoli.thread())


async def test_a_stop_over_the_deadline_and_its_step_says_how_late_the_step_is(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    shop.clock.advance(minutes=45)
    await shop.restarts()
    await shop.does_what_is_due()

    (told,) = _dms(shop, "赵组长")
    assert "(系统中断过,这条提醒晚了 5 分钟)" in told


@pytest.mark.parametrize(("text", "minutes"), [(URGENT, 41), (IMPORTANT, 91)])
async def test_a_burst_is_told_some_cases_at_a_time_and_in_one_message(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, text: str, minutes: int
) -> None:
    looked_at: list[int] = []
    some = clock._tell_some

    def counted(*args: Any) -> Any:
        told = some(*args)
        looked_at.append(len(told[0]))
        return told

    monkeypatch.setattr(clock, "_BATCH", 2)
    monkeypatch.setattr(clock, "_tell_some", counted)
    desk = shop.parts.staff.desk
    await shop.push({"reviews": [a_review(shop.clock.now(), text=text) for _ in range(5)]})
    await take_in_all(desk, shop.opinion)

    await shop.time_passes(minutes=minutes)

    assert looked_at == [2, 2, 1]
    (told,) = _dms(shop, "赵组长")
    assert "⏫ 5 件过了时限还没人处理" in told
    assert all(f"#{number}" in told for number in range(1, 6))


async def test_what_was_missed_is_said_though_the_case_sleeps_before_it_was_sent(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await shop.time_passes(minutes=119)
    shop.clock.advance(minutes=2)
    desk = shop.parts.staff.desk
    await reminders.fire_due(desk)  # the courier did not come yet
    snoozed = Order(Action.SNOOZE, desk.policy.actor("U0LI"), shop.clock.now(), note="在开会", pause=timedelta(hours=1))
    await carry_out(desk, 1, [snoozed])
    await shop.settles()

    assert "首次联系已超时" in shop.person("陈主管").reads(SUPERVISORS)


async def test_a_reminder_that_fails_does_not_stop_the_clock(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.forgive("a reminder failed")
    await shop.review_arrives(text=URGENT)

    def broken(*_: Any) -> Any:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(reminders, "_tell", broken)
    ticks = 0

    async def counted() -> None:
        nonlocal ticks
        ticks += 1
        assert ticks < 100, "the clock stands still"
        await tick(shop.parts.staff.desk)

    monkeypatch.setattr(shop, "does_what_is_due", counted)
    await shop.time_passes(minutes=35)

    assert _room(shop, "周经理", MANAGERS) == []
