"""Escalation by doors: who hears next of a missed deadline, once, and who is left in peace."""

import asyncio
from typing import Any

import pytest

from bot.policy.model import Policy
from bot.rules.escalation import EscalationRules
from handlers.clock import escalations as clock
from tests.conftest import OpenShop
from tests.house.shop import Shop, a_review

URGENT = "插上电就冒烟了,差点着火"
IMPORTANT = "第二天就漏水了,根本没法用,气死我了"
SUPERVISORS, MANAGERS = "C0SUPERVISE", "C0MANAGERS"
ROLES = """
[people.U0LI]
name = "小李"
[people.U0WANG]
name = "小王"
[people.U0ZHAO]
name = "赵组长"
{zhao}
[people.U0CHEN]
name = "陈主管"
{chen}
[people.U0ZHOU]
name = "周经理"
[lines."厨房电器"]
owner = "U0LI"
deputy = "U0WANG"
[roles]
agents = ["U0LI", "U0WANG"]
leads = ["U0ZHAO"]
supervisors = ["U0CHEN"]
managers = ["U0ZHOU"]
[shifts.early]
from = "06:00"
to = "09:30"
days = "every_day"
"""
ELSEWHERE = 'shift = "early"'  # at ten they have gone


def _dms(shop: Shop, name: str) -> list[str]:
    return [one for one in shop.person(name).direct_messages() if "⏫" in one]


def _room(shop: Shop, name: str, room: str) -> list[str]:
    somebody = shop.person(name)
    said = [somebody.reads(room, number) for number in range(len(somebody.sees(room)))]
    return [one for one in said if "⏫" in one]


def _steps(shop: Shop) -> tuple[int, int, int]:
    """How many messages leads, supervisors and managers got."""
    return (
        len(_dms(shop, "赵组长")),
        len(_room(shop, "陈主管", SUPERVISORS)),
        len(_room(shop, "周经理", MANAGERS)),
    )


def _changed(shop: Shop, **rules: Any) -> None:
    """The policy file was changed and the desk started anew."""
    desk = shop.parts.staff.desk
    escalation = EscalationRules.model_validate(desk.policy.escalation.model_dump() | rules)
    object.__setattr__(desk, "policy", desk.policy.model_copy(update={"escalation": escalation}))


async def test_an_urgent_case_that_nobody_begins_rises_step_by_step_each_told_once(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=39, seconds=50)
    assert _steps(shop) == (0, 0, 0)

    await shop.time_passes(minutes=1)
    (told,) = _dms(shop, "赵组长")
    assert "⏫ 🔴 #1 电热水壶 1.5L 还没人开始处理:应在 11-23 10:30 前开始,已超时 10 分钟" in told
    assert "负责人 小李,从 10:15 起提醒过 2 次" in told
    assert "请认领,或安排能马上处理的人" in told
    assert shop.person("赵组长").buttons("D0ZHAO")[0] == "认领"
    assert "⏰ 超时未开始(应在 11-23 10:30 前) · 已升级到组长 10:40" in shop.person("小李").reads()

    await shop.time_passes(minutes=10)
    (told,) = _room(shop, "陈主管", SUPERVISORS)
    assert "提醒过 3 次" in told
    assert "<@U0CHEN> 请认领" in told
    assert "已升级到主管 10:50" in shop.person("小李").reads()

    await shop.time_passes(minutes=40)
    (told,) = _room(shop, "周经理", MANAGERS)
    assert "已超时 1 小时。" in told
    assert "<@U0ZHOU>" in told
    await shop.time_passes(days=2)
    assert _steps(shop) == (1, 1, 1)
    assert [line for line in shop.person("小李").thread() if "升级" in line] == [
        "已升级到组长(赵组长)",
        "已升级到主管(陈主管)",
        "已升级到经理(周经理)",
    ]


