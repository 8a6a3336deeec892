"""The demo: one command opens a workspace in which pushed reviews become cards, and time moves when asked."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from handlers.http.signatures import signer
from tests.house.program import ROOT, run_app, running_app
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


def test_at_the_first_start_customers_ask_more_than_usual_about_one_product(tmp_path: Path) -> None:
    port = _free_port()
    with running_app("demo", "--port", str(port), "--data", "d", "--seed", "3", folder=tmp_path, port=port) as client:
        until = time.monotonic() + 60
        while not any("问得比平时多" in words_of(message) for message in _messages(client, "U0LI", "C0HOME")):
            assert time.monotonic() < until
            time.sleep(0.2)  # between two looks at a condition that has a deadline


def test_at_the_first_start_one_agent_is_offered_a_breather_and_another_met_abuse(tmp_path: Path) -> None:
    port = _free_port()
    with running_app("demo", "--port", str(port), "--data", "d", "--seed", "3", folder=tmp_path, port=port) as client:
        until = time.monotonic() + 60
        for user, words in (("SUN", "要不要缓一缓"), ("WANG", "客户骂人了")):
            while not any(words in words_of(message) for message in _messages(client, f"U0{user}", f"D0{user}")):
                assert time.monotonic() < until
                time.sleep(0.2)  # between two looks at a condition that has a deadline


def test_a_storm_shows_its_summary_within_seconds(tmp_path: Path) -> None:
    port = _free_port()
    with running_app("demo", "--port", str(port), "--data", "d", "--no-feed", folder=tmp_path, port=port) as client:
        answer = client.post("/demo/storm", json={})
        until = time.monotonic() + 60
        while not any("⛈️" in words_of(message) for message in _messages(client, "U0LI", "C0HOME")):
            assert time.monotonic() < until
            time.sleep(0.2)  # between two looks at a condition that has a deadline

    assert (answer.status_code, answer.json()) == (200, {"accepted": 150, "duplicates": 0})


def test_what_could_not_be_stored_is_not_in_the_logs(tmp_path: Path) -> None:
    """The failure is logged in full, but nothing that the customer wrote or is."""
    port = _free_port()
    words = ("demo", "--port", str(port), "--data", "d", "--no-feed")
    with running_app(*words, folder=tmp_path, port=port, WEBHOOK_SECRET_STANDARD=SECRET) as client:
        with closing(sqlite3.connect(tmp_path / "d" / "desk.db")) as database:
            database.execute("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'full'); END")
        answer = _push(client, {"id": "r-1", "text": "壶盖裂了", "rating": 1, "customer": {"id": "c", "name": "秦可"}})

    logged = (tmp_path / "app.log").read_text()
    assert answer.status_code == 503
    assert "could not be stored" in logged
    assert "INSERT INTO" in logged
    assert not [word for word in ("壶盖裂了", "秦可", "\\u58f6") if word in logged]


def test_socket_mode_with_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    """Told by the workspace in Slack's place."""
    port = _free_port()
    with running_app("demo", "--port", str(port), "--data", "d", "--no-feed", folder=tmp_path, port=port):
        ended = run_app(
            "serve",
            folder=tmp_path,
            PORT="0",
            SLACK_APP_TOKEN="xapp-wrong",
            **_slack(port),
        )

    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("Slack opens no Socket Mode (invalid_auth); mend SLACK_APP_TOKEN")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("command", "page"), [("demo", "/sandbox/events?user=U0LI"), ("serve", "/healthz")])
def test_asked_to_stop_it_ends_in_good_order(tmp_path: Path, command: str, page: str, sent: signal.Signals) -> None:
    """Exit code 0 in five seconds and the database closed, also while a page listens to what happens."""
    port = _free_port()
    with _started(tmp_path, command, port) as (process, client), client.stream("GET", page) as open_page:
        heard = next(open_page.iter_bytes())
        process.send_signal(sent)
        code = process.wait(timeout=5)

    assert (open_page.status_code, bool(heard)) == (200, True)
    assert code == 0
    assert "Traceback" not in (tmp_path / "app.log").read_text()
    assert list(tmp_path.rglob("*desk.db"))
    assert not list(tmp_path.rglob("*desk.db-wal"))  # SQLite takes it away when the last connection is closed


def test_asked_to_stop_before_slack_has_answered_it_ends_too(tmp_path: Path) -> None:
    """Not a server yet: there is no uvicorn to hear the signal."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        with _process(
            tmp_path, "serve", PORT="0", SLACK_APP_TOKEN="xapp-1", **_slack(silent.getsockname()[1])
        ) as process:
            asking, _ = silent.accept()
            with asking:
                process.terminate()
                code = process.wait(timeout=5)

    assert code == 0
    assert "Traceback" not in (tmp_path / "app.log").read_text()


@contextmanager
def _started(folder: Path, command: str, port: int) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """The command, alive; whoever asks ends it."""
    words = (command, "--data", "d", "--no-feed") if command == "demo" else (command,)
    with (
        _process(folder, *words, PORT=str(port), **_slack(9)) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        until = time.monotonic() + 60
        while not _is_alive(client):
            assert process.poll() is None, (folder / "app.log").read_text()
            assert time.monotonic() < until, (folder / "app.log").read_text()
            time.sleep(0.05)  # between two looks at a condition that has a deadline
        yield process, client


@contextmanager
def _process(folder: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(ROOT / "app.py"), *words]
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | environment
    with (folder / "app.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=own, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _is_alive(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _slack(port: int) -> dict[str, str]:
    """Settings with somebody on this machine in Slack's place."""
    return {
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "x",
    }


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
