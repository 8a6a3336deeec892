"""Living reviews by doors: what a change suggests, its button, every wording, and what became of them in the report."""

from typing import Any

import pytest

from tests.house.people import Somebody
from tests.house.shop import Shop, a_review


async def _resolved(shop: Shop, body: dict[str, Any]) -> Somebody:
    await shop.push(body)
    await shop.settles()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="没有抽检", department="品控", note="温控器批次问题")
    shop.clock.advance(hours=2)
    return xiaoli


async def _changes(shop: Shop, body: dict[str, Any], **change: Any) -> None:
    await shop.push(body | change)
    await shop.settles()


async def test_a_worse_review_after_resolution_offers_to_reopen_on_the_spot(shop: Shop) -> None:
    body = a_review(rating=2)
    xiaoli = await _resolved(shop, body)

    await _changes(shop, body, type="updated", rating=1, text="修了又坏,更差了")

    assert "评价变差了:看看哪里没办好,建议重新打开" in xiaoli.reads()
    assert "重新打开" in xiaoli.buttons()
    assert "建议重新打开" in xiaoli.direct_messages()[-1]
    await xiaoli.presses("重新打开", "D" + xiaoli.user[1:])
    await xiaoli.fills_in(note="客户说又坏了")
    assert "↩️ 第 1 次重新打开" in xiaoli.reads()
    assert "建议重新打开" not in xiaoli.reads()


async def test_a_complaint_added_after_resolution_is_worse_without_any_star(shop: Shop) -> None:
    body = a_review(rating=2)
    xiaoli = await _resolved(shop, body)

    await _changes(shop, body, type="appended", text="换来的还是坏的,太差了")

    assert "重新打开" in xiaoli.buttons()


async def test_a_better_review_is_thanked_for_and_not_invited(shop: Shop) -> None:
    body = a_review(rating=1)
    xiaoli = await _resolved(shop, body)

    await _changes(shop, body, type="updated", rating=5, text="换了新的,好用")

    assert "评价变好了:道一声谢就好,不用再邀请" in xiaoli.reads()
    assert "重新打开" not in xiaoli.buttons()


async def test_a_change_before_the_call_says_to_read_first(shop: Shop) -> None:
    body = a_review(rating=1)
    await shop.push(body)
    await shop.settles()
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    shop.clock.advance(minutes=5)

    await _changes(shop, body, type="updated", text="其实是包装坏了,壶没坏")

    assert "先看清客户新写的,再联系" in xiaoli.reads()
    assert "先看清客户新写的" in xiaoli.direct_messages()[-1]
    await xiaoli.chooses_more("评价历史")
    told = xiaoli.reads_dialog()
    assert told.index("其实是包装坏了") < told.index("用了两天就坏了")
    assert "修改 · ★☆☆☆☆" in told
    assert "写下 · ★☆☆☆☆" in told


async def test_a_deleted_review_leaves_the_customers_matter(shop: Shop) -> None:
    body = a_review(rating=1)
    await shop.push(body)
    await shop.settles()

    await _changes(shop, body, type="deleted")

    assert "客户的事照样办好再结案" in shop.person("小李").reads()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "updated", "rating": 4}, "更新或追评 1 件:变好 1,变差 0"),
        ({"type": "updated", "rating": 1}, "更新或追评 1 件:变好 0,变差 1"),
        ({"type": "appended", "text": "补一句,还行"}, "更新或追评 1 件:变好 0,变差 0"),
        ({"type": "deleted"}, "更新或追评 0 件:变好 0,变差 0;删除 1"),
    ],
)
async def test_what_became_of_it_is_counted_with_its_denominator(shop: Shop, change: dict[str, Any], told: str) -> None:
    body = a_review(rating=2)
    xiaoli = await _resolved(shop, body)
    assert "结案 1 件,其中更新或追评 0 件" in await xiaoli.types("/reviews report")

    await _changes(shop, body, **change)

    report = await xiaoli.types("/reviews report")
    assert f"结案 1 件,其中{told}" in report
    assert "不满 20 件,只看个数" in report
    assert "不进绩效,也不影响补偿" in report


async def test_what_changed_before_resolution_is_no_outcome(shop: Shop) -> None:
    body = a_review(rating=1)
    await shop.push(body)
    await shop.settles()
    shop.clock.advance(minutes=1)
    await _changes(shop, body, type="updated", rating=2)
    shop.clock.advance(minutes=1)

    xiaoli = await _resolved(shop, body | {"rating": 2})

    assert "更新或追评 0 件" in await xiaoli.types("/reviews report")
    assert "建议" not in xiaoli.reads()
