"""A running workspace on a loopback port, with or without an app behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from sandbox.server import create_sandbox
from tests.sandbox.places import BOT_TOKEN, Clocks, OpenPlace, Place, a_listening_socket, a_workspace, served


@pytest.fixture
async def open_place() -> AsyncIterator[OpenPlace]:
    """Opens workspaces: `await open_place()`, with a Bolt app as `bot`, or any endpoint at its address as `answer`."""
    closing: list[Callable[[], Awaitable[None]]] = []

    async def opening(
        bot: AsyncApp | None = None,
        answer: Callable[[Request], Awaitable[Response]] | None = None,
        **settings: Any,
    ) -> Place:
        listening = a_listening_socket()
        port = listening.getsockname()[1]
        clocks = settings.pop("clocks", None) or Clocks()
        workspace = a_workspace(clocks, port, **settings)
        base_url = f"http://127.0.0.1:{port}"
        sandbox = create_sandbox(workspace, base_url)
        endpoint = AsyncSlackRequestHandler(bot).handle if bot else _as_function(answer)
        app: ASGIApp = sandbox
        if endpoint:
            events = Route("/slack/events", endpoint, methods=["POST"])
            app = Starlette(routes=[events, Mount("/", sandbox)])
        running = served(app, listening)
        await running.__aenter__()
        http = aiohttp.ClientSession()
        client = AsyncWebClient(BOT_TOKEN, base_url=f"{base_url}/api/", retry_handlers=[], session=http)
        if bot is not None:
            bot.client.base_url = f"{base_url}/api/"

        async def stop() -> None:
            await http.close()
            await workspace.close()
            await running.__aexit__(None, None, None)

        closing.append(stop)
        return Place(workspace, base_url, clocks, client, http)

    yield opening
    for stop in reversed(closing):
        await stop()


@pytest.fixture
async def place(open_place: OpenPlace) -> Place:
    """A workspace without an app behind it."""
    return await open_place()


def _as_function(answer: Callable[[Request], Awaitable[Response]] | None) -> Any:
    """Starlette takes functions for endpoints and every other callable for an application."""
    if answer is None:
        return None

    async def endpoint(request: Request) -> Response:
        return await answer(request)

    return endpoint
