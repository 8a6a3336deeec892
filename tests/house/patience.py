"""Patience: waiting until something is so, with a deadline; for what real tasks do in their own time."""

import asyncio
from collections.abc import Callable

_SECONDS = 10


async def becomes(is_so: Callable[[], bool]) -> None:
    """Return when it is so; TimeoutError when it does not come to be."""
    async with asyncio.timeout(_SECONDS):
        while not is_so():  # noqa: ASYNC110  # what others do raises no event here
            await asyncio.sleep(0.02)
