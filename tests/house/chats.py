"""Chats: lines of service chats as a source sends them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.house.shop import Shop

_numbers = count(1)
KETTLE = {"sku": "kettle-01", "name": "电热水壶 1.5L", "line": "厨房电器"}


def a_line(text: str, at: datetime, **said: Any) -> dict[str, Any]:
    """A customer's line about the kettle, in a session of its own; only what matters is to be said."""
    number = next(_numbers)
    body: dict[str, Any] = {
        "id": f"l-{number}",
        "store": "home-cn",
        "session": f"s-{number}",
        "at": at.isoformat(),
        "from": "customer",
        "product": KETTLE,
        "customer": {"id": f"c-{number}"},
        "text": text,
    } | said
    return {name: value for name, value in body.items() if value is not None}


def ordinary_days(
    now: datetime, *, days: int = 28, talks: int = 10, about: str = "多大容量?", of: int = 1
) -> list[Any]:
    """So many talks a day, up to two days ago; `of` of them about this, the others about nothing in particular."""
    return [
        a_line(about if number < of else "你好,在吗", now - timedelta(days=day, minutes=30 * number))
        for day in range(2, days + 2)
        for number in range(talks)
    ]


async def chats_arrive(shop: Shop, lines: list[dict[str, Any]]) -> None:
    """Pushed in batches, and everything that follows from them has been done."""
    for start in range(0, len(lines), 500):
        answer = await shop.push({"lines": lines[start : start + 500]}, about="chats")
        assert answer.status_code == 202, answer.text
    await shop.does_what_is_due()
