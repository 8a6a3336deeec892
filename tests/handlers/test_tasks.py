"""Tasks by clicks: promises found in what is sent, a supervisor's apology, care; their reminders, and how they end."""

from typing import Any

import pytest

from storage import tasks
from tests.house.people import Somebody
from tests.house.shop import Shop

SUPERVISORS = "C0SUPERVISE"
PROMISE = "您好,水壶的事由我来办,退款48小时内到账,请放心。"


async def _in_hand(shop: Shop, **said: Any) -> Somebody:
    await shop.review_arrives(**said)
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    return xiaoli


async def _writes(xiaoli: Somebody, text: str = PROMISE, outcome: str = "联系上了") -> Any:
    await xiaoli.presses("联系客户")
    await xiaoli.chooses("旺旺")
    return await xiaoli.fills_in(text_wangwang_sincere=text, outcome=outcome)


async def test_a_promise_in_a_message_becomes_a_deadline_of_its_own(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)

    await _writes(xiaoli)

    assert "⏳ 承诺:退款到账" in xiaoli.reads()
    assert any("记下承诺:退款到账" in line for line in xiaoli.thread())
    before = len(xiaoli.direct_messages())
    await shop.time_passes(hours=46)
    assert len(xiaoli.direct_messages()) == before
    await shop.time_passes(hours=1)
    assert "答应客户的快到时间了:退款到账" in xiaoli.direct_messages()[-1]


async def test_a_promise_that_runs_out_is_told_upwards_once(shop: Shop) -> None:
    xiaoli, chen = await _in_hand(shop), shop.person("陈主管")
    await _writes(xiaoli)

    await shop.time_passes(hours=49)
    await shop.time_passes(hours=49)

    assert "⏰ 承诺过期了:退款到账" in xiaoli.reads()
    late = [line for line in xiaoli.direct_messages() if "过期了" in line]
    assert len(late) == 1
    assert "先告诉客户新的时间" in late[0]
    assert len([one for one in chen.sees(SUPERVISORS) if "过期了" in one["text"]]) == 1
    assert [line for line in xiaoli.thread() if "过期了" in line] != []


async def test_the_button_of_the_reminder_keeps_the_promise_and_falls_away(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)
    await _writes(xiaoli)
    await shop.time_passes(hours=47, minutes=30)
    direct = "D" + xiaoli.user[1:]

    await xiaoli.presses("已兑现", direct)

    assert xiaoli.buttons(direct) == ["查看"]
    assert "✅ 承诺:退款到账 · 小李" in xiaoli.reads(direct)
    assert "承诺" not in xiaoli.reads()
    assert any("承诺办好了:退款到账" in line for line in xiaoli.thread())
    await shop.time_passes(hours=5)
    assert not any("过期了" in line for line in xiaoli.direct_messages())


async def test_a_promised_answer_is_kept_by_the_next_word_and_a_refund_by_its_execution(shop: Shop) -> None:
    xiaoli = await _in_hand(shop, text="物流太慢了,等了十天", customer={"tier": "basic"})
    await _writes(xiaoli, "您好,明天上午10点前给您答复,运费两天内退给您。")
    assert "(另有 1 项)" in xiaoli.reads()

    await shop.time_passes(hours=20)
    await _writes(xiaoli, "您好,问到了,包裹在路上。")
    assert "另有" not in xiaoli.reads()
    assert "⏳ 承诺:运费退给您" in xiaoli.reads()

    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="运费补偿", amount="10")
    await xiaoli.presses("补偿已执行")
    assert "承诺" not in xiaoli.reads()
    assert len([line for line in xiaoli.thread() if "承诺办好了" in line]) == 2


async def test_a_call_keeps_no_promise_when_nobody_answers(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)
    await _writes(xiaoli, "您好,今天18:30前给您答复。")

    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="没接")

    assert "⏳ 承诺" in xiaoli.reads()


