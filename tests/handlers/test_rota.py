"""The rota by doors: who gets a case, what goes to the next shift, who left, and the team at a glance."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.case import Case, Order
from bot.policy.model import Policy
from bot.rules.refusals.team import NoLongerTheirs
from bot.rules.tasks import Task
from bot.vocabulary import Action, Kindness, TaskKind
from handlers.casework import handing_on, intake
from handlers.casework import tasks as tasks_module
from handlers.casework.care import arrange
from handlers.casework.carry_out import carry_out
from handlers.casework.desk import Desk
from handlers.casework.handing_on import hand_all
from storage import case_lists, inbox, loads, tasks
from tests.conftest import OpenShop
from tests.house.shop import Shop, a_review, listeners_end

SUPERVISORS = "C0SUPERVISE"
POLICY = """
[shifts.early]
from = "09:00"
to = "18:00"
lunch = ["12:00", "13:00"]
days = "every_day"

[shifts.late]
from = "17:00"
to = "22:00"
days = "every_day"

[lines."厨房电器"]
owner = "U0LI"
deputy = "U0WANG"

[people.U0LI]
name = "小李"
shift = "early"
limit = 2

[people.U0WANG]
name = "小王"
shift = "late"

[people.U0SUN]
name = "小孙"
shift = "early"
limit = 3
skills = ["en", "safety"]

[people.U0ZHAO]
name = "赵组长"

[people.U0CHEN]
name = "陈主管"

