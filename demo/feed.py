"""Feed: sample reviews that arrive by themselves, so that the workspace is alive from the first minute."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from typing import Any

Body = dict[str, Any]
Push = Callable[[Body], Awaitable[object]]
_FIRST_GAP_SECONDS = 1.2
_GAP_SECONDS = 75.0
_MOST = 60


async def feed(first: Sequence[Body], reviews: Iterator[Body], push: Push) -> None:
    """`first` arrive at once, then one of `reviews` a minute or so, and an end before anyone is buried."""
    for review in first:
        await asyncio.sleep(_FIRST_GAP_SECONDS)
        await push(review)
    for review in islice(reviews, _MOST):
        await asyncio.sleep(_GAP_SECONDS)
        await push(review)