async def test_a_promise_of_the_telephone_is_noted_from_the_note_or_by_hand(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了", note="答应明天中午前补发")
    assert "⏳ 承诺:答应补发" in xiaoli.reads()

    await xiaoli.chooses_more("待办")
    await xiaoli.presses_in_dialog("记一个承诺")
    past = shop.clock.now().date().isoformat()
    assert "期限要在这之后" in " ".join(
        ((await xiaoli.fills_in(what="寄回执", date=past, time="00:00")).errors or {}).values()
    )
    await xiaoli.fills_in(what="寄回执", time="09:00")

    assert "(另有 1 项)" in xiaoli.reads()
    await xiaoli.chooses_more("待办")
    assert "寄回执" in xiaoli.reads_dialog()


async def test_a_promise_noted_by_mistake_is_dropped_with_its_reason(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)
    await _writes(xiaoli)
    await xiaoli.chooses_more("待办")

    await xiaoli.presses_in_dialog("不用办了")
    await xiaoli.fills_in(note="客户改要换新了")

    assert "承诺" not in xiaoli.reads()
    assert any("承诺取消:退款到账" in line and "客户改要换新了" in line for line in xiaoli.thread())


async def test_a_handed_over_case_takes_its_promises_along(shop: Shop) -> None:
    xiaoli, xiaowang = await _in_hand(shop), shop.person("小王")
    await _writes(xiaoli)
    await xiaoli.presses("转交")
    await xiaoli.fills_in(to=xiaowang.user)

    await shop.time_passes(hours=47, minutes=30)

    assert "快到时间了" in xiaowang.direct_messages()[-1]
    assert "我的待办" in await xiaowang.opens_home()
    await xiaowang.presses_in_home("已兑现")
    assert "我的待办" not in xiaowang.reads_home()


async def test_nobody_else_says_that_a_promise_was_kept(shop: Shop) -> None:
    xiaoli, sun = await _in_hand(shop), shop.person("小孙")
    await _writes(xiaoli)
    await sun.chooses_more("待办")

    await sun.presses_in_dialog("已兑现")

    assert "由 小李 负责" in sun.reads_dialog()
    assert "⏳ 承诺" in xiaoli.reads()


class TestApology:
    """服务态度 → a supervisor apologises in person: a task for a named supervisor with a deadline."""

    @staticmethod
    async def _asked(shop: Shop, **given: Any) -> Somebody:
        xiaoli = await _in_hand(shop, text="客服态度太差了,还骂人")
        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(channel="电话", outcome="联系上了")
        await xiaoli.presses("解决方案")
        await xiaoli.fills_in(solution="主管亲自致歉", **given)
        return xiaoli

    async def test_it_goes_to_a_supervisor_and_ends_when_the_customer_is_reached(self, shop: Shop) -> None:
        xiaoli, chen = await self._asked(shop), shop.person("陈主管")

        assert "⏳ 主管致歉:亲自向客户致歉" in xiaoli.reads()
        assert "陈主管" in xiaoli.reads()
        assert "小李 请你为" in chen.direct_messages()[-1]
        direct = "D" + chen.user[1:]
        assert chen.buttons(direct) == ["联系客户", "已致歉", "不用办了", "查看"]

        await chen.presses("联系客户", direct)
        await chen.fills_in(channel="电话", outcome="联系上了")

        assert "主管致歉" not in xiaoli.reads()
        assert chen.buttons(direct) == ["查看"]

    async def test_a_case_is_not_resolved_before_it(self, shop: Shop) -> None:
        xiaoli, chen = await self._asked(shop), shop.person("陈主管")
        await xiaoli.presses("结案")
        refused = await xiaoli.fills_in(cause="响应太慢", department="客服", note="培训")
        assert "还等 陈主管 亲自致歉" in " ".join((refused.errors or {}).values())
        await xiaoli.closes_dialog()

        await chen.presses("已致歉", "D" + chen.user[1:])
        await xiaoli.presses("结案")
        await xiaoli.fills_in(cause="响应太慢", department="客服", note="培训")

        assert "已结案" in xiaoli.reads()

    async def test_only_a_supervisor_can_be_named(self, shop: Shop) -> None:
        xiaoli = await _in_hand(shop, text="客服态度太差了,还骂人")
        await xiaoli.presses("解决方案")

        refused = await xiaoli.fills_in(solution="主管亲自致歉", to=shop.person("小王").user)
        assert "小王 不是主管" in " ".join((refused.errors or {}).values())
        await xiaoli.fills_in(solution="主管亲自致歉", to=shop.person("周经理").user)

        assert "周经理" in xiaoli.reads()
        assert "请你为" in shop.person("周经理").direct_messages()[-1]

    async def test_an_agent_does_not_say_that_it_was_made(self, shop: Shop) -> None:
        xiaoli = await self._asked(shop)
        await xiaoli.chooses_more("待办")

        await xiaoli.presses_in_dialog("已致歉")

        assert "由 陈主管 负责" in xiaoli.reads_dialog()

    async def test_another_solution_makes_it_void(self, shop: Shop) -> None:
        xiaoli, chen = await self._asked(shop), shop.person("陈主管")

        await xiaoli.presses("解决方案")
        await xiaoli.fills_in(solution="其他方案")

        assert "主管致歉" not in xiaoli.reads()
        assert "换了别的方案" in chen.reads("D" + chen.user[1:])
        assert chen.buttons("D" + chen.user[1:]) == ["查看"]

    async def test_one_who_wants_to_be_left_alone_is_not_apologised_to(self, shop: Shop) -> None:
        xiaoli = await self._asked(shop)

        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(channel="旺旺", outcome="要求不再联系")

        assert "主管致歉" not in xiaoli.reads()
        assert any("客户要求不再联系" in line for line in xiaoli.thread())

    async def test_in_the_evening_it_is_due_after_the_quiet_hours(self, shop: Shop) -> None:
        xiaoli = await _in_hand(shop, text="客服态度太差了,还骂人")
        desk = shop.parts.staff.desk
        shop.clock.advance(hours=(19 - shop.clock.now().astimezone(desk.policy.zone).hour) % 24)
        await xiaoli.presses("解决方案")
        await xiaoli.fills_in(solution="主管亲自致歉")

        task = await desk.db.read(tasks.find, 1)
        assert task is not None
        assert f"{task.due_at.astimezone(desk.policy.zone):%H:%M}" == "10:00"


async def test_left_alone_in_one_case_is_left_alone_in_all(shop: Shop) -> None:
    """An apology to come in another case of the customer ends too, and none begins; nor does any care."""
    customer = {"id": "c-same", "name": "王小明"}
    await shop.review_arrives(text="客服态度太差了,还骂人", customer=customer)
    xiaoli, chen = shop.person("小李"), shop.person("陈主管")
    await xiaoli.presses("认领")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="主管亲自致歉")
    await shop.review_arrives(text="给孩子买的生日礼物,坏了", customer=customer)
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="要求不再联系")

    assert chen.buttons("D" + chen.user[1:]) == ["查看"]
    assert "主管致歉" not in xiaoli.reads(number=0)
    await xiaoli.presses("解决方案", number=0)
    refused = await xiaoli.fills_in(solution="主管亲自致歉", note="再试一次")
    assert "客户要求不再联系" in " ".join((refused.errors or {}).values())
    await xiaoli.closes_dialog()
    assert "提到生日" not in xiaoli.reads()
    await xiaoli.chooses_more("待办")
    assert "安排关怀" not in xiaoli.dialog_buttons()