[roles]
agents = ["U0LI", "U0WANG", "U0SUN"]
leads = ["U0ZHAO"]
supervisors = ["U0CHEN"]
managers = ["U0ZHOU"]
"""


async def _three_arrive(shop: Shop, **said: Any) -> None:
    for _ in range(3):
        await shop.review_arrives(**said)


async def test_whoever_is_full_gives_way_to_the_least_loaded_on_duty(opening: OpenShop) -> None:
    """小王, the deputy, works in the evening."""
    async with opening(policy=POLICY) as shop:
        await _three_arrive(shop)

        cards = [shop.person("小李").reads(number=number) for number in range(3)]
    assert ["<@U0LI>(厨房电器)" in card for card in cards] == [True, True, False]
    assert "负责人 <@U0SUN>(当班里手上最轻)" in cards[2]


async def test_at_lunch_and_when_all_are_full_the_supervisors_hear_it_with_the_reason(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.time_passes(hours=2, minutes=30)
        await shop.review_arrives()
        assert "负责人待定(没有人当班)" in shop.person("小李").reads()
        assert "没有人当班(厨房电器 的负责人和代班都休息),请安排" in shop.person("陈主管").reads(SUPERVISORS)
        await shop.review_arrives(product={"line": "园艺"})
        assert "没有人当班,请安排" in shop.person("陈主管").reads(SUPERVISORS), "a line without an owner"

        await shop.time_passes(hours=1)
        for _ in range(6):
            await shop.review_arrives()

        assert shop.person("陈主管").buttons(SUPERVISORS)[:2] == ["转交", "认领"], "it is given to somebody on the spot"
        assert "负责人待定(当班的都到上限了)" in shop.person("小李").reads()
        assert "当班的人手上都到上限了" in shop.person("陈主管").reads(SUPERVISORS)


async def test_skills_are_looked_for_where_somebody_has_them(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives(product={"line": "园艺"}, text="It broke after two days, nobody answers my mails")
        assert "<@U0SUN>(当班里手上最轻)" in shop.person("小李").reads()
        await shop.person("小孙").opens_home()
        await shop.person("小孙").presses_in_home("今天休息")

        await shop.review_arrives(product={"line": "园艺"}, text="插上电就冒烟了")

        assert "当班的没有会处理这一类的" in shop.person("小李").reads()
        assert "当班的没有会处理这一类的(安全),请安排" in shop.person("陈主管").reads(SUPERVISORS)


async def test_a_case_given_back_goes_to_whoever_else_is_on_duty(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        await shop.person("小李").chooses_more("退回")

        assert "<@U0SUN>(当班里手上最轻)" in shop.person("小李").reads()


async def test_a_lead_hands_over_all_of_somebody_with_one_briefing(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.review_arrives(text="插上电就冒烟了")
        await shop.person("小李").presses("认领", number=0)

        told = await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0WANG>")

        assert "小李 的案件转给了 <@U0WANG> 2 件(#" in told
        (briefing,) = [one for one in shop.person("小王").direct_messages() if "交给你" in one]
        assert "赵组长 把 小李 的 2 件交给你了" in briefing
        assert "#1" in briefing
        assert "🔴 #2" in briefing
        assert "前开始" in briefing
        assert "<@U0GUEST> 手上没有要转交的案件" in await shop.person("赵组长").types(
            "/reviews assign <@U0GUEST> <@U0WANG>"
        )
        assert "小李 手上没有要转交的案件" in await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0WANG>")


@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        ("小孙", "<@U0LI> <@U0WANG>", "要组长或以上来做"),
        ("赵组长", "<@U0LI> <@U0LI>", "转给的就是 小李 自己"),
        ("赵组长", "<@U0LI> <@U0GUEST>", "不在团队"),
        ("赵组长", "<@U0LI>", "用法"),
    ],
)
async def test_a_bulk_hand_over_is_refused_kindly(opening: OpenShop, who: str, typed: str, answer: str) -> None:
    async with opening(policy=POLICY) as shop:
        assert answer in await shop.person(who).types(f"/reviews assign {typed}")


async def test_before_the_shift_ends_cases_are_offered_to_the_next_and_stay_without_a_press(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        await shop.time_passes(hours=7, minutes=44)
        assert not any("下班" in one for one in shop.person("小李").direct_messages())

        await shop.time_passes(minutes=1)

        room = "D0LI"
        assert "18:00 下班,你手上还有 1 件没办完" in shop.person("小李").reads(room)
        assert not any("下班" in one for one in shop.person("小孙").direct_messages())
        assert "<@U0LI>" in shop.person("小李").reads()

        await shop.person("小李").presses("交给下一班", room)

        assert "你的案件转给了 <@U0WANG> 1 件(#1)" in shop.person("小李").reads(room)
        assert shop.person("小李").buttons(room) == []
        assert "小李 下班,把 1 件交给你了" in shop.person("小王").direct_messages()[-1]
        assert "<@U0WANG>" in shop.person("小李").reads()


async def test_a_case_that_nobody_takes_stays_with_its_reason(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.review_arrives()
        await shop.time_passes(hours=7, minutes=45)
        await shop.person("小王").opens_home()
        await shop.person("小王").presses_in_home("今天休息")

        await shop.person("小李").presses("交给下一班", "D0LI")

        told = shop.person("小李").reads("D0LI")
        assert told.count("没找到接手的人") == 1, "one reason, one sentence"
        assert "#1" in told
        assert "#2" in told
        assert "没找到接手的人:没有人当班。" in told
        assert "没转出去的还在你手上:可以在卡片上转交给同事,或请组长安排。" in told
        assert shop.person("小李").buttons("D0LI") == ["交给下一班"], "it can be tried again"


async def test_a_next_shift_that_is_at_lunch_takes_over_all_the_same(opening: OpenShop) -> None:
    policy = POLICY.replace('to = "22:00"', 'to = "22:00"\nlunch = ["17:30", "18:30"]')
    async with opening(policy=policy) as shop:
        await shop.review_arrives()
        await shop.time_passes(hours=7, minutes=45)

        await shop.person("小李").presses("交给下一班", "D0LI")

        assert "你的案件转给了 <@U0WANG> 1 件(#1)" in shop.person("小李").reads("D0LI")


async def test_a_later_press_that_finds_nothing_leaves_what_was_said(opening: OpenShop) -> None:
    """Two presses reach the desk before the message loses its button."""
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.time_passes(hours=7, minutes=45)
        xiaoli = shop.person("小李")

        for _ in range(2):
            await xiaoli.presses("交给下一班", "D0LI", then_settles=False)
            await shop.workspace.settle()
            await listeners_end()
        await shop.settles()

        assert "你的案件转给了 <@U0WANG> 1 件(#1)" in xiaoli.reads("D0LI")
        assert "没有要转交的案件" not in xiaoli.reads("D0LI")


async def test_whoever_has_a_line_and_no_role_gets_no_cases(opening: OpenShop) -> None:
    """小李 left [roles] and still stands in [lines]: the deputy is not on duty, so it is 小孙's."""
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        roles = desk.policy.roles.model_copy(update={"agents": ("U0WANG", "U0SUN")})
        object.__setattr__(desk, "policy", desk.policy.model_copy(update={"roles": roles}))

        await shop.review_arrives()

        assert "<@U0SUN>(当班里手上最轻)" in shop.person("小孙").reads()
        done = await handing_on.hand_to_next_shift(desk, "U0SUN", shop.clock.now() + timedelta(hours=8), once="x")
        assert done.given == {"U0WANG": [1]}
        assert not done.stayed
        assert "小李" not in await shop.person("赵组长").types("/reviews team")


