"""Load: signed deliveries sent over many connections at once, from a process of its own; prints how many a second."""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime

from standardwebhooks import Webhook

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"  # noqa: S105  # of a desk that lives for a minute


def requests(many: int, run: str) -> list[bytes]:
    """As they go over the wire, each a review of its own."""
    signing, made = Webhook(SECRET), []
    for number in range(many):
        body = json.dumps(review(f"{run}-{number}"), ensure_ascii=False)
        webhook_id, now = f"msg-{run}-{number}", datetime.now(UTC)
        head = (
            "POST /webhooks/reviews/standard HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"webhook-id: {webhook_id}\r\nwebhook-timestamp: {int(now.timestamp())}\r\n"
            f"webhook-signature: {signing.sign(webhook_id, now, body)}\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        )
        made.append(head.encode() + body.encode())
    return made


def review(number: str) -> dict[str, object]:
    """Praise: it is stored like any other, and gets no card."""
    return {
        "id": number,
        "store": "home-cn",
        "platform": "tmall",
        "order": {"id": f"o-{number}", "paid": "129.00", "currency": "CNY"},
        "product": {"sku": "kettle-01", "name": "电热水壶 1.5L", "line": "厨房电器"},
        "customer": {"id": f"c-{number}", "name": "王小明", "phone": "13800138000", "tier": "gold"},
        "rating": 5,
        "text": "烧水很快,也不吵,放在办公室正好",
        "created_at": "2026-11-22T09:58:12+08:00",
    }


async def send_all(port: int, made: list[bytes], connections: int) -> float:
    """Seconds until every one was answered 202."""
    waiting = iter(made)
    began = time.perf_counter()
    await asyncio.gather(*(_one_after_another(port, waiting) for _ in range(connections)))
    return time.perf_counter() - began


async def _one_after_another(port: int, waiting: "iter[bytes]") -> None:  # type: ignore[valid-type]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in waiting:  # type: ignore[attr-defined]
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 202 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(head.decode(errors="replace"))
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
    writer.close()


if __name__ == "__main__":
    to, count, at_once = (int(word) for word in sys.argv[1:4])
    sent = requests(count, sys.argv[4])
    print(count / asyncio.run(send_all(to, sent, at_once)))
