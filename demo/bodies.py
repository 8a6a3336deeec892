"""Bodies: a written review put into the form of the `standard` source, as if it had just been sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from demo.material import Product, Written

Body = dict[str, Any]
Now = Callable[[], datetime]

_JUST_NOW_SECONDS = (3, 90)


def body_of(written: Written, product: Product, customer: Body, random: Random, now: Now) -> Body:
    """One delivery: a fresh id, created seconds before `now()` (aware), bought some days before."""
    id_ = _fresh_id(random, now)
    return _timed(
        {
            "id": id_,
            "type": "created",
            "store": product.store.key,
            "platform": product.store.platform,
            "order": _order(product, random),
            "product": {"sku": product.sku, "name": product.name, "line": product.line},
            "customer": customer,
            "rating": written.rating,
            "text": written.text,
            "images": [f"https://images.example/{id_}/{number}.jpg" for number in range(1, written.images + 1)],
            "videos": [f"https://videos.example/{id_}.mp4"] if written.images and random.random() < 0.1 else [],
            "useful": random.choice([0, 0, 0, 0, 1, 2, 5, 12]),
        },
        random,
        now,
    )


def afresh(body: Body, random: Random, now: Now) -> Body:
    """The same review arriving once more as another one: a fresh id, order and times. For one-click samples."""
    order = body["order"] | {"id": _order_id(random)}
    return _timed(body | {"id": _fresh_id(random, now), "order": order}, random, now)


def revised(body: Body, change: str, text: str, rating: int, random: Random, now: Now) -> Body:
    """A later delivery about the same review: `change` is `updated` or `appended`."""
    pictures = body["images"] if change == "updated" else []
    later = body | {"type": change, "text": text, "rating": rating, "images": pictures, "videos": []}
    return later | {"created_at": _moment_before(now(), random)}


def _timed(body: Body, random: Random, now: Now) -> Body:
    placed_at = now() - timedelta(days=random.randint(2, 20), minutes=random.randrange(24 * 60))
    order = body["order"] | {"placed_at": placed_at.isoformat(timespec="seconds")}
    return body | {"order": order, "created_at": _moment_before(now(), random)}


def _moment_before(moment: datetime, random: Random) -> str:
    if moment.tzinfo is None:
        raise ValueError("now() must give an aware time: pass one with a zone, such as datetime.now(UTC)")
    return (moment - timedelta(seconds=random.randint(*_JUST_NOW_SECONDS))).isoformat(timespec="seconds")


def _order(product: Product, random: Random) -> Body:
    count = random.choice([1, 1, 1, 2, 3])
    return {"id": _order_id(random), "paid": f"{product.price * count}.00", "currency": "CNY"}


def _order_id(random: Random) -> str:
    return f"o-{random.randrange(10**12):012d}"


def _fresh_id(random: Random, now: Now) -> str:
    """The time is in it, so that a demo started again with the same seed does not repeat the ids it once sent."""
    return f"demo-{int(now().timestamp())}-{random.getrandbits(40):010x}"
