"""Endpoint: one call of the Web API from arrival to answer, scripted faults and red notes included."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox import wording
from sandbox.refusals import Refused
from sandbox.trouble import Trouble, TroubleScript
from sandbox.web_api import chat, conversations, files, spots, team, views
from sandbox.web_api.arguments import Arguments, read_arguments
from sandbox.web_api.method import Method, need_scope
from sandbox.workspace import Workspace

METHODS: dict[str, Method] = {
    **chat.METHODS, **conversations.METHODS, **files.METHODS, **team.METHODS, **views.METHODS
}  # fmt: skip


class WebApi:
    """The ASGI application behind `/api/{method}`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        name = request.path_params["method"]
        arguments = await _arguments(request)
        trouble = self._workspace.trouble.next_for(name)
        if trouble is not None:
            _note_trouble(self._workspace, name, trouble, arguments)
        script = self._workspace.trouble
        response = await answer_under(trouble, lambda: self._answer(name, request, arguments), request, script)
        if response is None:
            await cut(receive)
        else:
            await response(scope, receive, send)

    async def _answer(self, name: str, request: Request, arguments: Arguments | Refused) -> Response:
        try:
            if isinstance(arguments, Refused):
                raise arguments
            method = METHODS.get(name)
            if method is None:
                raise Refused("unknown_method", f"{name} is not spoken here", req_method=name)
            _authenticate(self._workspace, method, request, arguments)
            if method.token == "bot" and method.scope:  # noqa: S105 - says which token, holds none
                need_scope(self._workspace, method.scope)
            scopes = {"X-OAuth-Scopes": ",".join(self._workspace.app.scopes)}  # as Slack tells them with every answer
            return JSONResponse({"ok": True, **await method.run(self._workspace, arguments)}, headers=scopes)
        except Refused as refusal:
            _note_refusal(self._workspace, name, refusal, arguments)
            return JSONResponse(refusal.answer(), status_code=refusal.status, headers=refusal.headers)


async def answer_under(
    trouble: Trouble | None, answer: Any, request: Request, script: TroubleScript
) -> Response | None:
    """The answer as the scripted fault lets it through; None means that the connection is to be cut."""
    if trouble is None:
        return await _completed(answer)
    if trouble.kind == "429":
        headers = {"Retry-After": str(trouble.retry_after)}
        return JSONResponse({"ok": False, "error": "ratelimited"}, status_code=429, headers=headers)
    if trouble.kind in ("500", "500_after"):
        if trouble.kind == "500_after":
            await _completed(answer)
        return PlainTextResponse("Internal Server Error", status_code=500)
    if trouble.kind == "slow":
        await asyncio.sleep(trouble.seconds)
        return await _completed(answer)
    if trouble.kind == "hang":
        await _gone_or(trouble.seconds, request)
    if trouble.kind == "drop_after":
        await _completed(answer)
    if trouble.kind == "late":
        script.put_off(answer, trouble.seconds)
    return None


async def cut(receive: Receive) -> None:
    """Break the connection without a word, as a crashed proxy would.

    ASGI has no way to say this; uvicorn's request cycle, whose method `receive` is, holds the transport.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("drop: only uvicorn's connections can be cut; run the sandbox under uvicorn")
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _completed(answer: Any) -> Response:
    response: Response = await answer()
    return response


async def _gone_or(seconds: float, request: Request) -> None:
    """Wait until the caller gives up, or for so long."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


async def _arguments(request: Request) -> Arguments | Refused:
    try:
        return await read_arguments(request)
    except Refused as refusal:
        return refusal


def _authenticate(workspace: Workspace, method: Method, request: Request, arguments: Arguments) -> None:
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ").strip() or str(arguments.values.get("token") or "")
    arguments.values.pop("token", None)
    if not token:
        raise Refused("not_authed", "no token was sent")
    is_bot = hmac.compare_digest(token.encode(), workspace.app.token.encode())
    is_app = bool(workspace.app.app_token) and hmac.compare_digest(token.encode(), workspace.app.app_token.encode())
    if not is_bot and not is_app:
        raise Refused("invalid_auth", "the token is not this app's")
    if is_app != (method.token == "app"):  # noqa: S105 - says which token, holds none
        raise Refused("not_allowed_token_type", f"this method wants the {method.token} token")


def _note_refusal(workspace: Workspace, name: str, refusal: Refused, arguments: Arguments | Refused) -> None:
    """Write the refusal down, and show it where people would look for what is missing."""
    detail = "; ".join(str(fault) for fault in refusal.faults[:3]) or refusal.detail
    sentence = wording.refusal(workspace.app.name, name, refusal.rule, detail)
    workspace.log_entry("method", name, refusal.rule, detail, sentence)
    note = {"kind": "refused", "rule": refusal.rule, **sentence}
    spots.show(workspace, name, note, arguments.values if isinstance(arguments, Arguments) else {})


def _note_trouble(workspace: Workspace, name: str, trouble: Trouble, arguments: Arguments | Refused) -> None:
    sentence = wording.scripted(name, trouble.kind)
    workspace.log_entry("method", name, trouble.kind, "scripted", sentence)
    note = {"kind": "fault", "rule": trouble.kind, **sentence}
    spots.show(workspace, name, note, arguments.values if isinstance(arguments, Arguments) else {})
