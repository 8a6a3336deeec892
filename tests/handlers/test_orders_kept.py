"""Orders as they are kept: known again under other keys, and whose they were only as long as that is of use."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.rekeying import rekey
from storage.sealing import KeyRing, new_key, ring_from
from storage.tables import PurchaseRow
from tests.house.keys import KEY
from tests.house.shop import Shop, an_order

TAKEN, KNOWN = {"accepted": 1, "duplicates": 0}, {"accepted": 0, "duplicates": 1}
NEW = new_key()


def _ring(*keys: str) -> KeyRing:
    ring = ring_from(" ".join(keys))
    assert ring
    return ring


async def _kept(shop: Shop) -> list[PurchaseRow]:
    def rows(session: Session) -> list[PurchaseRow]:
        return [row.model_copy() for row in session.exec(select(PurchaseRow).order_by(PurchaseRow.id))]  # type: ignore[arg-type]

    return await shop.parts.staff.desk.db.read(rows)


def _raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("desk.db*"))


async def _sent(shop: Shop, *orders: dict[str, Any]) -> Any:
    return (await shop.push({"orders": list(orders)}, about="orders")).json()


@pytest.mark.sqlite_only  # its file is read
async def test_neither_order_number_nor_customer_lies_in_the_database(shop: Shop, tmp_path: Path) -> None:
    telling = ("TB20261120001", "buyer-wang-77", "王小明")
    await shop.order_arrives(id=telling[0], customer={"id": telling[1], "name": telling[2]})

    assert len(await _kept(shop)) == 1
    raw = _raw(tmp_path)
    assert [one for one in telling if one.encode() in raw or json.dumps(one)[1:-1].encode() in raw] == []


async def test_an_order_of_several_products_is_kept_product_by_product_and_paid_once(shop: Shop) -> None:
    """The same product twice is one row of it."""
    items = [{"sku": "a", "line": "厨房"}, {"sku": "b", "quantity": 2}, {"sku": "a", "quantity": 3}]
    await shop.order_arrives(items=items, product=None, paid="99.90")

    kept = [(row.item, row.sku, row.line, row.quantity, row.paid_cents) for row in await _kept(shop)]
    assert kept == [(0, "a", "厨房", 4, 9990), (1, "b", "", 2, None)]


async def test_an_order_that_is_revised_is_replaced_whole(shop: Shop) -> None:
    body = an_order(items=[{"sku": "a"}, {"sku": "b"}])
    await _sent(shop, body)

    assert await _sent(shop, body | {"items": [{"sku": "c"}]}) == TAKEN
    assert [row.sku for row in await _kept(shop)] == ["c"]


async def test_an_order_is_known_again_under_a_new_key_and_carries_it_from_then_on(shop: Shop) -> None:
    bodies = [an_order(), an_order()]
    await _sent(shop, *bodies)
    database = shop.parts.staff.desk.db
    database.use(_ring(NEW, KEY))

    assert await _sent(shop, bodies[0]) == KNOWN
    assert await _sent(shop, bodies[0] | {"paid": "1.00"}) == TAKEN
    database.use(_ring(NEW))
    assert await _sent(shop, bodies[0] | {"paid": "1.00"}) == KNOWN
    assert len(await _kept(shop)) == 2


async def test_an_order_is_known_again_although_its_key_is_gone(shop: Shop) -> None:
    """By where and when it was placed: nobody has its number, to make its fingerprint anew."""
    bodies = [an_order(paid=f"{number}.00") for number in range(1, 4)]  # three of the same second
    await _sent(shop, *bodies)
    database = shop.parts.staff.desk.db
    database.use(_ring(NEW, KEY))
    rekey(database, lambda *_: None)
    database.use(_ring(NEW))

    assert await _sent(shop, *reversed(bodies)) == {"accepted": 0, "duplicates": 3}
    assert await _sent(shop, an_order(paid="2.00")) == TAKEN  # another one of that second
    assert await _sent(shop, bodies[1] | {"customer": {"id": "c-new"}}) == TAKEN
    assert len(await _kept(shop)) == 4
    assert {row.key_id for row in await _kept(shop)} == {_ring(NEW).first.id}


async def test_who_bought_is_found_under_a_key_of_before(shop: Shop) -> None:
    later = shop.clock.now().replace(hour=8).isoformat()
    await shop.order_arrives(customer={"id": "c-9"}, placed_at=later)
    shop.parts.staff.desk.db.use(_ring(NEW, KEY))
    await shop.review_arrives(customer={"id": "c-9"})
    xiaoli = shop.person("小李")
    await xiaoli.presses("认领")
    await xiaoli.presses("联系客户")
    await xiaoli.fills_in(channel="电话", outcome="联系上了")
    await xiaoli.presses("结案")
    await xiaoli.fills_in(cause="复核缺失", department="仓储", note="出库没有复核")

    assert "🛒 11-23 又下单了" in xiaoli.reads()


async def test_after_half_a_year_nobody_knows_whose_an_order_was_and_it_still_counts(shop: Shop) -> None:
    body = an_order(customer={"id": "c-9"})
    await _sent(shop, body)
    shop.clock.advance(days=179)
    await shop.does_what_is_due()
    assert [row.customer_fingerprint is None for row in await _kept(shop)] == [False]

    shop.clock.advance(days=2)
    await shop.does_what_is_due()

    assert [(row.customer_fingerprint, row.heard) for row in await _kept(shop)] == [(None, "")]
    assert await _sent(shop, body) == KNOWN  # and told again it stays forgotten
    assert await _sent(shop, body | {"paid": "1.00"}) == TAKEN
    assert [row.customer_fingerprint for row in await _kept(shop)] == [None]


async def test_a_thousand_orders_at_once_are_all_looked_up_and_only_the_right_ones_tell(shop: Shop) -> None:
    for number in range(3):
        await shop.review_arrives(customer={"id": f"c-{number}"})
    xiaoli = shop.person("小李")
    for number in (0, 1):
        await xiaoli.presses("认领", number=number)
        await xiaoli.presses("联系客户", number=number)
        await xiaoli.fills_in(channel="电话", outcome="联系上了")
        await xiaoli.presses("结案", number=number)
        await xiaoli.fills_in(cause="复核缺失", department="仓储", note="出库没有复核")
    await shop.time_passes(hours=2)

    day = shop.clock.now().isoformat()
    orders = [
        {"id": f"b-{number}", "store": "home-cn", "placed_at": day, "customer": {"id": f"c-{number}"}}
        for number in range(1000)
    ]
    assert await _sent(shop, *orders) == {"accepted": 1000, "duplicates": 0}
    await shop.settles()

    assert ["又下单了" in xiaoli.reads(number=number) for number in range(3)] == [True, True, False]
