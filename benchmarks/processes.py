"""Processes: programs that are measured from outside, each in a process of its own."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE_SECONDS = 40.0
_LOOK_AGAIN_SECONDS = 0.01


class NeverReady(Exception):
    """A program did not answer in time, or ended; the message holds what it said."""


@dataclass(frozen=True)
class Running:
    """A program that answers at `url`; `ready_after` is seconds from its start to the first 200 of its ready path."""

    pid: int
    url: str
    ready_after: float


@asynccontextmanager
async def running(arguments: tuple[str, ...], port: int, env: Mapping[str, str], log: Path) -> AsyncIterator[Running]:
    """This Python with these arguments, from its start until it is ended here. What it prints goes into `log`."""
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as printed:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, env={**_clean(), **env}, stdout=printed, stderr=printed
        )
        try:
            if not await _ready(process, port):
                raise NeverReady(f"{url}/readyz did not answer 200: {_said(log)}")
            yield Running(process.pid, url, time.perf_counter() - began)
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


def free_port() -> int:
    """A port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def can_watch_processes() -> bool:
    """Whether this system tells what the three functions below ask."""
    return Path("/proc/self/status").exists()


def resident_mb(pid: int) -> float | None:
    """Resident memory in MB; None where there is no /proc, or the process is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), None)


def processor_ms(pid: int) -> float | None:
    """Processor time so far in milliseconds, to the system's clock tick; None where there is no /proc."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    user, system = told.rpartition(")")[2].split()[11:13]  # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The process ids of its children; empty where there is no /proc."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(child) for child in listed.read_text(encoding="ascii").split()]
    return found


async def _ready(process: asyncio.subprocess.Process, port: int) -> bool:
    """Ask anew until the answer is 200: a process that does not listen yet has no event to wait for.

    A bare connection, because a client that works hard while it waits slows down what it measures.
    """
    deadline = time.perf_counter() + _PATIENCE_SECONDS
    while time.perf_counter() < deadline and process.returncode is None:
        with suppress(OSError, asyncio.IncompleteReadError):
            if await _status(port) == b"200":
                return True
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    return False


async def _status(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return (await reader.readuntil(b"\r\n")).split()[1]
    finally:
        writer.close()


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def _clean() -> dict[str, str]:
    """The environment without settings of a desk that somebody may have there."""
    ours = ("SLACK_", "WEBHOOK_SECRET_", "DATABASE_URL", "POLICY_FILE", "HOST", "PORT", "LOCALE")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
