"""Claiming: one press begins the handling, one person wins, everyone else is told kindly."""

from tests.house.shop import Shop


async def test_a_bad_review_becomes_a_card_that_says_how_bad_what_and_what_to_do(shop: Shop) -> None:
    """The first look at a new alert."""
    await shop.review_arrives(text="插上电就冒烟了,差点着火", rating=1)

    card = shop.person("小李").reads()

    assert "🔴 紧急 · 电热水壶 1.5L · ★☆☆☆☆" in card
    assert "插上电就冒烟了,差点着火" in card
    assert "王*明 · 金牌" in card
    assert "请在 10:30 前开始 · 12:00 前联系客户" in card
    assert shop.person("小李").buttons() == ["认领", "改判", "更多"]


async def test_second_claimer_is_told_who_was_first(shop: Shop) -> None:
    """The loser of a race hears the fact and the way forward, alone."""
    await shop.review_arrives()
    await shop.person("小李").presses("认领", then_settles=False)
    shop.clock.advance(seconds=2)

    await shop.person("小王").presses("认领")

    (told,) = shop.person("小王").told_privately()
    assert "小李" in told
    assert "已经认领了 #1,比你早 2 秒" in told
    assert shop.person("小李").told_privately() == []
    assert "<@U0LI>" in shop.person("小李").reads()


async def test_a_phone_number_in_a_remark_reaches_no_channel(shop: Shop) -> None:
    """Colleagues note numbers too; the thread is read by everyone."""
    await shop.review_arrives()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")

    await xiaoli.fills_in(outcome="reached", note="换了号码 13912345678,晚上再打")

    assert "139****5678" in xiaoli.thread()[-1]
    assert "13912345678" not in "".join([*xiaoli.thread(), xiaoli.reads()])
