"""Delivery: what the workspace sends to the app, signed over HTTP or in envelopes over Socket Mode."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.people_and_rooms import AppSettings
from sandbox.socket_mode import Sockets

Payload = dict[str, Any]

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


@dataclass(frozen=True)
class Ack:
    """The app's answer. `problem` is None when it came in time and well:
    else operation_timeout, connection_failed, http_error or bad_answer, with `detail`."""

    problem: str | None = None
    detail: str = ""
    body: Any = None
    may_retry: bool = True


class Delivery:
    """One door to the app. Socket Mode is used while a socket is connected, else the request address."""

    def __init__(
        self,
        app: AppSettings,
        wall: Callable[[], float],
        random: Random,
        ack_seconds: float,
        retry_seconds: Sequence[float],
        sleep: Callable[[float], Awaitable[Any]],
        complain: Callable[[str, str, str], None],
    ) -> None:
        self._app = app
        self._wall = wall
        self._random = random
        self._ack_seconds = ack_seconds
        self._retry_seconds = retry_seconds
        self._sleep = sleep
        self._complain = complain
        self._session: aiohttp.ClientSession | None = None
        self._on_the_way: set[asyncio.Task[None]] = set()
        self.sockets = Sockets(random)

    async def interaction(self, payload: Payload) -> Ack:
        """Send a block_actions, view_submission or view_closed; the app has three seconds."""
        form = urlencode({"payload": json.dumps(payload, ensure_ascii=False)})
        return await self._send("interactive", str(payload["type"]), payload, form, _FORM)

    async def command(self, fields: dict[str, str]) -> Ack:
        """Send a slash command; the answer's body may be a message."""
        return await self._send("slash_commands", fields["command"], fields, urlencode(fields), _FORM)

    async def event(self, payload: Payload) -> None:
        """Send an event; what fails is sent again at once, after a minute and after five, without waiting here."""
        ack = await self._send_event(payload, 0, "")
        if ack.problem and ack.may_retry:
            task = asyncio.create_task(self._repeat(payload, ack))
            self._on_the_way.add(task)
            task.add_done_callback(self._on_the_way.discard)

    def event_soon(self, payload: Payload) -> None:
        """Send an event from where nobody waits for it."""
        task = asyncio.create_task(self.event(payload))
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)

    async def verify_address(self, challenge: str) -> bool:
        """Whether the request address answers Slack's url_verification with the challenge."""
        payload = {"type": "url_verification", "token": "verification", "challenge": challenge}
        ack = await self._post("url_verification", json.dumps(payload), _JSON, {})
        return ack.problem is None and challenge in (ack.body if isinstance(ack.body, str) else json.dumps(ack.body))

    async def settle(self) -> None:
        while self._on_the_way:
            await asyncio.gather(*self._on_the_way)

    async def close(self) -> None:
        for task in self._on_the_way:
            task.cancel()
        await asyncio.gather(*self._on_the_way, return_exceptions=True)
        await self.sockets.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _repeat(self, payload: Payload, ack: Ack) -> None:
        reasons = {"operation_timeout": "http_timeout"}
        for attempt, pause in enumerate(self._retry_seconds, start=1):
            await self._sleep(pause)
            ack = await self._send_event(payload, attempt, reasons.get(ack.problem or "", ack.problem or ""))
            if not ack.problem or not ack.may_retry:
                return

    async def _send_event(self, payload: Payload, attempt: int, reason: str) -> Ack:
        headers = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason} if attempt else {}
        body = json.dumps(payload, ensure_ascii=False)
        what = str(payload["event"]["type"])
        return await self._send("events_api", what, payload, body, _JSON, headers, (attempt, reason))

    async def _send(
        self,
        kind: str,
        what: str,
        payload: Payload,
        body: str,
        content_type: str,
        headers: dict[str, str] | None = None,
        retry: tuple[int, str] = (0, ""),
    ) -> Ack:
        if self.sockets.connected:
            ack = await self._through_socket(kind, payload, retry)
        else:
            ack = await self._post(what, body, content_type, headers or {})
        if ack.problem:
            self._complain(what, ack.problem, ack.detail)
        return ack

    async def _through_socket(self, kind: str, payload: Payload, retry: tuple[int, str]) -> Ack:
        try:
            async with asyncio.timeout(self._ack_seconds):
                return Ack(body=await self.sockets.ask(kind, payload, retry))
        except TimeoutError:
            return Ack("operation_timeout", f"no envelope came back within {self._ack_seconds:g} s")
        except ConnectionError as error:
            return Ack("connection_failed", str(error))

    async def _post(self, what: str, body: str, content_type: str, headers: dict[str, str]) -> Ack:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": "Slackbot 1.0 (local sandbox)"})
        raw = body.encode()
        signed = {**headers, **self._signature(raw), "Content-Type": content_type}
        limit = aiohttp.ClientTimeout(total=self._ack_seconds)
        try:
            async with self._session.post(
                self._app.request_url, data=raw, headers=signed, timeout=limit, allow_redirects=False
            ) as response:
                return await _read(response, what)
        except TimeoutError:
            return Ack("operation_timeout", f"no answer within {self._ack_seconds:g} s")
        except aiohttp.ClientError as error:
            return Ack("connection_failed", f"{type(error).__name__}: {error}")

    def _signature(self, body: bytes) -> dict[str, str]:
        """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
        timestamp = str(int(self._wall()))
        base = f"v0:{timestamp}:".encode() + body
        digest = hmac.new(self._app.signing_secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


async def _read(response: aiohttp.ClientResponse, what: str) -> Ack:
    text = await response.text()
    if not 200 <= response.status < 300:
        may_retry = response.headers.get("X-Slack-No-Retry") != "1"
        return Ack("http_error", f"HTTP {response.status}", may_retry=may_retry)
    if not text or response.content_type != _JSON:
        return Ack(body=text or None)
    try:
        return Ack(body=json.loads(text))
    except json.JSONDecodeError as error:
        return Ack("bad_answer", f"{what}: the body is no JSON ({error})")
