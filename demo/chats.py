"""Chats: what the sample shops' customers ask before they buy; of one product much more since today."""

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from demo.bodies import Now
from demo.material import Product, products

_DAYS, _TALKS = 28, 8
_FROM_HOUR, _TO_HOUR = 9, 23  # when customers chat; the shop's zone is eight hours ahead of UTC
_ZONE_HOURS = 8


def past(random: Random, now: Now) -> dict[str, Any]:
    """A batch: four ordinary weeks of one product, and the last hours, in which customers ask about its size."""
    lines = [_ordinary(random, _moment(random, now(), day)) for day in range(2, _DAYS + 2) for _ in range(_TALKS)]
    lines += [_ordinary(random, now() - timedelta(minutes=random.randint(60, 1200))) for _ in range(_TALKS)]
    rising = _texts()["rising"]
    lines += [_line(text, now() - timedelta(minutes=12 * place + 3), random) for place, text in enumerate(rising)]
    return {"lines": lines}


def stream(random: Random, now: Now) -> Iterator[dict[str, Any]]:
    """Further lines, one at a time: half of them about what rises, the agents' answers between."""
    while True:
        kind = random.choice(("usual", "rising", "answers"))
        yield _line(random.choice(_texts()[kind]), now(), random, "agent" if kind == "answers" else "customer")


def _ordinary(random: Random, at: datetime) -> dict[str, Any]:
    return _line(random.choice(_texts()["usual"]), at, random)


def _line(text: str, at: datetime, random: Random, who: str = "customer") -> dict[str, Any]:
    product, number = _product(), f"{int(at.timestamp())}-{random.getrandbits(32):08x}"
    return {
        "id": f"chat-{number}",
        "store": product.store.key,
        "session": f"s-{number}",
        "at": at.isoformat(timespec="seconds"),
        "from": who,
        "product": {"sku": product.sku, "name": product.name, "line": product.line},
        "customer": {"id": f"buyer-{number}"},
        "text": text,
    }


def _moment(random: Random, now: datetime, days_ago: int) -> datetime:
    """At an hour when people chat."""
    hour = random.randint(_FROM_HOUR, _TO_HOUR) - _ZONE_HOURS
    day = (now - timedelta(days=days_ago)).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(hours=hour, minutes=random.randrange(60))


@cache
def _product() -> Product:
    sku = _texts()["product"]
    return next(one for some in products().values() for one in some if one.sku == sku)


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).with_name("texts") / "chats.toml").read_text(encoding="utf-8"))
