"""Roles and races: who may not, who came too late, and who pressed twice, each told kindly and alone."""

import asyncio

from tests.house.shop import Shop

URGENT = "插上电就冒烟了,差点着火"


async def test_a_guest_is_told_how_to_join_the_team(shop: Shop) -> None:
    await shop.review_arrives()
    guest = shop.person("访客小何")

    await guest.presses("认领")
    await guest.presses("改判")

    assert "你还不在客服团队名单里,所以不能认领" in guest.told_privately()[0]
    assert "[roles] 里加上你(U0GUEST)" in guest.told_privately()[0]
    assert not guest.has_dialog()
    assert shop.person("小李").buttons() == ["认领", "改判", "更多"]
    assert shop.person("小李").told_privately() == []


async def test_a_guest_is_shown_nothing_behind_the_card(shop: Shop) -> None:
    await shop.review_arrives()
    guest = shop.person("访客小何")

    await guest.presses("更多")

    assert not guest.has_dialog()
    assert guest.told_privately() == ["案件只给客服团队看。请管理员在 policy 文件的 [roles] 里加上你(U0GUEST)。"]


async def test_a_colleagues_case_is_his_to_handle(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("认领")

    for label in ("联系客户", "解决方案", "转交"):
        await shop.person("小王").presses(label)

    told = shop.person("小王").told_privately()
    assert told == ["#1 由 小李 负责。请对方转交给你,或请组长安排。"] * 3
    assert not shop.person("小王").has_dialog()


async def test_a_lead_may_act_for_anyone(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("认领")

    await shop.person("赵组长").presses("转交")
    await shop.person("赵组长").fills_in(to="U0WANG")

    assert "<@U0WANG>" in shop.person("小李").reads()


async def test_a_lead_may_not_dismiss_what_is_urgent_and_a_supervisor_may(shop: Shop) -> None:
    await shop.review_arrives(text=URGENT)
    await shop.person("赵组长").presses("更多")
    assert "不是投诉" not in shop.person("赵组长").dialog_buttons()

    await shop.person("陈主管").chooses_more("不是投诉")
    await shop.person("陈主管").fills_in(note="同行乱写的")

    assert "非投诉" in shop.person("小李").reads()


async def test_two_who_press_at_the_same_moment_have_one_winner(shop: Shop) -> None:
    await shop.review_arrives()
    two = [shop.person("小李"), shop.person("小王")]

    await asyncio.gather(*(one.presses("认领", then_settles=False) for one in two))
    await shop.settles()

    told = [one.told_privately() for one in two]
    assert sorted(len(one) for one in told) == [0, 1]
    (loser,) = max(told)
    assert "已经认领了 #1" in loser
    assert len(two[0].thread()) == 1


async def test_a_press_made_twice_counts_once_and_apologises_for_nothing(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领", then_settles=False)

    await xiaoli.presses("认领")

    assert xiaoli.thread() == ["小李 认领了"]
    assert xiaoli.told_privately() == ["#1 你 10:00 已经认领了,放心处理吧。"]


async def test_a_dialog_submitted_twice_at_once_is_one_contact(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")

    await asyncio.gather(
        xiaoli.fills_in(outcome="reached", note="说好了", then_settles=False),
        xiaoli.fills_in(outcome="reached", note="说好了", then_settles=False),
    )
    await shop.settles()

    assert xiaoli.thread() == ["小李 认领了", "小李 电话联系上了客户:说好了"]


async def test_a_dialog_about_what_ended_meanwhile_says_so_and_keeps_what_was_typed(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli, zhao = shop.person("小李"), shop.person("赵组长")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await zhao.chooses_more("不是投诉")
    await zhao.fills_in(note="测试单")

    outcome = await xiaoli.fills_in(outcome="reached", note="一大段话")

    assert "#1 现在是「非投诉」(赵组长,11-23 10:00)" in outcome.errors["channel"]
    assert xiaoli.dialog()["state"]["note"]["value"]["value"] == "一大段话"
    assert "测试单" in xiaoli.reads()


async def test_a_case_cannot_be_resolved_before_anyone_tried_to_reach_the_customer(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").presses("认领")
    await shop.person("小李").presses("联系客户")
    await shop.person("赵组长").presses("更多")

    assert "结案" not in shop.person("小李").buttons()
    assert "结案" not in shop.person("赵组长").dialog_buttons()


async def test_a_press_on_a_card_that_is_not_redrawn_yet_is_told_how_things_stand(shop: Shop) -> None:
    await shop.review_arrives()
    await shop.person("小李").chooses_more("不是投诉")
    await shop.person("小李").fills_in(note="测试单", then_settles=False)

    await shop.person("小王").presses("认领")

    (told,) = shop.person("小王").told_privately()
    assert told == "#1 现在是「非投诉」(小李,11-23 10:00)。如果事情还没完,可以在「更多」里重新打开。"
