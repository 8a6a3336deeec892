"""Chats by webhook: the same answers as for reviews; each line counts once, and words are kept for a short time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from storage.tables import ChatCountRow, ChatLineRow, ChatMentionRow, ChatWordsRow
from tests.conftest import OpenShop
from tests.house.chats import a_line, chats_arrive
from tests.house.hardship import locked
from tests.house.shop import Shop


async def _push(shop: Shop, body: Any, **how: Any) -> tuple[int, Any]:
    answer = await shop.push(body, about="chats", **how)
    return answer.status_code, answer.json()


def _counts(session: Session) -> dict[tuple[str, str], tuple[int, int, int]]:
    rows = session.exec(select(ChatCountRow).where(ChatCountRow.level == "sku")).all()
    return {(row.name, row.topic): (row.sessions, row.lines, row.agent_lines) for row in rows}


async def _kept(shop: Shop) -> list[str]:
    def texts(session: Session) -> list[str]:
        return list(session.exec(select(ChatWordsRow.text).order_by(col(ChatWordsRow.id))))

    return await shop.parts.staff.desk.db.read(texts)


async def _counted(shop: Shop) -> dict[tuple[str, str], tuple[int, int, int]]:
    return await shop.parts.staff.desk.db.read(_counts)


async def test_lines_are_accepted_once(shop: Shop) -> None:
    one, two = a_line("多大容量?", shop.clock.now()), a_line("你好", shop.clock.now())

    first = await _push(shop, {"lines": [one, two, one]})
    again = await _push(shop, one)

    assert first == (202, {"accepted": 2, "duplicates": 1})
    assert again == (202, {"accepted": 0, "duplicates": 1})
    assert (await _counted(shop))["kettle-01", ""] == (2, 2, 0)


async def test_a_source_without_secret_brings_nothing(opening: OpenShop) -> None:
    async with opening(policy='[sources.standard]\n[sources.branch]\nsignature = "standard"') as shop:
        line = a_line("多大容量?", shop.clock.now())

        assert (await _push(shop, line, source="branch"))[0] == 401
        assert (await _push(shop, line, source="Standard"))[0] == 202


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": None}, "id"),
        ({"at": "yesterday"}, "at"),
        ({"at": None}, "at"),
        ({"from": "robot"}, "from"),
        ({"text": None}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"store": ""}, "store"),
        ({"product": "kettle"}, "product"),
    ],
)
async def test_what_is_malformed_is_named(shop: Shop, change: dict[str, Any], field: str) -> None:
    wrong = {name: value for name, value in (a_line("好", shop.clock.now()) | change).items() if value is not None}
    status, told = await _push(shop, {"lines": [a_line("好", shop.clock.now()), wrong]})

    assert status == 400
    assert told["field"] == f"lines.1.{field}"
    assert await _counted(shop) == {}


async def test_refusals_are_those_of_reviews(shop: Shop) -> None:
    line = a_line("好", shop.clock.now())

    assert (await _push(shop, line, source="nowhere"))[0] == 404
    assert (await _push(shop, line, webhook_signature="v1,x"))[0] == 401
    assert (await _push(shop, line, seconds=-400))[0] == 401
    assert (await _push(shop, b"\xff\xfe"))[0] == 400
    assert (await _push(shop, {"lines": []}))[0] == 400
    assert (await _push(shop, {"lines": [line] * 1001}))[0] == 400
    assert (await _push(shop, {"lines": [a_line("x" * 9000, shop.clock.now()) for _ in range(40)]}))[0] == 413


@pytest.mark.sqlite_only
async def test_what_cannot_be_stored_is_answered_503_and_can_be_sent_again(shop: Shop) -> None:
    shop.forgive("a delivery could not be stored")
    line = a_line("多大容量?", shop.clock.now())
    with locked(shop):
        assert (await _push(shop, line))[0] == 503

    assert await _push(shop, line) == (202, {"accepted": 1, "duplicates": 0})


async def test_who_repeats_themselves_in_a_session_counts_once_per_topic(shop: Shop) -> None:
    now = shop.clock.now()
    words = ("尺寸多大?", "到底多大容量?", "什么时候发货?")
    await chats_arrive(shop, [a_line(text, now, session="s", customer={"id": "c"}) for text in words])

    counts = await _counted(shop)
    assert counts["kettle-01", ""] == (1, 3, 0)
    assert counts["kettle-01", "size"] == (1, 2, 0)
    assert counts["kettle-01", "shipping"] == (1, 1, 0)


async def test_agents_lines_are_counted_and_not_kept(shop: Shop) -> None:
    now = shop.clock.now()
    await chats_arrive(
        shop, [a_line("这款容量 1.5 升,亲", now, **{"from": "agent"}), a_line("你好,我的手机 13912345678", now)]
    )

    assert await _counted(shop) == {("kettle-01", ""): (1, 1, 1)}
    assert await _kept(shop) == []


async def test_a_line_without_product_is_about_the_one_its_session_spoke_of(shop: Shop) -> None:
    now = shop.clock.now()
    await chats_arrive(shop, [a_line("[商品链接]", now, session="s")])
    await chats_arrive(
        shop, [a_line("这个多大容量?", now, session="s", product=None), a_line("多大?", now, product=None)]
    )

    assert (await _counted(shop))["kettle-01", "size"] == (1, 1, 0)


async def test_words_are_masked_sealed_and_forgotten_while_the_counts_stay(shop: Shop) -> None:
    await chats_arrive(shop, [a_line("多大容量?我的电话 13912345678,邮箱 wang@example.com", shop.clock.now())])
    before = await _counted(shop)
    assert await _kept(shop) == ["多大容量?我的电话 139****5678,邮箱 w***@example.com"]

    await shop.time_passes(days=29)
    assert len(await _kept(shop)) == 1
    await shop.time_passes(days=2)

    assert await _kept(shop) == []
    assert await _counted(shop) == before


async def test_lines_that_no_baseline_needs_are_forgotten_and_do_not_count_twice(shop: Shop) -> None:
    line = a_line("多大容量?", shop.clock.now())
    await chats_arrive(shop, [line])
    before = await _counted(shop)

    await shop.stands_still(days=37)
    again = await _push(shop, line)

    assert again == (202, {"accepted": 0, "duplicates": 1})
    assert await _counted(shop) == before
    assert await shop.parts.staff.desk.db.read(_rows_left) == (0, 0)


def _rows_left(session: Session) -> tuple[int, int]:
    count = func.count
    return session.exec(select(count(col(ChatLineRow.id)))).one(), session.exec(
        select(count(col(ChatMentionRow.id)))
    ).one()


async def test_a_clock_that_runs_ahead_puts_no_line_into_the_future(shop: Shop) -> None:
    ahead = shop.clock.now() + timedelta(days=3)
    await chats_arrive(shop, [a_line("插上电冒烟了", ahead), a_line("冒烟了,差点着火", ahead)])

    assert "冒烟起火触电" in shop.person("小李").reads()
