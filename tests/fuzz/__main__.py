"""`python -m tests.fuzz --requests 50000 --seed 1`: the long form, with memory watched."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psutil
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.chaos.siege import migrated
from tests.fuzz.bot import ALLOWED, fuzzed_bot
from tests.fuzz.door import Door
from tests.fuzz.requests import Request, anything
from tests.house.postgres import own_database

_WARM_SHARE = 0.2
_GROWTH = 1.5


def main() -> int:
    """Send them; 1 when the bot fell, answered with a fault, or grew."""
    asked = _asked()
    on_postgresql = asked.database == "postgresql"
    with (
        own_database(migrated=False) if on_postgresql else nullcontext() as address,
        tempfile.TemporaryDirectory() as folder,
        fuzzed_bot(Path(folder), migrated(address) if address else None) as port,
    ):
        return _fuzz(asked, port)


def _fuzz(asked: argparse.Namespace, port: int) -> int:
    bot = next(one.pid for one in psutil.net_connections("tcp") if one.laddr.port == port and one.status == "LISTEN")
    process, door, statuses = psutil.Process(bot), Door(port), Counter[int]()
    began, warm, faults = time.monotonic(), 0, list[Any]()

    @seed(asked.seed)
    @settings(
        max_examples=asked.requests, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(request=anything())
    def send(request: Request) -> None:
        nonlocal warm
        status = door.send(request)
        statuses[status] += 1
        if statuses.total() == int(asked.requests * _WARM_SHARE):
            warm = process.memory_info().rss
        if status not in ALLOWED and not (status == 503 and request.path == "/readyz"):
            faults.append((status, request))

    send()
    door.close()
    grown = process.memory_info().rss
    print(f"requests: {statuses.total():,} in {time.monotonic() - began:.0f} s, seed {asked.seed}, {asked.database}")
    print("by status (0: cut off): " + ", ".join(f"{status}: {many:,}" for status, many in sorted(statuses.items())))
    print(f"memory: {warm / 2**20:.0f} MB after a fifth, {grown / 2**20:.0f} MB in the end")
    for status, request in faults[:10]:
        print(f"FAULT {status}: {request}")
    has_grown = bool(warm) and grown > warm * _GROWTH
    print("it grew" if has_grown else "memory is bounded")
    return 1 if faults or has_grown else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
