"""Trouble: scripted faults, so that tests and demonstrations can see the app meet a bad day."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

KINDS = ("429", "500", "500_after", "drop", "drop_after", "late", "hang", "slow")


@dataclass
class Trouble:
    """The next `times` calls of `method` (`*` is any) go wrong. `seconds` is for slow, hang and late.

    `500_after` and `drop_after` do what was asked and lose the answer; `500`, `drop` and `hang` do nothing. `late`
    loses the connection at once and does what was asked so many seconds later, or when `release` is called.
    """

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 5.0

    def shown(self) -> dict[str, Any]:
        return asdict(self)


class TroubleScript:
    """The scripted faults still to come, first come first served."""

    def __init__(self) -> None:
        self._coming: list[Trouble] = []
        self._late_work: set[asyncio.Task[None]] = set()
        self._released = asyncio.Event()

    def add(self, trouble: Trouble) -> None:
        if trouble.kind not in KINDS:
            raise ValueError(f"kind: {trouble.kind!r} is not one of {', '.join(KINDS)}")
        if trouble.times < 1:
            raise ValueError(f"times: must be at least 1, got {trouble.times}")
        self._coming.append(trouble)

    def next_for(self, method: str) -> Trouble | None:
        """The fault this call meets, counted down; None when all is well."""
        for trouble in self._coming:
            if trouble.method in (method, "*"):
                trouble.times -= 1
                if trouble.times == 0:
                    self._coming.remove(trouble)
                return trouble
        return None

    def coming(self) -> list[dict[str, Any]]:
        return [trouble.shown() for trouble in self._coming]

    def clear(self) -> None:
        self._coming.clear()

    def put_off(self, work: Callable[[], Awaitable[object]], seconds: float) -> None:
        """Do the work of a request whose sender has given it up, so many seconds later."""
        task = asyncio.create_task(self._late(work, seconds))
        self._late_work.add(task)
        task.add_done_callback(self._late_work.discard)

    async def release(self) -> None:
        """Do at once whatever was put off."""
        self._released.set()
        await asyncio.gather(*self._late_work)
        self._released.clear()

    async def close(self) -> None:
        """Nobody waits for what was put off any more."""
        for task in list(self._late_work):
            task.cancel()
        await asyncio.gather(*self._late_work, return_exceptions=True)

    async def _late(self, work: Callable[[], Awaitable[object]], seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._released.wait()
        await work()


def read_trouble(given: Mapping[str, Any]) -> Trouble:
    """A fault from JSON; a ValueError names the field that is wrong."""
    if not isinstance(given.get("method"), str):
        raise ValueError("method: name a Web API method such as chat.postMessage, or * for any")
    known = {"method", "kind", "times", "retry_after", "seconds"}
    for key in given:
        if key not in known:
            raise ValueError(f"{key}: unknown field; known are {', '.join(sorted(known))}")
    try:
        return Trouble(
            method=given["method"],
            kind=str(given.get("kind")),
            times=int(given.get("times", 1)),
            retry_after=int(given.get("retry_after", 1)),
            seconds=float(given.get("seconds", 5.0)),
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"times, retry_after and seconds are numbers: {error}") from error
