"""`python -m tests.simulation --seeds 100 --days 365`: many histories; who breaks a promise is told by its seed."""

import argparse
import asyncio
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import timedelta

from tests.simulation.promises import Broken
from tests.simulation.year import SIZES, History, live


def main() -> int:
    """Live them all; 1 when any promise was broken."""
    asked = _asked()
    seeds = range(asked.first, asked.first + asked.seeds)
    histories: list[History] = []
    broken = 0
    with ProcessPoolExecutor(asked.jobs) as jobs:
        going = {jobs.submit(_one, seed, asked.days, asked.size): seed for seed in seeds}
        for done in as_completed(going):
            told = done.result()
            if isinstance(told, History):
                histories.append(told)
                counts = f"{told.reviews} reviews, {told.cases} cases"
                print(f"seed {told.seed}: {counts}, {told.seconds:.0f} s, {told.mark}")
            else:
                broken += 1
                how = f"--first {going[done]} --seeds 1 --days {asked.days} --size {asked.size}"
                print(f"BROKEN by seed {going[done]}: {told}\n  again: python -m tests.simulation {how}")
            sys.stdout.flush()
    _summary(histories, broken)
    return 1 if broken else 0


def _one(seed: int, days: int, size: str) -> History | str:
    try:
        return asyncio.run(live(seed, days, size))
    except Broken as promise:
        return str(promise)
    except Exception:  # a crash of the simulation is told with its seed like a broken promise
        return traceback.format_exc()


def _summary(histories: list[History], broken: int) -> None:
    if not histories:
        return
    for name in ("days", "reviews", "cases", "presses", "faults", "crashes", "steps"):
        print(f"{name}: {sum(getattr(one, name) for one in histories):,}")
    print(f"slowest alert in fair weather: {max((one.slowest_alert for one in histories), default=timedelta())}")
    print(f"histories: {len(histories) + broken}, broken promises: {broken}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first one")
    parser.add_argument("--days", type=int, default=365, help="how long each")
    parser.add_argument("--size", choices=sorted(SIZES), default="quiet")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
