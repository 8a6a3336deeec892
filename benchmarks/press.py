"""Press: from a press of 认领 (claim) to its acknowledgement, with the claim committed durably in between."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.figures import Bound, Figure, Sample, show
from benchmarks.local_demo import STORES, LocalDemo, claim_of, local_demo, signed
from benchmarks.processes import Running, can_watch_processes, children, free_port, resident_mb, running
from benchmarks.start import DOUBTFUL

MOST_MS = 100.0
CLAIMER = "U0WANG"
_BARE = "bare Bolt + uvicorn, only acknowledging"
_GAP_SECONDS = 0.1
_LOADING_GAP_SECONDS = 0.02
_LOADED_MB = 350.0
_PATIENCE_SECONDS = 10.0
_numbers = count(1)


class NotLoading(Exception):
    """SnowNLP was not loading while the presses went through."""


class NotAcknowledged(Exception):
    """A press was answered with something else than 200, or did not change its case."""


def measure(*, presses: int = 40, while_loading: int = 20) -> list[Figure]:
    """`presses` claims of different cases on an idle demo, then `while_loading` more while SnowNLP is loading."""
    return asyncio.run(_measure(presses, while_loading))


async def _measure(presses: int, while_loading: int) -> list[Figure]:
    async with local_demo() as demo, _bare(demo) as bare:
        cards = await _cards(demo, presses + while_loading)
        await _press(demo, bare, cards[0])  # Bolt asks auth.test once, before it hears the first press
        ours, theirs = [], []
        for card in cards[:presses]:
            ours.append(await _press(demo, demo.program, card))
            await asyncio.sleep(_GAP_SECONDS)
            theirs.append(await _press(demo, bare, card))
        loading = await _while_loading(demo, cards[presses:]) if cards[presses:] and can_watch_processes() else []
        await _all_claimed(demo, cards)
    figures = [_figure("press", "press of 认领 → acknowledged, one at a time", ours, theirs)]
    if loading:
        figures.append(_figure("press, SnowNLP loading", "the same, while the model loads", loading, theirs))
    return figures


async def _cards(demo: LocalDemo, wanted: int) -> list[dict[str, Any]]:
    """So many cards of different cases, as press payloads."""
    stores = list(STORES)
    await demo.push(*(demo.review(stores[number % len(stores)]) for number in range(wanted)))
    return [payload(channel, message) for channel, message in await demo.cards(wanted)]


def payload(channel: str, message: dict[str, Any]) -> dict[str, Any]:
    """block_actions as Slack sends it. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    block_id, button = claim_of(message) or ("", {})
    return {
        "type": "block_actions",
        "api_app_id": "A0DESK",
        "team": {"id": "T0SHOP", "domain": "shop"},
        "user": {"id": CLAIMER, "username": "xiaowang", "name": "xiaowang", "team_id": "T0SHOP"},
        "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False},
        "channel": {"id": channel, "name": "shop"},
        "message": message,
        "actions": [
            {
                "type": "button",
                "action_id": button["action_id"],
                "block_id": block_id,
                "value": button["value"],
                "text": button["text"],
            }
        ],
    }


async def _press(demo: LocalDemo, program: Running, pressed: dict[str, Any]) -> float:
    """Milliseconds until the program acknowledged; every press has an action_ts of its own."""
    action = pressed["actions"][0] | {"action_ts": f"{time.time():.0f}.{next(_numbers):06}"}
    body, headers = signed(demo.signing_secret, pressed | {"actions": [action]})
    began = time.perf_counter()
    async with demo.session.post(f"{program.url}/slack/events", data=body, headers=headers) as answer:
        await answer.read()
    if answer.status != 200:
        raise NotAcknowledged(f"a press was answered with {answer.status}")
    return (time.perf_counter() - began) * 1000


async def _while_loading(demo: LocalDemo, cards: list[dict[str, Any]]) -> list[float]:
    """Wake the model by a review in doubt, and press as soon as its process is there."""
    await demo.push(demo.review("home-cn", rating=3, text=DOUBTFUL))
    child, took = await _child(demo), []
    for card in cards:
        took.append(await _press(demo, demo.program, card))
        await asyncio.sleep(_LOADING_GAP_SECONDS)
    if not 0 < (resident_mb(child) or 0.0) < _LOADED_MB:
        raise NotLoading("SnowNLP's process had loaded its model before the last press; press fewer times")
    return took


async def _child(demo: LocalDemo) -> int:
    """The process id of SnowNLP's process, as soon as there is one."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (found := children(demo.program.pid)):
        if time.monotonic() > deadline:
            raise NotLoading("SnowNLP's process was not started; is the review still in doubt?")
        await asyncio.sleep(_LOADING_GAP_SECONDS)
    return found[0]


async def _all_claimed(demo: LocalDemo, cards: list[dict[str, Any]]) -> None:
    """Every card shows it in the end; an acknowledgement without a claim would be worth nothing."""
    pressed = {card["container"]["message_ts"] for card in cards}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while unclaimed := pressed & {one["ts"] for _, one in await demo.claimable()}:
        if time.monotonic() > deadline:
            raise NotAcknowledged(f"{len(unclaimed)} cards are unclaimed")
        await asyncio.sleep(_GAP_SECONDS)


@asynccontextmanager
async def _bare(demo: LocalDemo) -> AsyncIterator[Running]:
    port = free_port()
    env = {
        "PORT": str(port),
        "SLACK_API_URL": demo.api_url,
        "SLACK_BOT_TOKEN": demo.token,
        "SLACK_SIGNING_SECRET": demo.signing_secret,
    }
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as folder:
        async with running(("-m", "benchmarks.bare_bolt"), port, env, Path(folder) / "log") as program:
            yield program


def _figure(name: str, workload: str, ours: list[float], theirs: list[float]) -> Figure:
    sample = Sample(tuple(ours))
    bound = Bound("median < 100 ms", sample.median, MOST_MS)
    return Figure(name, workload, sample, _BARE, Sample(tuple(theirs)), bound)


if __name__ == "__main__":
    show(measure())