async def test_important_and_normal_cases_rise_more_slowly_and_a_normal_one_not_to_the_managers(shop: Shop) -> None:
    await shop.review_arrives(text=IMPORTANT)
    await shop.time_passes(minutes=90, seconds=1)
    assert _steps(shop) == (1, 0, 0)
    await shop.time_passes(minutes=30)
    assert _steps(shop) == (1, 1, 0)
    await shop.time_passes(hours=3)
    assert _steps(shop) == (1, 1, 1)
    await shop.person("小李").presses("认领")
    await shop.person("小李").presses("联系客户")
    await shop.person("小李").fills_in(outcome="reached")

    await shop.review_arrives()  # at 15:00
    await shop.time_passes(hours=3, minutes=5)
    assert _steps(shop) == (2, 1, 1)
    assert "还没联系客户:应在 11-23 17:00 前联系" in _dms(shop, "赵组长")[1]
    await shop.time_passes(days=2)
    assert _steps(shop) == (2, 2, 1)


async def test_whoever_acts_ends_it(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=41)
    await shop.person("赵组长").presses("认领", "D0ZHAO")
    await shop.person("赵组长").presses("联系客户")
    await shop.person("赵组长").fills_in(outcome="没接", next=["等客户回复(计时暂停)"])

    await shop.time_passes(days=3)

    assert _steps(shop) == (1, 0, 0)
    assert "升级" not in shop.person("小李").reads()


@pytest.mark.parametrize("act", ["dismiss", "release"])
async def test_what_ends_or_begins_anew_is_not_told(shop: Shop, act: str) -> None:
    await shop.review_arrives(text=URGENT)
    chen = shop.person("陈主管")
    await shop.time_passes(minutes=35)
    if act == "dismiss":
        await chen.chooses_more("不是投诉")
        await chen.fills_in(note="测试单")
        await shop.time_passes(days=1)
        assert _steps(shop) == (0, 0, 0)
        return
    await chen.presses("认领")
    await chen.chooses_more("退回")  # its start begins anew, at 10:35
    await shop.time_passes(minutes=39)
    assert _steps(shop) == (0, 0, 0)
    await shop.time_passes(minutes=2)
    assert "应在 11-23 11:05 前开始,已超时 10 分钟" in _dms(shop, "赵组长")[0]


async def test_who_takes_a_case_whose_contact_is_late_gets_the_whole_time_anew(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=150)
    assert _steps(shop) == (1, 1, 1)
    await shop.person("小李").presses("认领")  # at 12:30; the contact was due at 12:00

    await shop.time_passes(minutes=9)
    assert _steps(shop) == (1, 1, 1)
    await shop.time_passes(minutes=2)

    assert _steps(shop) == (2, 1, 1)
    assert "还没联系客户:应在 11-23 12:00 前联系" in _dms(shop, "赵组长")[1]
    zhao = shop.person("赵组长")
    assert zhao.buttons("D0ZHAO")[0] == "转交"


async def test_a_snooze_does_not_put_off_what_rises_nor_tells_it_twice(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=41)
    await shop.person("小李").chooses_more("暂缓提醒")
    await shop.person("小李").fills_in(pause="1 小时", note="在开会")

    await shop.time_passes(minutes=10)

    assert _steps(shop) == (1, 1, 0)


