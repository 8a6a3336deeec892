"""Card: from sending a signed webhook to the alert card standing in its channel."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from benchmarks.figures import Bound, Figure, Sample, show
from benchmarks.local_demo import STORES, LocalDemo, Watch, local_demo

MOST_MS = 1000.0
_DIRECT = "chat.postMessage of the same card"
_GAP_SECONDS = 0.35  # with four channels in turn, each gets a message every 1.4 s: Slack's pace is never in the way


def measure(*, pushes: int = 20, starts: int = 3) -> list[Figure]:
    """`pushes` single reviews to an idle demo, and the very first review of `starts` fresh ones."""
    return asyncio.run(_measure(pushes, starts))


async def _measure(pushes: int, starts: int) -> list[Figure]:
    first, first_direct = [], []
    for start in range(starts):
        async with local_demo() as demo, demo.watching() as watch:
            first.append(await _push(demo, watch, "home-cn"))
            first_direct.append(await _post(demo, watch, "beauty-cn"))
            if start == starts - 1:
                ours, direct = await _in_turns(demo, watch, pushes)
    idle, cold = "webhook → card, idle demo, one review at a time", "the first webhook after a start"
    return [_figure("card", idle, ours, direct), _figure("first card", cold, first, first_direct)]


async def _in_turns(demo: LocalDemo, watch: Watch, pushes: int) -> tuple[list[float], list[float]]:
    """Milliseconds of `pushes` reviews and as many direct posts, one after the other, channel by channel."""
    stores = list(STORES)
    ours, direct = [], []
    for turn in range(pushes):
        ours.append(await _paced(_push, demo, watch, stores[2 * turn % 4]))
        direct.append(await _paced(_post, demo, watch, stores[(2 * turn + 1) % 4]))
        if turn % 2:  # so that reviews and direct posts come to every channel
            stores = [stores[1], stores[0], stores[3], stores[2]]
    return ours, direct


async def _paced(
    act: Callable[[LocalDemo, Watch, str], Awaitable[float]], demo: LocalDemo, watch: Watch, store: str
) -> float:
    await asyncio.sleep(_GAP_SECONDS)
    return await act(demo, watch, store)


async def _push(demo: LocalDemo, watch: Watch, store: str) -> float:
    """Milliseconds until the card stands; that it is this review's card is looked up afterwards."""
    review = demo.review(store)
    began = time.perf_counter()
    await demo.push(review)
    ts = await watch.new_message(STORES[store])
    took = (time.perf_counter() - began) * 1000
    await demo.expect(STORES[store], ts, review["product"]["name"])
    return took


async def _post(demo: LocalDemo, watch: Watch, store: str) -> float:
    """The same for a copy of a card that stands already, posted by ourselves."""
    [(_, card), *_] = await demo.cards(1)
    began = time.perf_counter()
    await demo.post_directly(STORES[store], card)
    await watch.new_message(STORES[store])
    return (time.perf_counter() - began) * 1000


def _figure(name: str, workload: str, ours: list[float], direct: list[float]) -> Figure:
    sample = Sample(tuple(ours))
    bound = Bound("p95 < 1 s", sample.p95, MOST_MS)
    return Figure(name, workload, sample, _DIRECT, Sample(tuple(direct)), bound)


if __name__ == "__main__":
    show(measure())
