"""Feed: sample reviews that arrive by themselves, so that the workspace is alive from the first minute."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

Push = Callable[[dict[str, Any]], Awaitable[object]]
_FIRST = 8
_FIRST_GAP_SECONDS = 1.2
_GAP_SECONDS = 75.0
_MOST = 60


async def feed(reviews: Iterator[dict[str, Any]], push: Push, *, is_new: bool) -> None:
    """A handful at once in a new workspace, then one a minute or so, and an end before anyone is buried."""
    for number in range(_MOST):
        await asyncio.sleep(_FIRST_GAP_SECONDS if is_new and number < _FIRST else _GAP_SECONDS)
        await push(next(reviews))
