"""Bare Bolt: the smallest program on Bolt, Starlette and uvicorn; it answers 200 and acknowledges every press.

The baseline of `benchmarks.start` and `benchmarks.press`, which start it with PORT, SLACK_API_URL, SLACK_BOT_TOKEN and
SLACK_SIGNING_SECRET in its environment.
"""

import os
import re

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def bare_app(api_url: str, token: str, signing_secret: str) -> Starlette:
    """GET /readyz and POST /slack/events, nothing behind them."""
    bolt = AsyncApp(client=AsyncWebClient(token=token, base_url=api_url), signing_secret=signing_secret)
    bolt.action(re.compile(".*"))(_acknowledge)
    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/readyz", _ready), Route("/slack/events", events, methods=["POST"])])


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _ready(_: Request) -> Response:
    return JSONResponse({"ready": True})


def main() -> None:
    """Serve until ended."""
    env = os.environ
    app = bare_app(env["SLACK_API_URL"], env["SLACK_BOT_TOKEN"], env["SLACK_SIGNING_SECRET"])
    uvicorn.run(app, host="127.0.0.1", port=int(env["PORT"]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