async def test_the_cases_of_somebody_who_left_are_offered_every_morning_until_somebody_has_them(
    opening: OpenShop,
) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        await shop.person("小李").presses("联系客户")
        await shop.person("小李").fills_in(channel="电话", outcome="联系上了")
        shop.workspace.members["U0LI"] = replace(shop.workspace.members["U0LI"], deleted=True)

        await shop.time_passes(hours=24)

        chen = shop.person("陈主管")
        assert "小李 在 Slack 里已经停用,手上还有 1 件没办完" in chen.reads(SUPERVISORS)
        await chen.presses("全部转给…", SUPERVISORS)
        refused = await chen.fills_in(to="U0LI")
        assert "自己" in " ".join((refused.errors or {}).values())
        await chen.fills_in(to="U0SUN")

        assert "陈主管 把 小李 的案件转给了 <@U0SUN> 1 件(#1)" in chen.reads(SUPERVISORS)
        assert "陈主管 把 小李 的 1 件交给你了" in shop.person("小孙").direct_messages()[-1]
        said = len(chen.sees(SUPERVISORS))
        await shop.review_arrives()
        assert "<@U0SUN>" in shop.person("小孙").reads(), "nothing new goes to whoever left"
        await shop.time_passes(hours=24)
        assert not any("停用" in str(one) for one in chen.sees(SUPERVISORS)[said:])


