"""Orders by doors: what a source may rely on, and what they mean for cases and reports."""

from datetime import timedelta
from typing import Any

import pytest

from tests.house.clock import SHANGHAI
from tests.house.hardship import locked
from tests.house.people import Somebody
from tests.house.shop import Shop, an_order

TAKEN, KNOWN = {"accepted": 1, "duplicates": 0}, {"accepted": 0, "duplicates": 1}


async def _sent(shop: Shop, body: Any, **headers: str) -> tuple[int, Any]:
    answer = await shop.push(body, about="orders", **headers)
    return answer.status_code, answer.json()


async def _resolved(shop: Shop, **said: Any) -> Somebody:
    """小李 has resolved a case of the customer c-9."""
    await shop.review_arrives(**({"customer": {"id": "c-9", "name": "王小明"}, "order": {"id": "o-own"}} | said))
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await _resolves(xiaoli)
    return xiaoli


async def _resolves(xiaoli: Somebody) -> None:
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="出库没有复核")


async def _timeline(xiaoli: Somebody) -> str:
    await xiaoli.chooses_more("时间线")
    words = xiaoli.reads_dialog()
    await xiaoli.closes_dialog()
    await xiaoli.closes_dialog()
    return words


async def test_an_order_is_accepted_once_and_told_again_is_a_duplicate(shop: Shop) -> None:
    body = an_order()

    assert await _sent(shop, body) == (202, TAKEN)
    assert await _sent(shop, body) == (202, KNOWN)
    spelt = body | {"paid": 59, "placed_at": shop.clock.now().astimezone(SHANGHAI).isoformat(), "new": 1, "items": None}
    assert await _sent(shop, spelt) == (202, KNOWN)


async def test_other_content_revises_the_order_and_a_late_retry_of_the_old_does_not_bring_it_back(shop: Shop) -> None:
    body = an_order()
    await _sent(shop, body, webhook_id="msg_a")

    assert await _sent(shop, body | {"paid": "60.00"}, webhook_id="msg_b") == (202, TAKEN)
    assert await _sent(shop, body, webhook_id="msg_a") == (202, KNOWN)
    assert await _sent(shop, body | {"paid": "60.00"}) == (202, KNOWN)
    assert await _sent(shop, body, webhook_id="msg_c") == (202, TAKEN)


async def test_orders_and_counts_come_in_one_delivery_and_are_counted_together(shop: Shop) -> None:
    one = an_order()
    count = {"store": "home-cn", "day": "2026-11-22", "orders": 120, "shipments": 118}
    batch = {"orders": [one, an_order(), one], "counts": [count, count | {"sku": "kettle-01", "orders": 9}]}

    assert await _sent(shop, batch) == (202, {"accepted": 4, "duplicates": 1})
    assert await _sent(shop, batch) == (202, {"accepted": 0, "duplicates": 5})
    assert await _sent(shop, {"counts": [count | {"orders": 121}], "orders": []}) == (202, TAKEN)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"store": None}, "store"),
        ({"id": ""}, "id"),
        ({"placed_at": "2026-11-22T10:00:00"}, "placed_at"),
        ({"placed_at": 1795572000}, "placed_at"),
        ({"paid": -1}, "paid"),
        ({"currency": "yuan"}, "currency"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 1.5}, "quantity"),
        ({"items": [{"sku": "a"}, {"sku": "b", "quantity": "2"}]}, "items.1.quantity"),
        ({"customer": "c-9"}, "customer"),
    ],
)
async def test_what_is_wrong_with_an_order_is_named(shop: Shop, wrong: dict[str, Any], field: str) -> None:
    status, told = await _sent(shop, an_order() | wrong)

    assert (status, told["field"]) == (400, field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"orders": []}, "orders"),
        ({"orders": {}}, "orders"),
        ({"counts": None}, "orders"),
        ({"orders": [1]}, "orders.0"),
        ({"orders": [{}]}, "orders.0.id"),
        ({"counts": [{"store": "home-cn", "day": "22.11.2026", "orders": 1}]}, "counts.0.day"),
        ({"counts": [{"store": "home-cn", "day": "2026-11-31", "orders": 1}]}, "counts.0.day"),
        ({"counts": [{"store": "home-cn", "day": "2026-11-22", "orders": -1}]}, "counts.0.orders"),
        ({"counts": [{"store": "home-cn", "day": "2026-11-22"}]}, "counts.0.orders"),
        ({"counts": [{"store": "home-cn", "day": "2026-11-22", "orders": 1, "shipments": 1.5}]}, "counts.0.shipments"),
        ([], "body"),
        ("nonsense", "body"),
    ],
)
async def test_what_is_wrong_with_a_delivery_is_named_and_nothing_of_it_is_kept(
    shop: Shop, body: Any, field: str
) -> None:
    status, told = await _sent(shop, body)

    assert (status, told["field"]) == (400, field)
    assert "没有人告诉过这个月有多少订单" in await shop.person("小李").types("/reviews report")


