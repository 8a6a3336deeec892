"""`/reviews rest`: new cases go to others for a while, nobody is told, and nothing that is held moves."""

from tests.conftest import OpenShop
from tests.house.shop import Shop

SUPERVISORS = "C0SUPERVISE"


async def test_new_cases_go_to_others_until_the_break_is_over(shop: Shop) -> None:
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    assert "U0LI" in xiaoli.reads(number=0)

    told = await xiaoli.types("/reviews rest")
    assert "到 10:30 前,新案件不再分给你" in told.replace("今天 ", "").replace("11-23 ", "")
    assert "手上的 1 件还是你的" in told
    await shop.review_arrives()
    assert "U0LI" not in xiaoli.reads(number=1)
    assert "U0LI" in xiaoli.reads(number=0)  # what they hold stays
    assert shop.person("陈主管").sees(SUPERVISORS) == []

    await shop.time_passes(minutes=31)
    await shop.review_arrives()
    assert "U0LI" in xiaoli.reads(number=2)


async def test_they_may_be_back_sooner_and_home_shows_it(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await xiaoli.types("/reviews rest 2小时")
    assert "新案件交给代班同事" in await xiaoli.opens_home()

    assert "欢迎回来" in await xiaoli.types("/reviews rest 回来")
    await shop.review_arrives()
    assert "U0LI" in xiaoli.reads(number=0)


async def test_a_break_within_a_day_off_does_not_shorten_it(shop: Shop) -> None:
    xiaoli = shop.person("小李")
    await xiaoli.types("/reviews rest 今天")
    await xiaoli.types("/reviews rest")
    await shop.time_passes(hours=1)

    await shop.review_arrives()
    assert "U0LI" not in xiaoli.reads(number=0)


async def test_what_is_no_length_is_told_how(shop: Shop) -> None:
    assert "用法:`/reviews rest`" in await shop.person("小李").types("/reviews rest soon")


async def test_in_english(opening: OpenShop) -> None:
    async with opening(locale="en") as shop:
        assert "Take your break" in await shop.person("小李").types("/reviews rest 2h")
