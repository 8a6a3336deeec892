"""Routes of the demo: its clock, and reviews that arrive at the press of a button. They exist in `demo` only."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.duration import parse_duration
from demo.bodies import afresh
from demo.samples import ready_samples, stores
from demo.shopping import Shopping
from demo.time_travel import NotAllDelivered, TimeTraveller

Push = Callable[[dict[str, Any]], Awaitable[tuple[int, dict[str, Any]]]]
_LONGEST_DAYS = 400
_LONG_ENOUGH_TO_SHOP = timedelta(hours=12)
_TAKEN = 202
_STORM, _PRODUCTS, _BAD_STARS = 150, 50, 3


@dataclass(frozen=True)
class Controls:
    """What the demo's buttons do. `push` sends a body through the webhook's front door: its status and answer.

    With `shopping`, customers buy again while time is moved on.
    """

    traveller: TimeTraveller
    push: Push
    clock: Clock
    random: Random
    shopping: Shopping | None = None

    def routes(self) -> list[Route]:
        """Each under its address."""
        return [
            Route("/demo/clock", self._advance, methods=["POST"]),
            Route("/demo/clock", self._now, methods=["GET"]),
            Route("/demo/samples", self._samples, methods=["GET"]),
            Route("/demo/review", self._review, methods=["POST"]),
            Route("/demo/storm", self._storm, methods=["POST"]),
        ]

    async def _advance(self, request: Request) -> Response:
        try:
            told = json.loads(await request.body())
            length = parse_duration(told["advance"])
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": 'expected {"advance": "2h"}: 30s, 30m, 2h or 7d'}, 400)
        if length.days > _LONGEST_DAYS:
            return JSONResponse({"error": f"at most {_LONGEST_DAYS}d at a time"}, 400)
        try:
            reached_now = await self.traveller.advance(length)
            if self.shopping and length >= _LONG_ENOUGH_TO_SHOP:
                await self.shopping.go_on(length)
                await self.traveller.advance(timedelta())  # so that what the orders mean is seen at once
            return JSONResponse({"now": reached_now.isoformat()})
        except NotAllDelivered:
            reached = {"now": self.clock.now().isoformat()}
            return JSONResponse(reached | {"error": "the workspace does not take what fell due, see /readyz"}, 503)

    async def _now(self, _: Request) -> Response:
        return JSONResponse({"now": self.clock.now().isoformat()})

    async def _samples(self, _: Request) -> Response:
        return JSONResponse({"samples": _ready(), "stores": _stores(), "lines": _lines()})

    async def _review(self, request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except ValueError:
            return JSONResponse({"error": "expected a review as JSON"}, 400)
        if not isinstance(body, dict):
            return JSONResponse({"error": "expected a review as a JSON object"}, 400)
        arriving = _arriving(body, self.random, self.clock)
        status, told = await self.push(arriving)
        if self.shopping and status == _TAKEN:
            self.shopping.remember(arriving)
        return JSONResponse(told, 200 if status == _TAKEN else status)

    async def _storm(self, _: Request) -> Response:
        status, told = await self.push({"reviews": _many_at_once(self.random, self.clock)})
        return JSONResponse(told, 200 if status == _TAKEN else status)


def _ready() -> list[dict[str, Any]]:
    return [
        {"key": one.key, "title": {"zh": one.title_zh, "en": one.title_en}, "review": one.review}
        for one in ready_samples()
    ]


def _stores() -> list[dict[str, str]]:
    return [{"key": one.key, "name": one.name} for one in stores()]


def _lines() -> list[str]:
    return list(dict.fromkeys(line for one in stores() for line in one.lines))


def _many_at_once(random: Random, clock: Clock) -> list[dict[str, Any]]:
    """Complaints about many products of one store, all at the same moment."""
    bad = [one.review for one in ready_samples() if one.review.get("rating", 5) <= _BAD_STARS]
    return [afresh(_of_one_store(bad[number % len(bad)], number), random, clock.now) for number in range(_STORM)]


def _of_one_store(review: dict[str, Any], number: int) -> dict[str, Any]:
    product = review["product"] | {"sku": f"storm-{number % _PRODUCTS}"}  # many products: one alone would be urgent
    return {"order": {}} | review | {"store": stores()[0].key, "product": product}


def _arriving(body: dict[str, Any], random: Random, clock: Clock) -> dict[str, Any]:
    """A ready one arrives as a new review every time; one with an id and time of its own arrives as it is."""
    is_sample = str(body.get("id", "")).startswith("sample-")
    if is_sample or "id" not in body or "created_at" not in body:
        return afresh({"order": {}} | body, random, clock.now)
    return body