async def test_a_batch_is_taken_whole_or_not_at_all(shop: Shop) -> None:
    good = an_order()
    status, told = await _sent(shop, {"orders": [good, an_order() | {"store": ""}]})

    assert (status, told["field"]) == (400, "orders.1.store")
    assert await _sent(shop, good) == (202, TAKEN)


async def test_the_door_knows_its_sources_and_their_signatures(shop: Shop) -> None:
    body = an_order()

    assert (await shop.push(body, about="orders", source="nobody")).status_code == 404
    assert (await shop.push(body, about="orders", secret="whsec_d3Jvbmc=")).status_code == 401
    assert (await shop.push({"orders": ["x" * 300 * 1024]}, about="orders")).status_code == 413
    assert (await shop.push({"orders": [body] * 1001}, about="orders")).json()["field"] == "orders"


async def test_what_could_not_be_stored_is_to_be_sent_again(shop: Shop) -> None:
    shop.forgive("a delivery could not be stored")
    body = an_order()
    with locked(shop):
        answer = await shop.push(body, about="orders")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert await _sent(shop, body) == (202, TAKEN)


async def test_a_customer_who_buys_again_is_told_of_on_the_folded_card_and_nobody_is_pinged(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    said, called = xiaoli.thread(), xiaoli.direct_messages()

    await shop.time_passes(days=5)
    called = xiaoli.direct_messages()
    await shop.order_arrives(customer={"id": "c-9"})

    assert "🛒 11-28 又下单了" in xiaoli.reads()
    assert "客户又下单了" in await _timeline(xiaoli)
    assert xiaoli.direct_messages() == called
    assert [line for line in xiaoli.thread() if "下单" in line] == []
    assert len(said) <= len(xiaoli.thread())


async def test_it_is_written_down_once_a_case(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await shop.time_passes(hours=5)
    await shop.order_arrives(customer={"id": "c-9"})
    await shop.time_passes(days=2)
    await shop.order_arrives(customer={"id": "c-9"})

    assert (await _timeline(xiaoli)).count("客户又下单了") == 1
    assert "🛒 11-23 又下单了" in xiaoli.reads()


@pytest.mark.parametrize(
    "said",
    [
        {"customer": {"id": "c-other"}},
        {"customer": None},
        {"id": "o-own", "customer": {"id": "c-9"}},
        {"placed_at": "2026-11-23T09:59:00+08:00", "customer": {"id": "c-9"}},
        {"placed_at": "2027-02-25T10:00:00+08:00", "customer": {"id": "c-9"}},
    ],
    ids=["another customer", "nobody we know", "the review's own", "before the resolution", "after 90 days"],
)
async def test_what_is_no_repurchase_says_nothing(shop: Shop, said: dict[str, Any]) -> None:
    xiaoli = await _resolved(shop)
    await shop.time_passes(hours=1)

    await shop.order_arrives(**said)

    assert "又下单" not in xiaoli.reads()


async def test_an_open_case_says_nothing_until_it_is_resolved(shop: Shop) -> None:
    """And then only of what was bought after that."""
    await shop.review_arrives(customer={"id": "c-9"})
    await shop.order_arrives(customer={"id": "c-9"})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")

    await _resolves(xiaoli)

    assert "又下单" not in xiaoli.reads()


async def test_an_order_that_came_before_the_resolution_but_was_placed_after_it_counts(shop: Shop) -> None:
    """A sender's clock may be ahead of ours."""
    soon = (shop.clock.now() + timedelta(hours=3)).isoformat()
    await shop.order_arrives(customer={"id": "c-9"}, placed_at=soon)

    xiaoli = await _resolved(shop)

    assert "🛒 11-23 又下单了" in xiaoli.reads()
    assert "客户又下单了" in await _timeline(xiaoli)


async def test_a_customer_who_becomes_known_later_is_looked_up_among_the_orders(shop: Shop) -> None:
    xiaoli = await _resolved(shop, id="r-late", customer={"id": None})
    await shop.time_passes(days=1)
    await shop.order_arrives(customer={"id": "c-9"})
    assert "又下单" not in xiaoli.reads()

    await shop.review_arrives(id="r-late", type="updated", customer={"id": "c-9"}, useful=3)

    assert "🛒 11-24 又下单了" in xiaoli.reads()


async def test_it_is_remembered_when_the_customer_complains_again(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await shop.time_passes(days=3)
    await shop.order_arrives(customer={"id": "c-9"})
    await shop.review_arrives(customer={"id": "c-9"})

    await xiaoli.chooses_more("客户档案")

    assert "🛒 11-26 又下单" in xiaoli.reads_dialog()


async def test_the_policy_says_how_long_it_counts(opening: Any) -> None:
    async with opening(policy='[repurchase]\nwithin = "2d"\n') as shop:
        xiaoli = await _resolved(shop)
        await shop.time_passes(days=3)
        await shop.order_arrives(customer={"id": "c-9"})

        assert "又下单" not in xiaoli.reads()


async def test_the_report_says_who_bought_again_and_how_few_they_are(shop: Shop) -> None:
    xiaoli = await _resolved(shop)
    await shop.time_passes(days=2)
    await shop.order_arrives(customer={"id": "c-9"})

    report = await xiaoli.types("/reviews report")

    assert "结案且知道客户的 1 件:到现在又下单 1 件;其中满 90 天的 0 件" in report
    assert "不到 20 件,只供参考" in report


async def test_the_report_relates_negative_reviews_to_the_orders_of_the_days_that_are_known(shop: Shop) -> None:
    await shop.review_arrives()
    counts = [
        {"store": "home-cn", "day": "2026-11-22", "orders": 120},
        {"store": "home-cn", "day": "2026-11-23", "orders": 80},
    ]
    xiaoli = shop.person("小李")
    assert "没有人告诉过这个月有多少订单" in await xiaoli.types("/reviews report")
    assert "还没有人告诉过我们单笔订单" in await xiaoli.types("/reviews report")

    await _sent(shop, {"counts": counts})

    report = await xiaoli.types("/reviews report")
    assert "2 天有订单数(这个月过了 23 天):这些天 200 单,差评 1 条,每千单 5.0 条" in report
    assert "差评不到 20 条,只供参考" in report


async def test_a_report_in_english(opening: Any) -> None:
    async with opening(locale="en") as shop:
        await shop.review_arrives()
        xiaoli = shop.person("小李")
        days = range(1, 24)
        counts = [{"store": "home-cn", "day": f"2026-11-{day:02}", "orders": 100} for day in days]

        await _sent(shop, {"counts": counts, "orders": [an_order()]})

        report = await xiaoli.types("/reviews report")
        assert "2,300 orders, 1 negative reviews, 0.4 per 1,000 orders" in report
        assert "No resolved case has a known customer" in report
