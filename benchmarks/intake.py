"""Intake: how many signed deliveries a second are stored durably and answered, against a door that keeps nothing."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import Bound, Figure, Sample, show
from benchmarks.load import SECRET
from benchmarks.processes import Running, free_port, resident_mb, running

_LEAST = {"SQLite, synchronous=FULL": 0.50, "PostgreSQL": 0.42}


def measure(requests: int = 2000, connections: int = 64, rounds: int = 9) -> list[Figure]:
    """Throughput of one process on either database, each time just after the bare door, the others held still."""
    return asyncio.run(_measure(requests, connections, rounds))


async def _measure(requests: int, connections: int, rounds: int) -> list[Figure]:
    workload = f"{requests} signed reviews, {connections} connections, sent by another process"
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            doors = {"echo": await _echo(stack, Path(folder))}
            doors["SQLite, synchronous=FULL"] = await _desk(stack, Path(folder), "sqlite", None)
            if address := _postgresql(stack, Path(folder)):
                doors["PostgreSQL"] = await _desk(stack, Path(folder), "postgresql", address)
            everybody = list(doors.values())
            echo = doors.pop("echo")
            pairs: dict[str, list[tuple[float, float]]] = {name: [] for name in doors}
            for number in range(rounds + 1):  # the first warms up and does not count
                for name, door in doors.items():
                    with _awake(echo, everybody):
                        bare = await _load(echo, requests, connections, f"echo-{name[:4]}{number}")
                    with _awake(door, everybody):
                        ours = await _load(door, requests, connections, f"{name[:4]}{number}")
                    pairs[name] += [(ours, bare)] if number else []
            memory = {name: resident_mb(door.pid) for name, door in doors.items()}
            return [*_figures(pairs, workload), *_memory(memory, resident_mb(echo.pid))]


def _figures(pairs: dict[str, list[tuple[float, float]]], workload: str) -> list[Figure]:
    figures = []
    for name, measured in pairs.items():
        ours, bare = (Sample(values, "/s") for values in zip(*measured, strict=True))
        figure = Figure(f"durable intake, {name}", workload, ours, "bare echo", bare, in_pairs=True)
        least, ratio = _LEAST[name], figure.ratio or 0.0
        figures.append(replace(figure, bound=Bound(f"ratio ≥ {least}", 1 / ratio, 1 / least)))
    return figures


def _memory(found: dict[str, float | None], echo: float | None) -> list[Figure]:
    return [
        Figure(f"memory after it, {name}", "resident", Sample((mb,), "MB"), "bare echo", Sample((echo,), "MB"))
        for name, mb in found.items()
        if mb and echo
    ]


async def _echo(stack: AsyncExitStack, folder: Path) -> Running:
    port = free_port()
    program = running(("-m", "benchmarks.bare_echo", str(port)), port, {}, folder / "echo.log")
    return await stack.enter_async_context(program)


async def _desk(stack: AsyncExitStack, folder: Path, name: str, address: str | None) -> Running:
    port = free_port()
    settings = {
        "PORT": str(port),
        "DATABASE_URL": address or f"sqlite:///{folder / 'desk.db'}",
        "SLACK_BOT_TOKEN": "xoxb-nobody",
        "SLACK_SIGNING_SECRET": "nobody",
        "SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/",
        "WEBHOOK_SECRET_STANDARD": SECRET,
    }
    return await stack.enter_async_context(running(("app.py", "serve"), port, settings, folder / f"{name}.log"))


def _postgresql(stack: AsyncExitStack, folder: Path) -> str | None:
    """A server whose commits are durable; None where no server can be had."""
    try:
        from tests.house.postgres import start_server
    except ImportError:
        return None
    from storage import schema
    from storage.database import Database

    server = start_server(folder / "pg")
    stack.callback(server.cleanup)
    address = str(server.get_uri())
    database = Database(address)
    schema.migrate(database)
    database.close()
    return address


async def _load(door: Running, requests: int, connections: int, run: str) -> float:
    port = door.url.rpartition(":")[2]
    words: Sequence[str] = ("-m", "benchmarks.load", port, str(requests), str(connections), run)
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"the load could not be sent to {door.url}")
    return float(out)


@contextmanager
def _awake(one: Running, every: Iterable[Running]) -> Iterator[None]:
    """Inside, the others are held still: a desk would go on taking in what it has stored, beside another's turn."""
    others = [other for other in every if other is not one]
    for other in others:
        os.kill(other.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other.pid, signal.SIGCONT)


if __name__ == "__main__":
    show(measure())