async def test_who_left_the_policy_leaves_no_case_behind(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        desk = shop.parts.staff.desk
        roles = desk.policy.roles.model_copy(update={"agents": ("U0WANG", "U0SUN")})
        object.__setattr__(desk, "policy", desk.policy.model_copy(update={"roles": roles}))

        await shop.time_passes(hours=24)

        offered = [message for message in shop.person("陈主管").sees(SUPERVISORS) if "全部转给…" in str(message)]
        assert len(offered) == 2, "today, and the next morning"
        assert "小李 已经不在团队名单里,手上还有 1 件没办完" in str(offered)


async def test_the_team_is_shown_by_name_to_leads_and_in_sum_to_agents(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives(text="插上电就冒烟了")
        await shop.review_arrives()

        seen = await shop.person("赵组长").types("/reviews team")
        total = await shop.person("小孙").types("/reviews team")

    assert "当班 2 人 · 手上 2 件(紧急 1,重要 0,普通 1)" in seen
    assert "*小李*  🟢 当班 · early\n手上 2/2 件(紧急 1,重要 0,普通 1)" in seen
    assert "*小王*  ⚪ 不当班 · late\n手上 0 件" in seen
    assert "小李" not in total
    assert "手上 2 件" in total


async def test_it_speaks_english(opening: OpenShop) -> None:
    async with opening(policy=POLICY, locale="en") as shop:
        await _three_arrive(shop)
        assert "Owner <@U0SUN> (least to do of those on duty)" in shop.person("小李").reads()

        await shop.person("赵组长").types("/reviews assign 3 <@U0LI>")
        await shop.person("赵组长").types("/reviews assign 3 <@U0WANG>")
        await shop.person("赵组长").types("/reviews assign <@U0WANG> <@U0SUN>")
        assert "赵组长 hands you 1 case of 小王" in shop.person("小孙").direct_messages()[-1]
        assert "On duty 2 · 3 open cases" in await shop.person("赵组长").types("/reviews team")
        told = await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0SUN>")
        assert "Cases of 小李 went to <@U0SUN>: 2 (#" in told
        assert "赵组长 hands you 2 cases of 小李" in shop.person("小孙").direct_messages()[-1]


async def test_many_that_come_at_the_same_moment_bring_nobody_above_the_limit(opening: OpenShop) -> None:
    """Each in a transaction of its own, as in as many processes; on PostgreSQL they really meet."""
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        for _ in range(8):
            await shop.push(a_review(shop.clock.now()))
        waiting = await desk.db.read(inbox.waiting, shop.clock.now(), 50)

        await asyncio.gather(*(intake._take_in(desk, shop.opinion, one) for one in waiting))
        await shop.settles()

        loads_now = await desk.db.read(loads.loads_of, ["U0LI", "U0WANG", "U0SUN"], desk.policy.assignment.weights)
        assert {user: load.cases for user, load in loads_now.items()} == {"U0LI": 2, "U0WANG": 0, "U0SUN": 3}
        assert len(await desk.db.read(case_lists.unclaimed, 50)) == 8


@pytest.mark.parametrize("by", ["U0ZHAO", "U0WANG"])
async def test_a_case_that_changed_hands_meanwhile_is_left_where_it_is(opening: OpenShop, by: str) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        desk = shop.parts.staff.desk
        order = Order(Action.HAND_OVER, desk.policy.actor(by), shop.clock.now(), to="U0SUN", giver="U0WANG")

        with pytest.raises(NoLongerTheirs):
            await carry_out(desk, 1, [order])

        assert "<@U0LI>" in shop.person("小李").reads()


async def test_a_second_press_hands_nothing_on_twice(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.time_passes(hours=7, minutes=45)
        xiaoli = shop.person("小李")

        await asyncio.gather(
            xiaoli.presses("交给下一班", "D0LI", then_settles=False),
            xiaoli.presses("交给下一班", "D0LI", then_settles=False),
        )
        await shop.settles()

        assert "<@U0WANG> 1 件(#1)" in xiaoli.reads("D0LI")
        handed = [line for line in xiaoli.thread() if "转交" in line or "交给" in line]
        assert len(handed) == 1
        assert len([one for one in shop.person("小王").direct_messages() if "交给你了" in one]) == 1


async def test_a_hand_over_that_is_cut_off_leaves_nobody_untold(
    opening: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends after the first of two cases; a new one tells the receiver of it."""
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.review_arrives()
        await shop.person("小李").presses("认领", number=0)
        desk = shop.parts.staff.desk
        carried_out: list[int] = []

        async def dies_at_the_second(desk: Desk, number: int, *args: Any, **kwargs: Any) -> Case:
            if carried_out:
                raise asyncio.CancelledError
            carried_out.append(number)
            return await carry_out(desk, number, *args, **kwargs)

        monkeypatch.setattr(handing_on, "carry_out", dies_at_the_second)
        with pytest.raises(asyncio.CancelledError):
            await handing_on.hand_all(desk, "U0LI", "U0SUN", desk.policy.actor("U0ZHAO"), once="cut off")
        monkeypatch.undo()
        await shop.restarts()

        def briefed() -> list[str]:
            return [one for one in shop.person("小孙").direct_messages() if "交给你了" in one]

        assert briefed() == []
        await shop.time_passes(minutes=3)
        (briefing,) = briefed()
        assert "赵组长 把 小李 的 1 件交给你了" in briefing
        assert f"#{carried_out[0]}" in briefing

        await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0SUN>")
        assert len(briefed()) == 2, "a second press moves the rest, and tells of it"
        await shop.time_passes(minutes=5)
        assert len(briefed()) == 2


async def test_tasks_by_name_go_along_with_whoever_left(opening: OpenShop) -> None:
    """小孙 has care to do for a case of 小李's, and leaves without a case of her own."""
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        desk = shop.parts.staff.desk
        due, now = shop.clock.now() + timedelta(days=3), shop.clock.now()
        care = Task(0, 1, TaskKind.CARE, "", due, now, "U0LI", owner="U0SUN", kindness=Kindness.PRESENT)
        await arrange(desk, care, desk.policy.actor("U0LI"), once="care")
        shop.workspace.members["U0SUN"] = replace(shop.workspace.members["U0SUN"], deleted=True)

        await shop.time_passes(hours=24)

        chen = shop.person("陈主管")
        assert "小孙 在 Slack 里已经停用,手上还有 1 项待办,请安排接手" in chen.reads(SUPERVISORS)
        await chen.presses("全部转给…", SUPERVISORS)
        await chen.fills_in(to="U0WANG")
        assert "小孙 的待办 1 项也转过去了" in chen.reads(SUPERVISORS)
        assert "的关怀交给你了" in shop.person("小王").direct_messages()[-1]
        assert any("转给 小王" in line for line in chen.thread())
        (task,) = await desk.db.read(tasks.by_name, "U0WANG", 9)
        assert task.kindness is Kindness.PRESENT
        said = len(chen.sees(SUPERVISORS))
        await shop.time_passes(hours=24)
        assert not any("停用" in str(one) for one in chen.sees(SUPERVISORS)[said:])


async def _care_for(desk: Desk, count: int, now: datetime) -> None:
    def made(session: Session) -> None:
        for number in range(count):
            due = now + timedelta(days=3)
            tasks.add(
                session,
                Task(0, 1, TaskKind.CARE, f"{number}", due, now, "U0ZHAO", owner="U0LI", kindness=Kindness.PRESENT),
            )

    await desk.db.write(made)


async def test_whoever_gets_a_task_back_is_told_again(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.review_arrives()
        desk = shop.parts.staff.desk
        zhao = desk.policy.actor("U0ZHAO")
        await _care_for(desk, 1, shop.clock.now())

        for number, (giver, receiver) in enumerate([("U0LI", "U0SUN"), ("U0SUN", "U0LI"), ("U0LI", "U0SUN")]):
            await hand_all(desk, giver, receiver, zhao, once=f"{number}")
            await shop.settles()

        assert len([one for one in shop.person("小孙").direct_messages() if "的关怀交给你了" in one]) == 2
        await tasks_module.drop(desk, 1, desk.policy.actor("U0ZHAO"), "不用了", once="drop")
        await shop.settles()
        assert not any("的关怀交给你了" in one for one in shop.person("小孙").direct_messages()), (
            "both say that it is over"
        )


async def test_tasks_that_do_not_fit_into_one_press_are_counted(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        desk = shop.parts.staff.desk
        await shop.review_arrives()
        await _care_for(desk, 27, shop.clock.now())

        told = await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0SUN>")
        again = await shop.person("赵组长").types("/reviews assign <@U0LI> <@U0SUN>")

        assert "小李 的待办 25 项也转过去了" in told
        assert "一次最多转 25 件案件、25 项待办,还剩 2 件没转,请再来一次。" in told
        assert "小李 的待办 2 项也转过去了" in again
        assert "还剩" not in again


@pytest.mark.parametrize(("receiver", "apologises"), [("U0WANG", "U0CHEN"), ("U0ZHOU", "U0ZHOU")])
async def test_an_apology_goes_to_somebody_who_may_make_it(opening: OpenShop, receiver: str, apologises: str) -> None:
    policy = POLICY.replace('supervisors = ["U0CHEN"]', 'supervisors = ["U0CHEN", "U0HE"]')
    async with opening(policy=policy) as shop:
        shop.forgive("user_not_found")  # U0HE left Slack as well
        await shop.review_arrives()
        await shop.person("小李").presses("认领")
        desk, now = shop.parts.staff.desk, shop.clock.now()
        apology = Task(0, 1, TaskKind.APOLOGY, "", now + timedelta(hours=4), now, "U0LI", owner="U0HE")
        await desk.db.write(tasks.add, apology)
        object.__setattr__(desk, "policy", _without(desk, "U0HE"))

        await hand_all(desk, "U0HE", receiver, desk.policy.actor("U0CHEN"), once="x")

        (moved,) = await desk.db.read(tasks.all_of, 1)
        assert moved.owner == apologises


def _without(desk: Desk, user: str) -> Policy:
    roles = desk.policy.roles
    supervisors = tuple(one for one in roles.supervisors if one != user)
    return desk.policy.model_copy(update={"roles": roles.model_copy(update={"supervisors": supervisors})})
