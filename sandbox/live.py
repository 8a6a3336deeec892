"""Live: tells every open page what changed, so that it fetches just that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

_BACKLOG = 1_000


class Live:
    """One queue for each open page. An event names what changed; who may see it is decided when it is told."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[dict[str, Any] | None], str] = {}

    def tell(self, kind: str, *, only: list[str] | None = None, **where: Any) -> None:
        """Tell all listeners, or those acting as one of `only`; empty fields are left out."""
        event = {"type": kind, **{key: value for key, value in where.items() if value is not None}}
        for queue, user in list(self._listeners.items()):
            if only is not None and user not in only:
                continue
            if queue.full():  # a page that stopped reading: close it, its browser reconnects and refetches all
                self._listeners.pop(queue)
                queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(event)

    @contextmanager
    def listening(self, user: str) -> Iterator[AsyncIterator[dict[str, Any]]]:
        """The events for somebody acting as `user`, from now until `close`."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(_BACKLOG)
        self._listeners[queue] = user
        try:
            yield _events(queue)
        finally:
            self._listeners.pop(queue, None)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for queue in list(self._listeners):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
        self._listeners.clear()


async def _events(queue: asyncio.Queue[dict[str, Any] | None]) -> AsyncIterator[dict[str, Any]]:
    while (event := await queue.get()) is not None:
        yield event
