"""Home and the rota: whether new cases come to whoever looks, and from when on again."""

from tests.conftest import OpenShop
from tests.handlers.test_rota import POLICY
from tests.handlers.test_rota_dialog import _enters, day
from tests.house.reading import buttons_of
from tests.house.shop import Shop


async def test_whoever_is_before_their_shift_reads_when_it_begins(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        assert "你在岗,新案件会按产品线分给你。" in await shop.person("小李").opens_home()

        words = await shop.person("小王").opens_home()

        assert "按排班你现在不当班,新案件不会分给你;11-23 17:00 起照常。手上的案件仍然是你的。" in words
        assert "今天休息" in buttons_of(shop.person("小王").home())


async def test_at_lunch_and_after_the_shift_it_says_when_it_goes_on(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.time_passes(hours=2, minutes=30)
        assert "不会分给你;11-23 13:00 起照常" in await shop.person("小李").opens_home()

        await shop.time_passes(hours=6)

        assert "不会分给你;11-24 09:00 起照常" in await shop.person("小李").opens_home()
        assert buttons_of(shop.person("小李").home())[:2] == ["转交一件", "找人聊五分钟"], (
            "nothing is left to rest from"
        )


async def test_who_is_ill_reads_why_and_when_they_are_back(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await _enters(shop, "赵组长", who="U0LI", first=day(0), last=day(1), what="病假")

        words = await shop.person("小李").opens_home()

        assert "按排班你现在不当班(病假),新案件不会分给你;11-25 09:00 起照常" in words
        back = await shop.person("小李").types("/reviews rest 回来")
        assert "欢迎回来。按排班你现在不当班(病假)" in back


async def test_signing_off_comes_before_the_rota(opening: OpenShop) -> None:
    async with opening(policy=POLICY) as shop:
        await shop.person("小王").opens_home()
        await shop.person("小王").presses_in_home("今天休息")

        assert "你在休息,到 11-24 00:00 前新案件交给代班同事" in shop.person("小王").reads_home()


async def test_a_lead_reads_that_what_rises_comes_to_them(shop: Shop) -> None:
    assert "你在岗,没人处理的案件会升级到你这里。" in await shop.person("赵组长").opens_home()

    await shop.person("赵组长").presses_in_home("今天休息")

    assert "升级的案件先找别人" in shop.person("赵组长").reads_home()


async def test_it_speaks_english(opening: OpenShop) -> None:
    async with opening(policy=POLICY, locale="en") as shop:
        words = await shop.person("小王").opens_home()

        assert "By the rota you are off duty now until 11-23 17:00: new cases go to others." in words
        assert "Welcome back. By the rota you are off duty now" in await shop.person("小王").types("/reviews rest back")
