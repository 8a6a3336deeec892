"""`python -m tests.chaos --seed 1`: the long forms, each with a table of what was counted."""

import argparse
import asyncio
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.chaos.siege import Plan, Result, migrated, prepared, siege
from tests.house.opening import make_template
from tests.house.postgres import own_database, start_server

FORMS = ("sqlite", "postgresql", "four", "fuzz", "simulation")


def main() -> int:
    """Carry out the forms that were asked for, one after the other."""
    asked = _asked()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("chaos").setLevel(logging.INFO)
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, seed {asked.seed}")
    failed = [form for form in asked.only if not _run(form, asked)]
    print("broken: " + ", ".join(failed) if failed else "every promise was kept")
    return 1 if failed else 0


def _run(form: str, asked: argparse.Namespace) -> bool:
    print(f"--- {form}", flush=True)
    if form == "fuzz":
        return _command("tests.fuzz", "--requests", str(asked.requests), "--seed", str(asked.seed))
    if form == "simulation":
        return _command("tests.simulation", "--seeds", str(asked.seeds), "--first", str(asked.seed), "--days", "30")
    plan = Plan(seed=asked.seed, random_kills=asked.kills, reviews=300, channels=6, rises=True)
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        result = _SIEGES[form](plan, Path(folder))
    _show(form, result)
    return not result.findings.broken


def _on_sqlite(plan: Plan, folder: Path) -> Result:
    return asyncio.run(siege(plan, folder, prepared(folder, make_template(folder / "template.db"))))


def _on_postgresql(plan: Plan, folder: Path) -> Result:
    with own_database(migrated=False) as address:
        return asyncio.run(siege(replace(plan, random_kills=plan.random_kills // 3), folder, migrated(address)))


def _four_processes(plan: Plan, folder: Path) -> Result:
    """10,000 reviews, most of them praise, which gets no card: Slack's pace is not what is tried here.

    The server itself is restarted between the kills.
    """
    server = start_server(folder / "pg")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def restart() -> None:
        server.stop()
        server.start()

    four = replace(
        plan, serving=2, working=2, failpoints=(), random_kills=50, reviews=10_000, positive_share=0.95,
        channels=20, restarts=3, at_once=32, spread=True,
    )  # fmt: skip
    try:
        return asyncio.run(siege(four, folder, migrated(address), restart))
    finally:
        server.cleanup()


_SIEGES: dict[str, Callable[[Plan, Path], Result]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgresql,
    "four": _four_processes,
}


def _command(module: str, *words: str) -> bool:
    return subprocess.run([sys.executable, "-m", module, *words], check=False).returncode == 0


def _show(form: str, result: Result) -> None:
    table = Table("counted", "", title=f"{form}: {result.kills} kills in {result.seconds:.0f} s", title_justify="left")
    deaths = {f"died at {name}": many for name, many in result.hit.items()}
    for what, many in (result.findings.figures | deaths).items():
        table.add_row(what, str(many))
    Console(width=100).print(table)
    for sentence in result.findings.broken:
        print(f"BROKEN: {sentence}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=FORMS, default=list(FORMS))
    parser.add_argument("--kills", type=int, default=150, help="at random moments, beside those at failpoints")
    parser.add_argument("--requests", type=int, default=50_000, help="of the fuzzing")
    parser.add_argument("--seeds", type=int, default=20, help="of the simulation, thirty days each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
