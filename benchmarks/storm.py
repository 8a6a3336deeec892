"""Storm: how long until each of many reviews that come at once is visible, at the pace that Slack allows."""

import asyncio
import time
from datetime import UTC, datetime

from benchmarks.figures import Bound, Figure, Sample, show

_FIVE_MINUTES = 300.0


def measure(reviews: int = 10_000) -> list[Figure]:
    """The real desk with virtual time: one channel, Slack's pace, everything pushed at the same moment."""
    from tests.simulation.world import silence

    with silence():
        return asyncio.run(_measure(reviews))


async def _measure(reviews: int) -> list[Figure]:
    from tests.simulation.promises import Promises  # a strict Slack with a clock of its own
    from tests.simulation.world import make_world

    start = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
    world = make_world(1, start)
    world.weather.share_of_faults = world.weather.share_of_deaths = 0.0
    watch = Promises(world)
    for number in range(reviews):
        await world.push(_complaint(number, start))
    began = time.perf_counter()
    await world.does_what_is_due()
    while len(watch.visible) < reviews:
        world.clock.advance(seconds=0.5)
        await world.does_what_is_due()
    worked = time.perf_counter() - began
    visible_after = (world.clock.now() - start).total_seconds()
    summaries = sum(1 for message in world.slack.rooms["C0HOME"].values() if message.key.startswith("summary:"))
    world.db.close()
    workload = f"{reviews:,} complaints at once in one channel, virtual time"
    shown = Sample((visible_after,), "s")
    least = Sample((float(summaries),), "s")
    bound = Bound("under 5 min", visible_after, _FIVE_MINUTES)
    posts = f"{summaries} posts that hold them all, one a second"
    return [
        Figure("all visible after", workload, shown, posts, least, bound),
        Figure(
            "all visible after", workload, Sample((visible_after,), "s"), "a card each", Sample((float(reviews),), "s")
        ),
        Figure("work done for it", f"{workload}, real time", Sample((worked,), "s")),
    ]


def _complaint(number: int, at: datetime) -> dict[str, object]:
    return {
        "id": f"r-{number}",
        "store": "home-cn",
        "product": {"sku": f"sku-{number % 50}", "name": f"电热水壶 {number % 50} 号", "line": "厨房电器"},
        "customer": {"id": f"c-{number}", "name": "王小明"},
        "rating": 2,
        "text": "快递太慢了,等了十天",
        "created_at": at.isoformat(),
    }


if __name__ == "__main__":
    show(measure())