async def test_a_changed_policy_leaves_cases_that_run_as_they_are(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    _changed(shop, urgent=[{"to": "manager", "after": "5m"}])
    await shop.review_arrives(text=URGENT, product={"sku": None})

    await shop.time_passes(minutes=36)
    (told,) = _room(shop, "周经理", MANAGERS)
    assert "#2" in told
    await shop.time_passes(minutes=5)

    assert "#1" in _dms(shop, "赵组长")[0]
    assert _steps(shop) == (1, 0, 1)


async def test_a_case_of_another_grade_keeps_the_steps_of_that_grade_as_the_policy_is_then(shop: Shop) -> None:
    await shop.review_arrives()
    _changed(shop, urgent=[{"to": "supervisor", "after": "7m"}])
    await shop.person("陈主管").presses("改判")
    await shop.person("陈主管").fills_in(grade="🔴 紧急", note="客户说烫到手了")

    await shop.time_passes(minutes=38)

    assert _steps(shop) == (0, 1, 0)
    assert "已超时 7 分钟" in _room(shop, "陈主管", SUPERVISORS)[0]


async def test_at_night_only_urgent_cases_rise(shop: Shop) -> None:
    await shop.time_passes(hours=9, minutes=50)  # 19:50
    await shop.review_arrives(text=IMPORTANT)
    await shop.review_arrives(text=URGENT, product={"sku": None})

    await shop.time_passes(hours=3)

    assert ["#2" in told for told in _dms(shop, "赵组长")] == [True]
    assert _steps(shop) == (1, 1, 1)


async def test_what_waited_for_the_morning_is_one_message_of_the_highest_step(shop: Shop) -> None:
    """Three cases missed their time in the evening: nobody is woken, and nobody gets three messages at nine."""
    await shop.time_passes(hours=9, minutes=50)
    for number in range(3):
        await shop.review_arrives(text=IMPORTANT, product={"sku": f"evening-{number}"})
    await shop.time_passes(hours=13, minutes=9)  # 08:59
    assert _steps(shop) == (0, 0, 0)

    await shop.time_passes(minutes=2)

    assert _steps(shop) == (0, 0, 1), "the managers' step was the highest of each"
    (told,) = _room(shop, "周经理", MANAGERS)
    assert "⏫ 3 件过了时限还没人处理" in told
    assert "休息时间不打扰,攒到现在一起说。<@U0ZHOU> 请安排能马上处理的人" in told
    assert all(f"#{number}" in told for number in range(1, 4))
    await shop.time_passes(hours=8)
    assert _steps(shop) == (0, 0, 1)


async def test_one_case_that_waited_for_the_morning_says_so(opening: OpenShop) -> None:
    async with opening() as shop:
        await shop.time_passes(hours=8, minutes=30)
        await shop.review_arrives()  # 18:30, contact due 20:30, the lead's step at 21:30
        await shop.time_passes(hours=14, minutes=29)
        assert _steps(shop) == (0, 0, 0)

        await shop.time_passes(minutes=2)

        (told,) = _room(shop, "陈主管", SUPERVISORS)
        assert "(休息时间不打扰,所以现在才说)\n<@U0CHEN> 请认领" in told
        assert "系统中断" not in told


async def test_who_acts_in_the_night_leaves_nothing_for_the_morning(shop: Shop) -> None:
    await shop.time_passes(hours=9, minutes=50)
    await shop.review_arrives(text=IMPORTANT)
    await shop.review_arrives(text=IMPORTANT, product={"sku": None})
    await shop.time_passes(hours=8)
    await shop.person("陈主管").chooses_more("不是投诉", number=0)
    await shop.person("陈主管").fills_in(note="测试单")
    await shop.time_passes(hours=6)

    (told,) = _room(shop, "周经理", MANAGERS)
    assert "#2" in told
    assert "#1" not in told


async def test_on_free_days_nobody_is_disturbed_where_the_shop_wants_it(opening: OpenShop) -> None:
    async with opening(policy="[escalation]\nworkdays_only = true") as shop:
        await shop.time_passes(days=5)  # Saturday
        await shop.review_arrives(text=IMPORTANT)
        await shop.time_passes(days=1, hours=22, minutes=50)  # Monday, 08:50
        assert _steps(shop) == (0, 0, 0)

        await shop.time_passes(minutes=11)

        assert _steps(shop) == (0, 0, 1)


async def test_who_is_off_duty_is_passed_over_and_it_says_so(opening: OpenShop) -> None:
    async with opening(policy=ROLES.format(zhao=ELSEWHERE, chen="")) as shop:
        await shop.review_arrives(text=URGENT)
        await shop.time_passes(minutes=41)

        assert _steps(shop) == (0, 1, 0)
        (told,) = _room(shop, "陈主管", SUPERVISORS)
        assert "组长都不在班,所以直接来找你。<@U0CHEN> 请认领" in told
        assert "组长都不在班,已升级到主管(陈主管)" in shop.person("小李").thread()
        await shop.time_passes(minutes=10)
        assert _steps(shop) == (0, 1, 0), "the supervisors' own step was told already"
        await shop.time_passes(minutes=40)
        assert _steps(shop) == (0, 1, 1)


async def test_nobody_on_duty_below_the_managers(opening: OpenShop) -> None:
    async with opening(policy=ROLES.format(zhao=ELSEWHERE, chen=ELSEWHERE)) as shop:
        await shop.review_arrives(text=URGENT)
        await shop.time_passes(hours=5)

        assert _steps(shop) == (0, 0, 1)
        assert "组长、主管都不在班" in _room(shop, "周经理", MANAGERS)[0]


async def test_a_lead_who_has_the_case_is_not_told_of_it_as_lead(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.person("小李").presses("认领")
    await shop.person("赵组长").presses("转交")
    await shop.person("赵组长").fills_in(to="U0ZHAO")

    await shop.time_passes(hours=2, minutes=11)

    assert _steps(shop) == (0, 1, 0)


async def test_after_a_stop_of_a_day_each_case_is_told_once_at_its_highest_step(shop: Shop) -> None:
    for _ in range(3):
        await shop.review_arrives(text=URGENT, product={"sku": None})
    shop.clock.advance(days=1)

    await shop.restarts()
    await shop.does_what_is_due()
    await shop.does_what_is_due()
    await shop.restarts()
    await shop.does_what_is_due()

    assert _steps(shop) == (0, 0, 1)
    assert "⏫ 3 件过了时限还没人处理" in _room(shop, "周经理", MANAGERS)[0]


async def test_a_stop_with_one_case_says_how_late_it_is(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=35)
    shop.clock.advance(minutes=10)
    await shop.restarts()
    await shop.does_what_is_due()

    (told,) = _dms(shop, "赵组长")
    assert "(系统中断过,这条提醒晚了 5 分钟)" in told


async def test_several_processes_tell_it_once(shop: Shop) -> None:
    for _ in range(3):
        await shop.review_arrives(text=URGENT, product={"sku": None})
    await shop.time_passes(minutes=39)
    shop.clock.advance(minutes=2)
    desk = shop.parts.staff.desk

    await asyncio.gather(*(clock.tell_due(desk) for _ in range(4)))
    await shop.settles()

    (told,) = _dms(shop, "赵组长")
    assert "⏫ 3 件" in told


async def test_many_at_once_are_one_message_for_each(shop: Shop) -> None:
    """A storm of reviews does not become a storm of escalations."""
    await shop.push({"reviews": [a_review(shop.clock.now(), text=URGENT) for _ in range(6)]})
    await shop.settles()
    await shop.time_passes(hours=2)

    assert _steps(shop) == (1, 1, 1)


async def test_what_was_written_and_not_yet_sent_is_dropped_when_somebody_acts(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=39)
    shop.clock.advance(minutes=2)
    await clock.tell_due(shop.parts.staff.desk)  # the courier did not come yet

    await shop.person("小李").presses("认领")
    await shop.settles()

    assert _steps(shop) == (0, 0, 0)


async def test_the_timeline_and_the_list_show_how_far_it_has_come(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.time_passes(minutes=41)
    xiaoli = shop.person("小李")

    assert "⏰ 应在 11-23 10:30 前开始 · 已升级到组长 10:40" in await xiaoli.types("/reviews overdue")
    assert "已升级到组长 10:40" in await xiaoli.types("/reviews show 1")


async def test_the_figures_of_the_day_say_which_cases_rose_how_far(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.review_arrives(text=IMPORTANT, product={"sku": None})
    await shop.time_passes(minutes=95)
    zhou = shop.person("周经理")
    await shop.time_passes(days=1)
    await zhou.presses("更多数字", MANAGERS)

    assert "*升级*   组长 2 #1 #2 · 主管 2 #1 #2 · 经理 2 #1 #2" in zhou.reads_dialog()


async def test_one_that_fails_holds_up_no_other(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.forgive("an escalation failed")
    for _ in range(2):
        await shop.review_arrives(text=URGENT, product={"sku": None})
    write = clock.write_step

    def broken(session: Any, desk: Any, case: Any, *rest: Any, **more: Any) -> Any:
        if case.id == 1:
            raise RuntimeError("a fault of ours")
        return write(session, desk, case, *rest, **more)

    monkeypatch.setattr(clock, "write_step", broken)
    await shop.time_passes(minutes=41)
    assert ["#2" in one for one in _dms(shop, "赵组长")] == [True]
    monkeypatch.undo()

    await shop.time_passes(minutes=5)

    assert ["#1" in one for one in _dms(shop, "赵组长")] == [False, True]


async def test_it_speaks_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await shop.review_arrives(text=URGENT)
        await shop.time_passes(minutes=41)

        (told,) = _dms(shop, "赵组长")
        assert "nobody has started (due by Nov 23" in told or "nobody has started (due by 11-23" in told
        assert "Raised to the leads 10:40" in shop.person("小李").reads()


def test_the_default_is_what_the_file_says() -> None:
    assert Policy().escalation == EscalationRules()
