"""Feed: sample reviews and orders that arrive by themselves, so that the workspace is alive from the first minute."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from demo.shopping import Shopping

Body = dict[str, Any]
Push = Callable[[Body], Awaitable[object]]
_FIRST_GAP_SECONDS = 1.2
_GAP_SECONDS = 75.0
_CHAT_GAP_SECONDS = 40.0
_MOST = 60
_ORDERS_EVERY = 5


async def feed(first: Sequence[Body], reviews: Iterator[Body], push: Push, shopping: Shopping) -> None:
    """`first` arrive at once, then one of `reviews` a minute or so, and an end before anyone is buried.

    Orders come beside them now and then.
    """
    for review in first:
        await asyncio.sleep(_FIRST_GAP_SECONDS)
        await push(review)
        shopping.remember(review)
    await shopping.go_on(timedelta())
    for number, review in enumerate(islice(reviews, _MOST), 1):
        await asyncio.sleep(_GAP_SECONDS)
        await push(review)
        shopping.remember(review)
        if number % _ORDERS_EVERY == 0:
            await shopping.go_on(timedelta(seconds=_GAP_SECONDS))


async def chat(lines: Iterator[Body], push: Push) -> None:
    """A line of a service chat every half a minute or so, for as long."""
    for line in islice(lines, _MOST):
        await asyncio.sleep(_CHAT_GAP_SECONDS)
        await push(line)
