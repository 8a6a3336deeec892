"""Webhooks: reviews pushed by their sources; verified, checked field by field, stored, then answered."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.review import Review
from handlers.casework.desk import Desk
from handlers.casework.intake import receive
from handlers.http.body import BodyTooLarge, read_body
from handlers.http.signatures import is_genuine
from storage.inbox import Delivery

log = structlog.get_logger()
MOST_BYTES = 256 * 1024
MOST_REVIEWS = 1000


class Malformed(Exception):
    """The body is not what the contract says; `field` is where."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


def reviews_door(desk: Desk, secrets: Mapping[str, tuple[str, ...]]) -> Callable[[Request], Awaitable[Response]]:
    """POST /webhooks/reviews/{source}."""

    async def door(request: Request) -> Response:
        source = request.path_params["source"].lower()
        if source not in desk.policy.sources:
            return refused(404, f"unknown source {source[:60]!r}", hint="name it in [sources] of the policy file")
        try:
            body = (await read_body(request, MOST_BYTES)).decode("utf-8")
        except BodyTooLarge:
            return refused(413, f"the body is over {MOST_BYTES // 1024} KiB; send fewer reviews at a time")
        except UnicodeDecodeError:
            return refused(400, "the body is not UTF-8", field="body")
        if not is_genuine(body, request.headers, secrets.get(source, ())):
            return refused(401, "bad, stale or missing signature")
        try:
            deliveries = read_deliveries(body, source, request.headers["webhook-id"])
        except Malformed as wrong:
            return refused(400, str(wrong), field=wrong.field)
        return await _stored(desk, deliveries)

    return door


def read_deliveries(body: str, source: str, webhook_id: str) -> list[Delivery]:
    """One object, or `{"reviews": [ … ]}`. `Malformed` names the field, with its place in the batch."""
    told = parsed(body)
    many = isinstance(told, dict) and "reviews" in told
    bodies = told["reviews"] if many else [told]
    if not isinstance(bodies, list) or not bodies:
        raise Malformed("reviews", "expected a list with at least one review")
    if len(bodies) > MOST_REVIEWS:
        raise Malformed("reviews", f"at most {MOST_REVIEWS} at a time, not {len(bodies)}")
    return [
        Delivery(source, f"{webhook_id}:{index}", _review(one, f"reviews.{index}." if many else ""))
        for index, one in enumerate(bodies)
    ]


def parsed(body: str) -> Any:
    """The JSON; `Malformed` where it is none."""
    try:
        return json.loads(body, parse_constant=_no_number)
    except RecursionError:
        raise Malformed("body", "nested too deeply") from None
    except ValueError as wrong:
        raise Malformed("body", f"not JSON ({wrong})") from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _review(body: Any, where: str) -> Review:
    if not isinstance(body, dict):
        raise Malformed(where.rstrip(".") or "body", "expected an object")
    try:
        return Review.model_validate(body)
    except ValidationError as wrong:
        fault = wrong.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in fault["loc"]) or "rating"
        raise Malformed(where + field, fault["msg"].removeprefix("Value error, ").lower()) from None


async def _stored(desk: Desk, deliveries: list[Delivery]) -> Response:
    try:
        stored = await receive(desk, deliveries)
    except SQLAlchemyError:
        log.exception("a delivery could not be stored")
        return refused(503, "could not be stored; please send it again", headers={"Retry-After": "5"})
    return JSONResponse({"accepted": stored.accepted, "duplicates": stored.duplicates}, 202)


def refused(status: int, problem: str, *, headers: dict[str, str] | None = None, **more: str) -> Response:
    """An answer that says what is wrong."""
    return JSONResponse({"error": problem, **more}, status, headers)