async def test_what_may_not_even_be_noted_is_no_promise_and_no_reason(shop: Shop) -> None:
    xiaoli = await _in_hand(shop)
    await _writes(xiaoli)
    await xiaoli.chooses_more("待办")
    await xiaoli.presses_in_dialog("记一个承诺")
    assert "what" in ((await xiaoli.fills_in(what="好评后返现20元")).errors or {})
    await xiaoli.closes_dialog()
    await xiaoli.presses_in_dialog("不用办了")
    assert "note" in ((await xiaoli.fills_in(note="加微信返红包,让他改成五星")).errors or {})


async def test_a_supervisor_named_for_another_solution_is_not_told_of(shop: Shop) -> None:
    xiaoli = await _in_hand(shop, text="客服态度太差了,还骂人")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="诚恳道歉", to=shop.person("陈主管").user)

    await xiaoli.chooses_more("时间线")

    assert "陈主管" not in xiaoli.reads_dialog()
    assert shop.person("陈主管").direct_messages() == []


class TestCare:
    """Something personal, from a budget of its own, with an owner and a date."""

    BIRTHDAY = "给孩子买的生日礼物,一打开就是坏的"

    async def _opens(self, xiaoli: Somebody) -> None:
        await xiaoli.chooses_more("待办")
        await xiaoli.presses_in_dialog("安排关怀")

    async def test_an_occasion_in_the_text_suggests_it_with_a_letter(self, shop: Shop) -> None:
        xiaoli = await _in_hand(shop, text=self.BIRTHDAY)
        assert "*关怀*   提到生日、送礼" in xiaoli.reads()

        await self._opens(xiaoli)
        assert "生日快乐" in str(xiaoli.dialog())
        refused = await xiaoli.fills_in(amount="20")
        assert "还差一句只属于这位客户的话" in " ".join((refused.errors or {}).values())
        await xiaoli.fills_in(amount="20", letter="王小明,小寿星生日快乐,新的一份已经在路上了。")

        assert "⏳ 关怀:手写信(生日)" in xiaoli.reads()
        assert "提到生日、送礼" not in xiaoli.reads()
        await xiaoli.chooses_more("待办")
        assert "小寿星生日快乐,新的一份已经在路上了。" in xiaoli.reads_dialog()
        assert "王小明" not in xiaoli.reads_dialog()
        assert any("安排了关怀" in line and "¥20" in line for line in xiaoli.thread())

    async def test_what_buys_a_review_is_no_care(self, shop: Shop) -> None:
        xiaoli = await _in_hand(shop, text=self.BIRTHDAY)
        await self._opens(xiaoli)

        refused = await xiaoli.fills_in(letter="改成五星就送您一个蛋糕")

        assert "“改成五星就送您”:以利益换评价" in " ".join((refused.errors or {}).values())

    async def test_beyond_the_budgets_somebody_above_decides(self, shop: Shop) -> None:
        xiaoli, zhao = await _in_hand(shop, text=self.BIRTHDAY), shop.person("赵组长")
        await self._opens(xiaoli)
        refused = await xiaoli.fills_in(kindness="小礼物", amount="60", letter="一个蛋糕")
        assert "一个案件的关怀最多 ¥50" in " ".join((refused.errors or {}).values())
        await xiaoli.fills_in(kindness="小礼物", amount="30", letter="一个蛋糕")

        await self._opens(zhao)
        assert "这个月还剩 ¥970" in zhao.reads_dialog()
        refused = await zhao.fills_in(kindness="小礼物", amount="2000", letter="一架钢琴")
        assert "预算只剩 ¥970" in " ".join((refused.errors or {}).values())
        await zhao.fills_in(kindness="小礼物", amount="60", letter="一束花", to=zhao.user)
        assert "(另有 1 项)" in zhao.reads()

    async def test_a_colleague_who_sees_to_it_is_told_and_reminded(self, shop: Shop) -> None:
        xiaoli, sun = await _in_hand(shop, text=self.BIRTHDAY), shop.person("小孙")
        await self._opens(xiaoli)

        await xiaoli.fills_in(kindness="小礼物", letter="一个蛋糕", to=sun.user)

        assert "小李 请你为" in sun.direct_messages()[-1]
        assert "小礼物(生日):一个蛋糕" in sun.direct_messages()[-1]
        await sun.presses("已办好", "D" + sun.user[1:])
        assert "关怀" not in xiaoli.reads()

    async def test_nothing_kind_stands_beside_an_invitation(self, shop: Shop) -> None:
        """What comes with it, or after it, would look like its price."""
        xiaoli = await _in_hand(shop, text=self.BIRTHDAY)
        await xiaoli.presses("联系客户")
        await xiaoli.fills_in(channel="电话", outcome="联系上了")
        await self._opens(xiaoli)
        await xiaoli.fills_in(kindness="小礼物", letter="一个蛋糕")
        await xiaoli.presses("结案")
        await xiaoli.fills_in(cause="复核缺失", department="仓储", note="没有复核")

        await xiaoli.chooses_more("邀请更新评价")
        assert "还有关怀没有办好" in xiaoli.reads_dialog()
        await xiaoli.closes_dialog()
        await xiaoli.closes_dialog()
        await xiaoli.chooses_more("待办")
        await xiaoli.presses_in_dialog("已办好")
        await xiaoli.closes_dialog()
        await xiaoli.chooses_more("邀请更新评价")
        await xiaoli.fills_in(text="您好,蛋糕还合口味吗?如果您愿意,可以如实更新评价;不更新也没关系。")
        assert "邀请过客户" in xiaoli.reads()

        await xiaoli.chooses_more("待办")
        assert "安排关怀" not in xiaoli.dialog_buttons()


@pytest.mark.parametrize("times", [2])
async def test_a_press_that_comes_twice_counts_once(shop: Shop, times: int) -> None:
    xiaoli = await _in_hand(shop)
    await _writes(xiaoli)
    await shop.time_passes(hours=47, minutes=30)
    direct = "D" + xiaoli.user[1:]

    await xiaoli.presses("已兑现", direct, then_settles=False)
    for _ in range(times - 1):
        await xiaoli.presses("已兑现", direct)

    assert len([line for line in xiaoli.thread() if "承诺办好了" in line]) == 1
