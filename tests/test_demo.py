"""The demo: one command opens a workspace in which pushed reviews become cards, and time moves when asked."""

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from handlers.http.signatures import signer
from tests.house.program import running_app
from tests.house.reading import words_of

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"

pytestmark = pytest.mark.slow


def test_a_pushed_review_becomes_a_card_and_two_hours_later_the_supervisors_know(tmp_path: Path) -> None:
    """The contract's demo: webhook, card, clock, page; and all of it is there after a restart."""
    port = _free_port()
    words = ("demo", "--port", str(port), "--data", str(tmp_path / "d"), "--no-feed", "--seed", "3")
    with running_app(*words, folder=tmp_path, port=port, WEBHOOK_SECRET_STANDARD=SECRET) as client:
        answer = _push(client, {"id": "r-1", "text": "插上电就冒烟了,差点着火", "rating": 1})
        later = client.post("/demo/clock", json={"advance": "2h"})
        cards, alarms = _messages(client, "U0LI", "C0HOME"), _messages(client, "U0CHEN", "C0SUPERVISE")

        assert (answer.status_code, answer.json()) == (202, {"accepted": 1, "duplicates": 0})
        assert "🔴 紧急" in words_of(cards[0])
        assert "超时" in words_of(cards[0])
        assert any("超时未开始" in words_of(alarm) for alarm in alarms)
        assert datetime.fromisoformat(later.json()["now"]) > datetime.now(UTC) + timedelta(minutes=119)
        assert client.post("/demo/clock", json={"advance": "soon"}).status_code == 400
        assert "text/html" in client.get("/").headers["content-type"]

    with running_app(*words, folder=tmp_path, port=port, WEBHOOK_SECRET_STANDARD=SECRET) as client:
        again = _push(client, {"id": "r-1", "text": "插上电就冒烟了,差点着火", "rating": 1})
        now = datetime.fromisoformat(client.get("/demo/clock").json()["now"])

        assert again.json() == {"accepted": 0, "duplicates": 1}
        assert len(_messages(client, "U0LI", "C0HOME")) == len(cards)
        assert now > datetime.now(UTC) + timedelta(minutes=119)


def test_sample_reviews_arrive_at_the_press_of_a_button(tmp_path: Path) -> None:
    """Each press is a new review, also the same one twice."""
    port = _free_port()
    with running_app("demo", "--port", str(port), "--data", "d", "--no-feed", folder=tmp_path, port=port) as client:
        samples = client.get("/demo/samples").json()["samples"]
        answers = [client.post("/demo/review", json=samples[0]["review"]).json() for _ in range(2)]
        wrong = client.post("/demo/review", json={"store": "home-cn", "rating": 9})

        assert answers == [{"accepted": 1, "duplicates": 0}] * 2
        assert wrong.status_code == 400
        assert "rating" in wrong.json()["error"]


def _push(client: httpx.Client, said: dict[str, Any]) -> httpx.Response:
    now = datetime.now(UTC)
    product = {"sku": "kettle-01", "name": "电热水壶 1.5L", "line": "厨房电器"}
    body = json.dumps(said | {"store": "home-cn", "product": product, "created_at": "2026-11-22T09:58:12+08:00"})
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signer(SECRET).sign("msg_1", now, body),
    }
    return client.post("/webhooks/reviews/standard", content=body.encode(), headers=headers)


def _messages(client: httpx.Client, user: str, channel: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/sandbox/messages", params={"user": user, "channel": channel}).json()[
        "messages"
    ]
    return found


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
