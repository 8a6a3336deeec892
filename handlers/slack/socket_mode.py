"""Socket Mode: events come over a websocket that we opened; no public address is needed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

_SOCKET_SECONDS = 20


class NoSocketMode(Exception):
    """It cannot be opened; the message is one sentence with the remedy."""


@asynccontextmanager
async def socket_mode(bolt: AsyncApp, client: AsyncWebClient, token: str) -> AsyncIterator[None]:
    """Inside, events come over a websocket; without a token they come over HTTP, and nothing is done here."""
    if not token:
        yield
        return
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # not loaded over HTTP

    address = await _address(client, token)
    handler = AsyncSocketModeHandler(bolt, token)
    handler.client.wss_uri = address
    try:
        await _connect(handler)
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves these two untyped


async def _address(client: AsyncWebClient, token: str) -> str:
    """Asked for by ourselves: the SDK would try a wrong token, or a Slack out of reach, for ever."""
    try:
        return str((await client.apps_connections_open(app_token=token))["url"])
    except SlackApiError as refused:
        data = getattr(refused.response, "data", None)  # missing when a gateway answered with a page
        code = data["error"] if isinstance(data, dict) and "error" in data else "no answer in JSON"
        raise NoSocketMode(f"Slack opens no Socket Mode ({code}); mend SLACK_APP_TOKEN as docs/slack.md says") from None
    except (SlackClientError, aiohttp.ClientError, OSError) as failed:
        why = str(failed) or type(failed).__name__
        raise NoSocketMode(
            f"Slack cannot be reached for Socket Mode ({why}); check network and SLACK_API_URL"
        ) from None


async def _connect(handler: "AsyncSocketModeHandler") -> None:
    try:
        async with asyncio.timeout(_SOCKET_SECONDS):
            await handler.connect_async()  # type: ignore[no-untyped-call]  # as above
    except TimeoutError:
        raise NoSocketMode(
            f"no Socket Mode connection in {_SOCKET_SECONDS} s; let websockets (wss) out to Slack"
        ) from None
