"""Clock: who is reminded of what and when, and that nothing is said which no longer matters."""

import asyncio

import pytest

from bot.case import Order
from bot.vocabulary import Action
from handlers.casework.carry_out import carry_out
from handlers.casework.intake import take_in_all
from handlers.clock import reminders
from storage import timers
from tests.house.people import Somebody
from tests.house.shop import Shop, a_review

URGENT = "插上电就冒烟了,差点着火"
IMPORTANT = "第二天就漏水了,根本没法用,气死我了"
ROOM = "C0SUPERVISE"


async def test_an_urgent_case_is_warned_of_at_15_minutes_and_escalated_at_30(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")

    await shop.time_passes(minutes=14, seconds=50)
    assert xiaoli.direct_messages() == []
    await shop.time_passes(minutes=1)
    assert _sentences(xiaoli) == ["🔴 #1 电热水壶 1.5L 还没开始处理,请在 11-23 10:30 前认领"]
    assert chen.sees(ROOM) == []

    await shop.time_passes(minutes=15)
    assert "⏰ 🔴 #1 电热水壶 1.5L 超时未开始(应在 11-23 10:30 前),负责人 小李" in chen.reads(ROOM)
    assert "*⏰ 超时未开始(应在 11-23 10:30 前) · 已通知主管*" in xiaoli.reads()
    assert xiaoli.thread() == ["已提醒开始处理", "超时未开始,已通知主管"]


async def test_the_supervisor_claims_right_where_the_escalation_stands(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=31)

    await shop.person("陈主管").presses("认领", ROOM)

    assert "🟢 <@U0CHEN> 10:31 认领" in shop.person("小李").reads()
    assert "超时未开始" not in shop.person("小李").reads()
    assert any("好了:认领" in told for told in shop.person("陈主管").told_privately(ROOM))


async def test_an_important_case_has_an_hour(shop: Shop) -> None:
    await shop.review_arrives(text=IMPORTANT)

    await shop.time_passes(minutes=46)
    assert "请在 11-23 11:00 前认领" in _sentences(shop.person("小李"))[0]
    await shop.time_passes(minutes=15)

    assert "应在 11-23 11:00 前" in shop.person("陈主管").reads(ROOM)


async def test_the_customer_is_to_be_contacted_within_two_hours_whatever_the_grade(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")
    await xiaoli.presses("认领")

    await shop.time_passes(minutes=106)
    assert _sentences(xiaoli) == ["🟡 #1 电热水壶 1.5L 还没联系客户,请在 11-23 12:00 前联系"]
    await shop.time_passes(minutes=15)

    assert "首次联系已超时(应在 11-23 12:00 前),负责人 小李" in chen.reads(ROOM)
    assert "首次联系已超时" in _sentences(xiaoli)[1]
    assert "⏰ 首次联系已超时(应在 11-23 12:00 前)" in xiaoli.reads()

    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="没接")
    assert "超时" not in xiaoli.reads()


async def test_nothing_is_said_any_more_when_it_has_been_done(shop: Shop) -> None:
    for _ in range(3):
        await shop.review_arrives(text=URGENT, product={"sku": None})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", number=0)
    await xiaoli.presses("联系客户", number=0)
    await xiaoli.fills_in(outcome="reached")
    await shop.person("陈主管").chooses_more("不是投诉", number=1)
    await shop.person("陈主管").fills_in(note="测试单")
    await xiaoli.presses("认领", number=2)
    await xiaoli.presses("联系客户", number=2)
    await xiaoli.fills_in(outcome="没接", next=["等客户回复(计时暂停)"])

    await shop.time_passes(days=3)
    assert _about_cases(xiaoli) == []
    assert shop.person("陈主管").sees(ROOM) == []


async def test_a_reminder_put_off_comes_at_the_end_of_the_pause(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await shop.time_passes(minutes=100)
    await xiaoli.chooses_more("暂缓提醒")
    await xiaoli.fills_in(pause="15 分钟", note="客户在开会")

    await shop.time_passes(minutes=14)
    assert xiaoli.direct_messages() == []
    await shop.time_passes(minutes=2)

    assert "还没联系客户,请在 11-23 12:00 前联系" in _sentences(xiaoli)[0]
    assert "系统中断" not in _sentences(xiaoli)[0]
    assert "💤" not in xiaoli.reads()


async def test_a_pause_past_the_deadline_does_not_put_off_the_supervisors(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await shop.time_passes(minutes=100)
    await xiaoli.chooses_more("暂缓提醒")
    await xiaoli.fills_in(pause="30 分钟", note="客户在开会")

    await shop.time_passes(minutes=21)

    assert "首次联系已超时(应在 11-23 12:00 前)" in shop.person("陈主管").reads(ROOM)


async def test_a_week_after_the_end_it_is_time_to_call_back_and_a_day_later_the_supervisors_hear_it(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    told = len(_about_cases(xiaoli))

    await shop.time_passes(days=6, hours=23)
    assert len(_about_cases(xiaoli)) == told
    await shop.time_passes(hours=1, minutes=1)
    assert "到回访时间了,给客户打个电话吧" in xiaoli.direct_messages()[-1]
    assert xiaoli.buttons("D0LI")[0] == "回访"

    await shop.time_passes(days=1)
    assert "回访已超期" in shop.person("陈主管").reads(ROOM)
    assert "负责人 小李" in shop.person("陈主管").reads(ROOM)


async def test_nobody_answered_the_call_back_so_it_comes_again_next_day(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await shop.time_passes(days=7, hours=2)
    await xiaoli.presses("回访")
    await xiaoli.fills_in(satisfaction="没接通,改天再试")
    assert xiaoli.buttons() == ["更多"]
    assert "小李 回访没接通,12-01 12:00 再试" in xiaoli.thread()[-1]

    await shop.time_passes(days=1, minutes=1)

    assert "上次回访没接通,再试一次吧" in xiaoli.direct_messages()[-1]
    assert xiaoli.buttons() == ["回访", "更多"]


async def test_after_downtime_each_deadline_is_told_once_and_how_late(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    shop.clock.advance(hours=3)

    await shop.restarts()
    await shop.does_what_is_due()
    await shop.does_what_is_due()

    room = _room(shop)
    assert len(room) == 2
    assert "超时未开始" in room[0]
    assert "(系统中断过,这条提醒晚了 150 分钟)" in room[0]
    assert "首次联系已超时" in room[1]
    assert "晚了 60 分钟" in room[1]
    (own,) = shop.person("小李").direct_messages()  # no warning of what is over already
    assert "首次联系已超时" in own


async def test_a_press_gets_in_while_a_burst_of_reminders_fires(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, pressed = shop.parts.staff.desk, list[asyncio.Task[int]]()
    await shop.push({"reviews": [a_review(shop.clock.now(), text=URGENT) for _ in range(20)]})
    await take_in_all(desk, shop.opinion)
    shop.clock.advance(minutes=31)

    async def claims() -> int:
        """How many reminders had not fired when the press was through."""
        await carry_out(desk, 20, [Order(Action.CLAIM, desk.policy.actor("U0LI"), shop.clock.now())])
        return len(await desk.db.read(timers.due_timers, shop.clock.now(), 100))

    def reached(_: str) -> None:
        if not pressed:
            pressed.append(asyncio.ensure_future(claims()))

    monkeypatch.setattr(reminders, "reached", lambda name: reached(name) if name == "timer/after_commit" else None)
    await reminders.fire_due(desk)

    assert await pressed[0] > 0
    await shop.settles()


async def test_a_case_given_back_gets_its_start_anew(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.person("小李").presses("认领")
    await shop.time_passes(minutes=40)
    await shop.person("小李").chooses_more("退回")
    assert "请在 11:10 前开始 · 12:00 前联系客户" in shop.person("小李").reads()

    await shop.time_passes(minutes=16)
    assert "请在 11-23 11:10 前认领" in _sentences(shop.person("小王"))[-1]
    await shop.time_passes(minutes=15)

    assert "超时未开始(应在 11-23 11:10 前),负责人 小王" in shop.person("陈主管").reads(ROOM)


async def test_a_case_without_an_owner_is_warned_of_in_the_supervisors_room(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT, product={"line": "园艺"})
    await shop.time_passes(minutes=16)

    assert "没有负责人,请在 11-23 10:30 前安排人认领" in shop.person("陈主管").reads(ROOM)


async def _resolved(shop: Shop) -> Somebody:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(outcome="reached")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="暴力分拣", department="物流", note="分拣时摔了")
    return xiaoli


def _about_cases(somebody: Somebody) -> list[str]:
    """What is said about the person themselves is left out."""
    return [one for one in somebody.direct_messages() if "#" in one]


def _sentences(somebody: Somebody) -> list[str]:
    """What the direct messages say, their buttons left out."""
    return [words.splitlines()[0] for words in somebody.direct_messages()]


def _room(shop: Shop) -> list[str]:
    chen = shop.person("陈主管")
    return [chen.reads(ROOM, number).splitlines()[0] for number in range(len(chen.sees(ROOM)))]
