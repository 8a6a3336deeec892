"""Chats door: lines of service chats pushed by their sources; verified, checked, understood, stored, then answered."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.chat import ChatLine
from handlers.casework.chats import hear
from handlers.casework.desk import Desk
from handlers.http.body import BodyTooLarge, read_body
from handlers.http.signatures import is_genuine
from handlers.http.webhooks import MOST_BYTES, Malformed, parsed, refused

log = structlog.get_logger()
MOST_LINES = 1000


def chats_door(desk: Desk, secrets: Mapping[str, tuple[str, ...]]) -> Callable[[Request], Awaitable[Response]]:
    """POST /webhooks/chats/{source}."""

    async def door(request: Request) -> Response:
        source = request.path_params["source"].lower()
        if source not in desk.policy.sources:
            return refused(404, f"unknown source {source[:60]!r}", hint="name it in [sources] of the policy file")
        try:
            body = (await read_body(request, MOST_BYTES)).decode("utf-8")
        except BodyTooLarge:
            return refused(413, f"the body is over {MOST_BYTES // 1024} KiB; send fewer lines at a time")
        except UnicodeDecodeError:
            return refused(400, "the body is not UTF-8", field="body")
        if not is_genuine(body, request.headers, secrets.get(source, ())):
            return refused(401, "bad, stale or missing signature")
        try:
            lines = read_lines(body)
        except Malformed as wrong:
            return refused(400, str(wrong), field=wrong.field)
        return await _stored(desk, source, lines)

    return door


def read_lines(body: str) -> list[ChatLine]:
    """One object, or `{"lines": [ … ]}`. `Malformed` names the field, with its place in the batch."""
    told = parsed(body)
    many = isinstance(told, dict) and "lines" in told
    bodies = told["lines"] if many else [told]
    if not isinstance(bodies, list) or not bodies:
        raise Malformed("lines", "expected a list with at least one line")
    if len(bodies) > MOST_LINES:
        raise Malformed("lines", f"at most {MOST_LINES} at a time, not {len(bodies)}")
    return [_line(one, f"lines.{index}." if many else "") for index, one in enumerate(bodies)]


def _line(body: Any, where: str) -> ChatLine:
    if not isinstance(body, dict):
        raise Malformed(where.rstrip(".") or "body", "expected an object")
    try:
        return ChatLine.model_validate(body)
    except ValidationError as wrong:
        fault = wrong.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise Malformed(where + field, fault["msg"].removeprefix("Value error, ").lower()) from None


async def _stored(desk: Desk, source: str, lines: list[ChatLine]) -> Response:
    try:
        stored = await hear(desk, source, lines)
    except SQLAlchemyError:
        log.exception("lines of chats could not be stored")
        return refused(503, "could not be stored; please send it again", headers={"Retry-After": "5"})
    return JSONResponse({"accepted": stored.accepted, "duplicates": stored.duplicates}, 202)
