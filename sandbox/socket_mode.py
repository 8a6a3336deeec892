"""Socket Mode: envelopes over a websocket that the app opened (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

from __future__ import annotations

import asyncio
import json
from random import Random
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

_TICKETS_KEPT = 50


class Sockets:
    """The app's open sockets. Each envelope goes to one of them in turn and waits there for its answer."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._tickets: list[str] = []
        self._open: list[WebSocket] = []
        self._waiting: dict[str, tuple[WebSocket, asyncio.Future[Any]]] = {}
        self._arrived = asyncio.Event()

    @property
    def connected(self) -> bool:
        return bool(self._open)

    async def wait_until_connected(self) -> None:
        await self._arrived.wait()

    def ticket(self) -> str:
        """A one-time way in, as apps.connections.open gives it out."""
        made = f"{self._random.getrandbits(128):032x}"
        self._tickets.append(made)
        del self._tickets[:-_TICKETS_KEPT]
        return made

    async def ask(self, kind: str, payload: dict[str, Any], retry: tuple[int, str]) -> Any:
        """Send an envelope and return the payload of its answer; ConnectionError when the socket goes meanwhile."""
        socket = self._open.pop(0)
        self._open.append(socket)
        envelope_id = f"{self._random.getrandbits(128):032x}"
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, answer)
        try:
            await socket.send_text(json.dumps(_envelope(envelope_id, kind, payload, retry), ensure_ascii=False))
            return await answer
        except (RuntimeError, WebSocketDisconnect) as error:
            raise ConnectionError("the socket closed while the envelope was being sent") from error
        finally:
            self._waiting.pop(envelope_id, None)

    async def serve(self, socket: WebSocket, ticket: str, app_id: str) -> None:
        """Greet, then hand every answer to whoever waits for it, until the socket closes."""
        if ticket not in self._tickets:
            await socket.close(code=1008, reason="unknown or used ticket")
            return
        self._tickets.remove(ticket)
        await socket.accept()
        hello = {"type": "hello", "num_connections": len(self._open) + 1, "connection_info": {"app_id": app_id}}
        await socket.send_text(json.dumps({**hello, "debug_info": {"host": "sandbox"}}))
        self._open.append(socket)
        self._arrived.set()
        try:
            while True:
                self._take(await socket.receive_text())
        except WebSocketDisconnect:
            return
        finally:
            self._leave(socket)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the app to come again with a new ticket, then close, as Slack does every few hours."""
        for socket in list(self._open):
            self._leave(socket)
            await socket.send_text(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))

    async def close(self) -> None:
        for socket in list(self._open):
            self._leave(socket)
            if socket.application_state is WebSocketState.CONNECTED:
                await socket.close(code=1001)

    def _take(self, text: str) -> None:
        try:
            message = json.loads(text)
        except json.JSONDecodeError:
            return  # Slack ignores what is no envelope
        waiting = self._waiting.get(message.get("envelope_id", "")) if isinstance(message, dict) else None
        if waiting is not None and not waiting[1].done():
            waiting[1].set_result(message.get("payload"))

    def _leave(self, socket: WebSocket) -> None:
        if socket in self._open:
            self._open.remove(socket)
        if not self._open:
            self._arrived.clear()
        for owner, answer in list(self._waiting.values()):
            if owner is socket and not answer.done():
                answer.set_exception(ConnectionError("the socket closed before the answer came"))


def _envelope(envelope_id: str, kind: str, payload: dict[str, Any], retry: tuple[int, str]) -> dict[str, Any]:
    envelope = {
        "envelope_id": envelope_id,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
    return envelope
