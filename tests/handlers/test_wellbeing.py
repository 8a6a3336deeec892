"""How people are, by doors: limits that spare them, a break, handing one over, a colleague for five minutes."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, func, select

from bot.rules.strain import Because
from handlers.casework import buddies, intake
from handlers.casework.buddies import Stand
from handlers.slack.wellbeing import _to_hand_over
from storage import inbox, strain
from storage.tables import BuddyAskRow
from tests.conftest import OpenShop
from tests.house.people import Somebody
from tests.house.shop import Shop, a_review

SUPERVISORS = "C0SUPERVISE"
INTENSE = "插上电就冒烟了,差点着火"
CALM = "有点小,一般"
ABUSE = "你们这群畜生,脑残客服"
ROTA = """
[lines."厨房电器"]
owner = "U0LI"

[lines."美妆个护"]
owner = "U0SUN"

[people.U0LI]
name = "小李"
limit = 20

[people.U0SUN]
name = "小孙"

[roles]
agents = ["U0LI", "U0SUN"]
leads = ["U0ZHAO"]
supervisors = ["U0CHEN"]
"""
BUDDY = """
[people.U0LI]
name = "小李"
buddy = "U0WANG"

[people.U0WANG]
name = "小王"

[people.U0SUN]
name = "小孙"
"""
PAUSED = "先不分给你"


async def _come(shop: Shop, count: int, **said: Any) -> None:
    for _ in range(count):
        await shop.review_arrives(**({"text": INTENSE} | said))


def _asks(session: Session) -> int:
    return session.exec(select(func.count()).select_from(BuddyAskRow)).one()


def _private(somebody: Somebody, words: str) -> list[str]:
    return [one for one in somebody.direct_messages() if words in one]


async def test_three_intense_cases_are_noticed_kindly_once(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 2)
    await shop.review_arrives(text=CALM, rating=3)
    assert _private(xiaoli, "不轻松") == []

    await _come(shop, 2)

    (told,) = _private(xiaoli, "不轻松")
    assert "最近 4 小时里,3 件情绪激烈或紧急的案件" in told
    assert "全国统一心理援助热线 12356" in told
    assert xiaoli.buttons("D0LI") == ["歇 30 分钟", "转交一件", "找人聊五分钟", "不用了"]
    assert [_private(shop.person(name), "不轻松") for name in ("小王", "赵组长", "陈主管", "周经理")] == [[]] * 4
    assert shop.person("陈主管").sees(SUPERVISORS) == []


async def test_it_is_told_anew_once_the_hours_have_passed(shop: Shop) -> None:
    await _come(shop, 3)
    await shop.time_passes(hours=4, minutes=1)
    await _come(shop, 3)

    assert len(_private(shop.person("小李"), "不轻松")) == 2


async def test_whoever_wants_nothing_is_left_in_peace(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 3)

    await xiaoli.presses("不用了", "D0LI")

    assert "不打扰你了" in xiaoli.reads("D0LI")
    assert xiaoli.buttons("D0LI") == []


async def test_a_break_is_one_press_away(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 3)

    await xiaoli.presses("歇 30 分钟", "D0LI")

    assert "歇会儿吧" in xiaoli.told_privately("D0LI")[-1]
    await shop.review_arrives(text=CALM, rating=2)
    assert "<@U0WANG>" in xiaoli.reads()


async def test_five_pause_intense_cases_and_no_others_for_half_an_hour(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 5)
    assert "到 10:30 前" in _private(xiaoli, PAUSED)[0]
    assert "<@U0LI>" in xiaoli.reads()

    await _come(shop, 1)
    assert "<@U0WANG>" in xiaoli.reads()
    await shop.review_arrives(text=CALM, rating=2)
    assert "<@U0LI>" in xiaoli.reads()

    await shop.time_passes(minutes=31)
    await _come(shop, 1)
    assert "<@U0LI>" in xiaoli.reads()
    (told,) = _private(xiaoli, PAUSED)
    assert "到 11:01 前" in told, "the same message says until when now"


async def test_when_nobody_is_left_the_supervisors_hear_it_without_a_name_or_a_cause(shop: Shop) -> None:
    await _come(shop, 10)
    assert shop.person("陈主管").sees(SUPERVISORS) == []

    await _come(shop, 1)

    told = shop.person("陈主管").reads(SUPERVISORS)
    assert "当班的暂时不接情绪激烈和紧急的案件" in told
    assert [word for word in ("小李", "小王", "U0LI", "U0WANG", "骂", "软上限", "负荷") if word in told] == []
    assert "负责人待定(当班的暂时不接激烈和紧急的案件)" in shop.person("小李").reads()


async def test_what_they_claim_themselves_is_their_own_decision(shop: Shop) -> None:
    await _come(shop, 11)
    xiaoli = shop.person("小李")

    await xiaoli.presses("认领")

    assert "🟠 <@U0LI>" in xiaoli.reads() or "<@U0LI>" in xiaoli.reads()
    assert len(_private(xiaoli, "想接就接")) == 1


async def test_abuse_in_a_review_spares_whoever_got_it(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.review_arrives(text=ABUSE)

    (told,) = _private(xiaoli, "骂人了")
    assert "这不是你的错" in told
    assert "我们先停一停,稍后再联系您" in told
    assert "@ 主管" in told
    assert "12356" in told
    await _come(shop, 1)
    assert "<@U0WANG>" in xiaoli.reads()
    await shop.time_passes(minutes=31)
    await _come(shop, 1)
    assert "<@U0LI>" in xiaoli.reads()


async def test_abuse_in_a_conversation_spares_whoever_noted_it(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.review_arrives()
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    assert _private(xiaoli, "骂人了") == []

    await xiaoli.fills_in(channel="电话", outcome="联系上了", note="客户一直骂人,先挂了")

    assert len(_private(xiaoli, "骂人了")) == 1
    await _come(shop, 1)
    assert "<@U0WANG>" in xiaoli.reads()


async def test_one_intense_case_goes_to_whom_the_rule_finds(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.review_arrives(text=CALM, rating=2)
    await _come(shop, 3)
    await xiaoli.presses("转交一件", "D0LI")
    assert "#1" not in str(xiaoli.dialog()), "only intense ones are offered"

    await xiaoli.fills_in(case="2")

    assert "已把 #2 转交给 <@U0WANG>" in xiaoli.reads_dialog()
    assert "<@U0WANG>" in xiaoli.reads(number=1)
    assert "小李" in shop.person("小王").direct_messages()[-1]
    assert any("转交" in line for line in xiaoli.thread(number=1))


async def test_with_nobody_to_take_it_the_dialog_says_so(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.person("小王").types("/reviews rest 今天")
    await _come(shop, 3)
    await xiaoli.presses("转交一件", "D0LI")

    refused = await xiaoli.fills_in(case="1")

    assert "没找到接手的人" in " ".join((refused.errors or {}).values())


async def test_without_an_intense_case_there_is_nothing_to_choose(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await shop.review_arrives(text=ABUSE)
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")

    await xiaoli.presses("转交一件", "D0LI", number=0)

    assert "没有情绪激烈或紧急的案件" in xiaoli.reads_dialog()


async def test_after_abuse_that_very_case_is_offered_first_however_calm_it_is(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 1)
    await shop.review_arrives(text="有点小,一般。你们这群畜生", rating=3)
    shop_case = shop.parts.staff.desk.db.in_snapshot(strain.asked_of, 2)
    assert shop_case[0] < 4, "or it would be offered anyway"

    await xiaoli.presses("转交一件", "D0LI")
    assert "可以把这件转交出去" in xiaoli.reads_dialog()
    await xiaoli.fills_in()

    assert "已把 #2 转交给 <@U0WANG>" in xiaoli.reads_dialog()


async def test_what_the_button_says_is_believed_of_ones_own_cases_alone(shop: Shop) -> None:
    """Values come from the client: a case of somebody else's is neither offered nor handed over."""
    await shop.review_arrives(text="有点小,一般", rating=3)
    xiaosun, desk = shop.person("小孙"), shop.parts.staff.desk

    assert await desk.db.read(_to_hand_over, desk, "U0LI", 1) != []
    assert await desk.db.read(_to_hand_over, desk, "U0SUN", 1) == []
    assert xiaosun.direct_messages() == []


