"""Bot: `app.py serve` in a process of its own, with a Slack that is not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import free_port
from tests.fuzz.requests import SIGNING
from tests.house.program import running_app
from tests.house.sender import SECRET

ALLOWED = frozenset({0, 200, 202, 204, 400, 401, 404, 405, 413})


@contextmanager
def fuzzed_bot(folder: Path, database_url: str | None = None) -> Iterator[int]:
    """The port that it listens on."""
    port = free_port()
    address = {"DATABASE_URL": database_url} if database_url else {}
    with running_app(
        "serve",
        folder=folder,
        port=port,
        PORT=str(port),
        SLACK_BOT_TOKEN="xoxb-fuzz",
        SLACK_SIGNING_SECRET=SIGNING,
        SLACK_API_URL=f"http://127.0.0.1:{free_port()}/api/",
        WEBHOOK_SECRET_STANDARD=SECRET,
        **address,
    ):
        yield port
