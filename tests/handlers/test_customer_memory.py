"""What the shop remembers of a customer: a line on the card, and the cases before it in a dialog."""

from tests.house.people import Somebody
from tests.house.shop import Shop

_CUSTOMER = {"id": "c-9", "name": "王小明"}


async def _handled_once(shop: Shop) -> Somebody:
    """A first case that was compensated, resolved, and followed up with two points of five."""
    await shop.review_arrives(customer=_CUSTOMER, order={"id": "TB1", "paid": 129})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("解决方案")
    await xiaoli.fills_in(solution="coupon", amount="10")
    await xiaoli.presses("补偿已执行")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="没有抽检")
    return xiaoli


async def test_a_customer_who_comes_again_is_known_on_the_card_and_whole_in_the_dialog(shop: Shop) -> None:
    xiaoli = await _handled_once(shop)
    assert "*以前*" not in xiaoli.reads()
    await shop.review_arrives(customer=_CUSTOMER, text="盖子又裂了")

    assert "*以前*   1 件 · 补偿过 ¥10" in xiaoli.reads()

    await xiaoli.presses("认领")
    await xiaoli.chooses_more("客户档案")
    shown = xiaoli.reads_dialog()
    assert "*#1*   11-23 10:00 · 电热水壶 1.5L" in shown
    assert "产品质量 · 已结案 · 方案 优惠券 · 补偿过 ¥10" in shown


async def test_what_is_unfinished_and_how_the_last_call_back_went_are_told(shop: Shop) -> None:
    xiaoli = await _handled_once(shop)
    await shop.time_passes(days=7, hours=1)
    await xiaoli.presses("回访")
    await xiaoli.fills_in(satisfaction="4")
    await shop.review_arrives(customer=_CUSTOMER, text="盖子又裂了")
    await shop.review_arrives(customer=_CUSTOMER, text="颜色发错了")

    assert "*以前*   2 件 · 1 件没办完 · 补偿过 ¥10 · 上次回访 4/5 分" in xiaoli.reads()


async def test_a_stranger_and_a_customer_of_another_source_have_no_past(shop: Shop) -> None:
    for _ in range(2):
        await shop.review_arrives(customer={"id": None, "name": "匿名"})
    xiaoli = shop.person("小李")

    assert "*以前*" not in xiaoli.reads()
    await xiaoli.presses("更多")
    assert "客户档案" not in xiaoli.dialog_buttons()
