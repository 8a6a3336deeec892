"""Program: `app.py` as users start it, in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 60


def run_app(*words: str, folder: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a folder of its own, with no setting but those given."""
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *words],
        cwd=folder,
        env=_environment(environment),
        input=given,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )


@contextmanager
def running_app(*words: str, folder: Path, port: int, **environment: str) -> Iterator[httpx.Client]:
    """A command that serves; gives a client for its address once it is alive, and stops it politely at the end."""
    with (folder / "app.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), *words],
            cwd=folder,
            env=_environment(environment),
            stdout=log,
            stderr=log,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90) as client:
            _wait_until_alive(client, process, folder / "app.log")
            yield client
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_until_alive(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"it ended: {log.read_text()}"
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)  # between two looks at a condition that has a deadline
    raise AssertionError(f"it did not come alive: {log.read_text()}")


def _environment(own: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | dict(own)
