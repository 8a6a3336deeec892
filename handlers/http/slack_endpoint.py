"""Slack endpoint: events, interactions and commands over HTTP, handed to Bolt once they can be read."""

from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handlers.http.body import BodyTooLarge, read_body

log = structlog.get_logger()
_MOST_BYTES = 2 * 1024 * 1024  # a message payload with 50 blocks is far below


def slack_door(app: AsyncApp) -> Callable[[Request], Awaitable[Response]]:
    """POST /slack/events."""

    async def door(request: Request) -> Response:
        if not _readable(request):
            return JSONResponse({"error": "bad or missing signature"}, 401)
        try:
            body = await read_body(request, _MOST_BYTES)
        except BodyTooLarge:
            return JSONResponse({"error": "the body is too large"}, 413)
        return await _answered(app, request, body)

    return door


async def _answered(app: AsyncApp, request: Request, body: bytes) -> Response:
    """Bolt takes a body apart before it looks at the signature, and stumbles over what is not shaped as Slack's.

    Faults of our own listeners do not come out here: they are answered where they happen.
    """
    try:
        heard = to_async_bolt_request(request, body)
    except Exception as unreadable:  # anybody may send this: one line, and no traceback
        log.info("no request of slack's", because=type(unreadable).__name__)
        return JSONResponse({"error": "the body is not a request of Slack's"}, 400)
    try:
        return to_starlette_response(await app.async_dispatch(heard))
    except Exception:
        log.exception("bolt cannot read what slack sent")
        return JSONResponse({"error": "the body is not a request of Slack's"}, 400)


def _readable(request: Request) -> bool:
    """Bolt answers 500 to a timestamp that is no number and to a signature that is not ASCII."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    return stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and signature.isascii() and bool(signature)
