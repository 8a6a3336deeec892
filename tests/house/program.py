"""Program: `app.py` as users start it, in a process of its own."""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TextIO

import httpx

ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 60


def run_app(*words: str, folder: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a folder of its own, with no setting but those given."""
    with tempfile.TemporaryDirectory() as streams:
        files = {name: Path(streams, name) for name in ("given", "told", "complained")}
        files["given"].write_text(given, encoding="utf-8")
        asked = {"words": words, "folder": str(folder), "environment": _environment(environment)}
        loaded = _loaded()
        loaded.write(json.dumps(asked | {name: str(file) for name, file in files.items()}) + "\n")
        loaded.flush()
        code = int(loaded.readline())
        told, complained = (files[name].read_text(encoding="utf-8") for name in ("told", "complained"))
    return subprocess.CompletedProcess(words, code, told, complained)


@cache
def _loaded() -> TextIO:
    """The line to `tests.house.loaded_program`, which ends when this process does."""
    here, there = socket.socketpair()
    with there:
        command = [sys.executable, "-m", "tests.house.loaded_program", str(there.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, env=_environment({}), pass_fds=[there.fileno()])
    lines = here.makefile("rw", encoding="utf-8")
    here.close()  # it is open as long as its lines are
    atexit.register(lambda: (lines.close(), process.wait(timeout=15)))
    return lines


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
        # Nothing is encrypted here: reading the certificates of the world takes its time.
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90, verify=False) as client:  # noqa: S501
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
