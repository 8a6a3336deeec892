"""Slack endpoint: events, interactions and commands over HTTP, handed to Bolt once their headers can be read."""

from collections.abc import Awaitable, Callable

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handlers.http.body import BodyTooLarge, read_body

_MOST_BYTES = 2 * 1024 * 1024  # a message payload with 50 blocks is far below


def slack_door(app: AsyncApp) -> Callable[[Request], Awaitable[Response]]:
    """POST /slack/events."""
    handler = AsyncSlackRequestHandler(app)

    async def door(request: Request) -> Response:
        if not _readable(request):
            return JSONResponse({"error": "bad or missing signature"}, 401)
        try:
            body = await read_body(request, _MOST_BYTES)
            body.decode("utf-8")
        except BodyTooLarge:
            return JSONResponse({"error": "the body is too large"}, 413)
        except UnicodeDecodeError:
            return JSONResponse({"error": "the body is not UTF-8"}, 400)
        request._body = body  # the stream is read; Starlette keeps what was read here for Bolt to read again
        return await handler.handle(request)

    return door


def _readable(request: Request) -> bool:
    """Bolt answers 500 to a timestamp that is no number and to a signature that is not ASCII."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    return stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and signature.isascii() and bool(signature)