async def test_one_is_handed_over_from_home_too(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 1)
    await xiaoli.opens_home()

    await xiaoli.presses_in_home("转交一件")
    await xiaoli.fills_in()

    assert "已把 #1 转交给 <@U0WANG>" in xiaoli.reads_dialog()


async def test_an_old_message_still_answers_who_wants_nothing(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 3)
    shop.clock.advance(days=36)
    await shop.does_what_is_due()
    message = next(n for n, one in enumerate(xiaoli.direct_messages()) if "不轻松" in one)

    await xiaoli.presses("不用了", "D0LI", number=message)

    assert "不打扰你了" in xiaoli.told_privately("D0LI")[-1]


async def test_until_when_cases_pause_stays_for_whoever_wants_nothing(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await _come(shop, 5)

    await xiaoli.presses("不用了", "D0LI")

    told = xiaoli.reads("D0LI")
    assert "到 10:30 前,这类案件先不分给你" in told
    assert "不打扰你了" in told
    assert xiaoli.buttons("D0LI") == []


async def test_two_presses_at_once_ask_one_colleague(shop: Shop) -> None:
    """Each in a transaction of its own; on PostgreSQL they really meet."""
    desk = shop.parts.staff.desk
    for turn in range(5):
        asked = await asyncio.gather(*(buddies.ask(desk, "U0LI", once=f"{turn}:{one}") for one in range(4)))

        assert sorted(one.stand for one in asked) == ["is_asked", "waits", "waits", "waits"]
        assert len({one.buddy for one in asked}) == 1
        assert await desk.db.read(_asks) == turn + 1
        shop.clock.advance(days=2)


async def test_who_comes_as_the_asker_presses_again_comes_and_nobody_else_is_asked(shop: Shop) -> None:
    desk = shop.parts.staff.desk
    for turn in range(1, 9):
        first = await buddies.ask(desk, "U0LI", once=f"{turn}:first")
        shop.clock.advance(minutes=11)

        again, comes = await asyncio.gather(
            buddies.ask(desk, "U0LI", once=f"{turn}:again"),
            buddies.comes(desk, turn, str(first.buddy), once=f"{turn}:comes"),
        )

        assert comes == (again.stand is Stand.COMES), "either the first comes, or another is asked"
        assert comes == (again.buddy == first.buddy)
        shop.clock.advance(days=2)


async def test_whoever_presses_before_reading_that_somebody_comes_is_told(shop: Shop) -> None:
    xiaoli, xiaosun = shop.person("小李"), shop.person("小孙")
    await xiaoli.opens_home()
    await xiaoli.presses_in_home("找人聊五分钟")
    await xiaosun.presses("这就来", "D0SUN")

    await xiaoli.presses_in_home("找人聊五分钟")
    assert "小孙:这就来" in xiaoli.direct_messages()[-1]
    assert shop.person("小王").direct_messages() == []

    await shop.time_passes(minutes=2)
    await xiaoli.presses_in_home("找人聊五分钟")
    assert "已经悄悄问了" in xiaoli.direct_messages()[-1], "a new wish"


async def test_a_colleague_comes_and_learns_nothing(shop: Shop) -> None:
    """小王 has no case, 小孙 neither: by name 小孙 comes first."""
    xiaoli = shop.person("小李")
    await _come(shop, 3)

    await xiaoli.presses("找人聊五分钟", "D0LI")

    assert "已经悄悄问了 小孙" in xiaoli.told_privately("D0LI")[-1]
    asked = shop.person("小孙").direct_messages()[-1]
    assert "小李 想和你聊五分钟" in asked
    assert [one for one in ("#", "件", "负荷", "激烈") if one in asked] == []
    await shop.person("小孙").presses("这就来", "D0SUN")
    assert "小孙:这就来" in xiaoli.direct_messages()[-1]
    assert shop.person("小孙").buttons("D0SUN") == []
    assert shop.person("小王").direct_messages() == []


async def test_who_cannot_is_followed_by_the_next_until_nobody_is_left(opening: OpenShop) -> None:
    async with opening(policy=BUDDY) as shop:
        xiaoli = shop.person("小李")
        await xiaoli.opens_home()
        await xiaoli.presses_in_home("找人聊五分钟")
        assert "小李 想和你聊五分钟" in shop.person("小王").direct_messages()[-1], "their own buddy first"

        await shop.person("小王").presses("现在不方便", "D0WANG")
        assert "小王 现在走不开,又悄悄问了 小孙" in xiaoli.direct_messages()[-1]
        await shop.person("小孙").presses("现在不方便", "D0SUN")

        assert "抽不开身" in xiaoli.direct_messages()[-1]
        assert "12356" in xiaoli.direct_messages()[-1]


async def test_asking_again_waits_ten_minutes_and_then_asks_another(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await xiaoli.opens_home()
    await xiaoli.presses_in_home("找人聊五分钟")
    await xiaoli.presses_in_home("找人聊五分钟")
    assert "刚问过 小孙" in xiaoli.direct_messages()[-1]

    await shop.time_passes(minutes=11)
    await xiaoli.presses_in_home("找人聊五分钟")

    assert "已经悄悄问了 小王" in xiaoli.direct_messages()[-1]
    assert "已经去问别人了" in shop.person("小孙").direct_messages()[-1]


async def test_home_tells_everybody_of_their_own_day(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    assert "今天结案 0 件 · 情绪负荷 😌 轻松" in await xiaoli.opens_home()
    await _come(shop, 3)
    assert "情绪负荷 😐 有点满" in await xiaoli.opens_home()
    await _come(shop, 2)
    words = await xiaoli.opens_home()
    assert "情绪负荷 😓 很满" in words
    assert "到 10:30 自动恢复" in words
    assert "情绪负荷 😌" in await shop.person("小王").opens_home()
    assert "情绪负荷" not in (await shop.person("周经理").opens_home()).replace("团队情绪负荷", "")

    await xiaoli.presses_in_home("歇 30 分钟")

    assert "你在休息" in xiaoli.reads_home()


async def test_leads_see_the_team_and_nobody_in_it(shop: Shop) -> None:
    for line in ("厨房电器", "数码配件", "美妆个护"):
        await shop.review_arrives(text=INTENSE, product={"line": line})
    await shop.time_passes(minutes=1)

    seen = await shop.person("赵组长").types("/reviews team")
    line = next(one for one in seen.splitlines() if "团队情绪负荷" in one)

    assert "现在人均 " in line
    assert "(3 人)" in line
    assert "近 7 天自动暂停 0 次" in line
    assert "软上限" not in line, "a share would tell of persons where so few took part"
    assert [name for name in ("小李", "小王", "小孙") if name in line] == []
    assert "团队情绪负荷" in await shop.person("陈主管").opens_home()
    assert "团队情绪负荷" not in await shop.person("小李").types("/reviews team")


async def test_the_last_week_is_told_beside_the_four_before_it(shop: Shop) -> None:
    """On a day of the first week one case for each of three, on one of the second two."""
    for many, then in ((1, 7), (2, 1)):
        for line in ("厨房电器", "数码配件", "美妆个护"):
            await _come(shop, many, product={"line": line})
        shop.clock.advance(days=then)
        await shop.does_what_is_due()

    seen = await shop.person("赵组长").types("/reviews team")

    assert "近一天接案的不到 3 人,现在的不显示" in seen, "and yet the weeks are told"
    week, before = (float(one) for one in re.findall(r"每日高峰人均 ([\d.]+),之前四周 ([\d.]+)", seen)[0])
    assert week == pytest.approx(2 * before, rel=0.02)


async def test_whoever_is_above_the_soft_limit_comes_last_for_intense_cases(opening: OpenShop) -> None:
    """Nobody's line: 小李 has little in hand and much behind them, 小孙 holds more."""
    async with opening(policy=ROTA) as shop:
        await _come(shop, 3)
        for number in range(3):
            await shop.person("陈主管").chooses_more("不是投诉", number=number)
            await shop.person("陈主管").fills_in(note="测试单")
        await shop.review_arrives(text="快递太慢了", product={"line": "美妆个护"})

        await _come(shop, 1, product={"line": "园艺"})
        assert "<@U0SUN>(当班里手上最轻)" in shop.person("小李").reads()
        await shop.review_arrives(text="快递太慢了", product={"line": "园艺"})
        assert "<@U0LI>(当班里手上最轻)" in shop.person("小李").reads(), "an ordinary one goes by load alone"


async def test_of_two_people_nothing_is_told(shop: Shop) -> None:
    await _come(shop, 6)

    seen = await shop.person("赵组长").types("/reviews team")

    assert "不到 3 人,现在的不显示" in seen
    assert "暂停" not in seen


async def test_help_for_a_break_names_who_helps(opening: OpenShop) -> None:
    policy = '[[wellbeing.resources]]\nname = "员工关怀"\nurl = "https://care.example.com/"\nphone = "021-555"\n'
    async with opening(policy=policy) as shop:
        told = await shop.person("小李").types("/reviews rest ?")

        assert "想找人说说:员工关怀 021-555" in told
        assert "12356" not in told


async def test_it_speaks_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        await _come(shop, 5)
        first, second = shop.person("小李").direct_messages()[-2:]

        assert "Within 4 hours, 3 intense or urgent cases came to you" in first
        assert "no more of these are given to you" in second
        assert shop.person("小李").buttons("D0LI") == [
            "Rest 30 minutes", "Hand one over", "Talk for five minutes", "No, thanks"
        ]  # fmt: skip


async def test_many_at_the_same_moment_bring_nobody_above_the_hard_limit(shop: Shop) -> None:
    """Each in a transaction of its own, as in as many processes; on PostgreSQL they really meet."""
    desk = shop.parts.staff.desk
    for _ in range(14):
        await shop.push(a_review(shop.clock.now(), text=INTENSE))
    waiting = await desk.db.read(inbox.waiting, shop.clock.now(), 50)

    await asyncio.gather(*(intake._take_in(desk, shop.opinion, one) for one in waiting))
    await shop.settles()

    now = shop.clock.now()
    for user in ("U0LI", "U0WANG"):
        given = await desk.db.read(strain.intense_given, user, now - timedelta(hours=4), now + timedelta(seconds=1))
        assert given == 5
    pauses = await desk.db.read(strain.pauses, now - timedelta(hours=1), now + timedelta(seconds=1))
    assert [(one.user_id, one.because) for one in pauses] == [
        ("U0LI", Because.HARD_LIMIT), ("U0WANG", Because.HARD_LIMIT)
    ]  # fmt: skip


@pytest.mark.parametrize(("hands", "counted"), [("转交", 0), ("退回", 1)])
async def test_a_case_counts_once_for_each_person_and_as_given_where_the_rule_chose(
    shop: Shop, hands: str, counted: int
) -> None:
    await _come(shop, 1)
    xiaoli, desk = shop.person("小李"), shop.parts.staff.desk
    await xiaoli.presses("认领")
    if hands == "转交":
        await xiaoli.presses("转交")
        await xiaoli.fills_in(to="U0WANG", note="请你接")
    else:
        await xiaoli.chooses_more("退回")
    day = shop.clock.now() - timedelta(hours=1), shop.clock.now() + timedelta(hours=1)

    felt = await desk.db.read(strain.felt_since, day[0])

    assert {user: len(came) for user, came in felt.items()} == {"U0LI": 1, "U0WANG": 1}
    assert await desk.db.read(strain.intense_given, "U0LI", *day) == 1
    assert await desk.db.read(strain.intense_given, "U0WANG", *day) == counted
