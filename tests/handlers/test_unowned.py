"""Cases that nobody could be given, by doors: they go to somebody as soon as there is one."""

from typing import Any

import pytest

from handlers.casework import unowned
from handlers.casework.desk import Desk
from tests.conftest import OpenShop
from tests.handlers.test_rota import POLICY, SUPERVISORS
from tests.house.reading import words_of
from tests.house.shop import Shop

WAITED = "之前没人能接"


async def _it_is_eleven_at_night(shop: Shop) -> None:
    await shop.stands_still(hours=13)


def _first_notice(shop: Shop) -> str:
    return shop.person("陈主管").reads(SUPERVISORS, 0)


async def test_what_came_at_night_is_given_when_the_first_shift_begins(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        xiaoli = shop.person("小李")
        await _it_is_eleven_at_night(shop)
        for _ in range(3):
            await shop.review_arrives()
        assert "没有人当班" in shop.person("陈主管").reads(SUPERVISORS)

        await shop.time_passes(hours=9, minutes=59)
        assert all("负责人待定(没有人当班)" in xiaoli.reads(number=number) for number in range(3))
        await shop.time_passes(minutes=1)

        owners = ["<@U0LI>(厨房电器)", "<@U0LI>(厨房电器)", "<@U0SUN>(当班里手上最轻)"]
        assert [owner in xiaoli.reads(number=number) for number, owner in enumerate(owners)] == [True, True, True]
        assert f"{WAITED},现在由 小李 负责" in xiaoli.thread(number=0)
        chen = shop.person("陈主管")
        notices = [number for number, one in enumerate(chen.sees(SUPERVISORS)) if "有负责人了" in words_of(one)]
        assert len(notices) == 3
        assert chen.reads(SUPERVISORS, notices[0]).startswith("✅ 🟡 #1 电热水壶 1.5L 有负责人了:小李")
        assert chen.buttons(SUPERVISORS, notices[0]) == ["查看", "打开卡片"]
        (told,) = [one for one in xiaoli.direct_messages() if WAITED in one]
        assert told.startswith(f"*{WAITED}的 2 件,现在由你负责*")
        assert [one for one in shop.person("小孙").direct_messages() if f"{WAITED}的 1 件" in one]
        assert not [one for one in shop.person("小王").direct_messages() if WAITED in one], "off until five"


async def test_the_gravest_is_given_first(opening: OpenShop) -> None:
    async with opening(policy=POLICY.replace("limit = 3", "limit = 1").replace("limit = 2", "limit = 1")) as shop:
        await _it_is_eleven_at_night(shop)
        await shop.review_arrives()
        await shop.review_arrives()
        await shop.review_arrives(text="插上电就冒烟了,差点着火")

        await shop.time_passes(hours=10)

        cards = [shop.person("小李").reads(number=number) for number in range(3)]
        assert ["负责人待定" in card for card in cards] == [False, True, False]


async def test_what_somebody_claims_meanwhile_stays_theirs(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _it_is_eleven_at_night(shop)
        await shop.review_arrives()
        await shop.person("小王").presses("认领")

        await shop.time_passes(hours=10)

        assert "有负责人了:小王" in _first_notice(shop)
        assert "<@U0WANG>" in shop.person("小王").reads()
        assert WAITED not in "".join(shop.person("小王").thread())


async def test_who_gave_it_back_does_not_get_it_again(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.stands_still(hours=11)  # at nine in the evening, when 小王 is alone
        await shop.review_arrives()
        await shop.person("小王").presses("认领")
        await shop.person("小王").chooses_more("退回")
        assert "负责人待定" in shop.person("小王").reads()
        assert "退回,现在没有负责人,请安排" in _first_notice(shop)
        assert shop.person("陈主管").buttons(SUPERVISORS, 0)[:2] == ["转交", "认领"]

        await shop.time_passes(hours=11)
        assert "负责人待定" in shop.person("小王").reads()
        await shop.time_passes(hours=1)

        assert "<@U0LI>(厨房电器)" in shop.person("小王").reads()
        assert "有负责人了:小李" in _first_notice(shop)


async def test_where_all_are_full_it_is_tried_again_within_half_an_hour(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        for _ in range(6):
            await shop.review_arrives()
        xiaosun = shop.person("小孙")
        assert "负责人待定(当班的都到上限了)" in xiaosun.reads()
        await xiaosun.chooses_more("不是投诉", number=2)
        assert not (await xiaosun.fills_in(note="发错店铺了")).errors
        assert "非投诉" in xiaosun.reads(number=2)

        await shop.time_passes(minutes=31)

        assert "<@U0SUN>(当班里手上最轻)" in xiaosun.reads()


@pytest.mark.parametrize("way", ["home", "command"])
async def test_whoever_is_back_on_duty_is_given_it_at_once(opening: OpenShop, way: str) -> None:
    async with opening(policy=POLICY) as shop:
        for name in ("小李", "小孙"):
            await shop.person(name).types("/reviews rest 8h")
        await shop.review_arrives()
        assert "负责人待定(没有人当班)" in shop.person("小孙").reads()

        if way == "home":
            await shop.person("小孙").opens_home()
            await shop.person("小孙").presses_in_home("我回来了")
        else:
            await shop.person("小孙").types("/reviews rest back")
        await shop.does_what_is_due()

        assert "<@U0SUN>(当班里手上最轻)" in shop.person("小孙").reads()


async def test_whoever_is_put_on_a_shift_is_given_it_at_once(opening: OpenShop) -> None:
    async with opening(policy=POLICY.replace('shift = "late"', 'shift = "late"\ndays_off = [2026-11-23]')) as shop:
        await shop.stands_still(hours=9)  # at seven in the evening nobody is there
        await shop.review_arrives()
        assert "负责人待定(没有人当班)" in shop.person("小李").reads()
        lead = shop.person("赵组长")
        await lead.types("/reviews team")
        await lead.presses_private("排班")
        await lead.fills_in(who="U0WANG", first="2026-11-23", last="2026-11-23", what="上 late(17:00–22:00)")
        await shop.does_what_is_due()

        assert "<@U0WANG>(厨房电器,代班)" in shop.person("小李").reads()


async def test_without_a_rota_any_agent_may_claim_it(shop: Shop) -> None:
    for name in ("小李", "小王", "小孙"):
        await shop.person(name).types("/reviews rest 1h")
    await shop.review_arrives()
    assert "负责人待定" in shop.person("小李").reads()

    await shop.time_passes(days=1)

    assert "负责人待定" in shop.person("小李").reads()


async def test_one_that_fails_holds_up_no_other(opening: OpenShop, monkeypatch: pytest.MonkeyPatch) -> None:
    give = unowned.give

    def first_fails(session: Any, desk: Desk, *given: Any, **more: Any) -> Any:
        monkeypatch.setattr(unowned, "give", give)
        raise RuntimeError("a fault")

    async with opening(policy=POLICY) as shop:
        shop.forgive("a case that waits for an owner failed and is put off")
        await _it_is_eleven_at_night(shop)
        await shop.review_arrives()
        await shop.review_arrives()
        monkeypatch.setattr(unowned, "give", first_fails)

        await shop.time_passes(hours=10)
        cards = [shop.person("小李").reads(number=number) for number in range(2)]
        assert ["负责人待定" in card for card in cards] == [True, False]
        await shop.time_passes(minutes=6)

        assert "<@U0LI>" in shop.person("小李").reads(number=0)


async def test_in_english(opening: OpenShop) -> None:
    async with opening(policy=POLICY, locale="en") as shop:
        await _it_is_eleven_at_night(shop)
        await shop.review_arrives()

        await shop.time_passes(hours=10)

        xiaoli = shop.person("小李")
        assert "Nobody could take it before; it is 小李's now" in xiaoli.thread()
        assert any("A case that nobody could take before is yours now" in one for one in xiaoli.direct_messages())
        await xiaoli.chooses_more("Timeline")
        assert "Given an owner" in xiaoli.reads_dialog()
