"""Server: the sandbox as one Starlette application: Web API, page, page API, files, response_url and Socket Mode."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from sandbox.files import PICTURES
from sandbox.page_api import page_routes
from sandbox.refusals import Refused
from sandbox.respond import Respond
from sandbox.web_api.endpoint import WebApi
from sandbox.workspace import Workspace

Endpoint = Callable[[Request], Awaitable[Response]]

_PAGE = Path(__file__).with_name("page")
# Nothing from outside, no inline script: what customers write is on this page.
_POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
_GUARDS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_sandbox(workspace: Workspace, base_url: str, *, demo: bool = False, language: str = "zh-CN") -> Starlette:
    """The application for this workspace, reachable at `base_url` (no trailing slash); run it under uvicorn.

    The Slack client's base address is `{base_url}/api/`. Mounted inside another application its lifespan does not
    run: call `await workspace.close()` before that server stops, else open pages keep it waiting. `demo` tells the
    page that clock and samples are there; `language` ("zh-CN" or "en") is what it speaks until somebody chooses.
    """
    workspace.base_url = base_url.rstrip("/")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await workspace.close()

    async def socket(websocket: WebSocket) -> None:
        ticket = websocket.path_params["ticket"]
        await workspace.delivery.sockets.serve(websocket, ticket, workspace.app.app_id)

    return Starlette(
        routes=[
            Route("/", _index(language)),
            Route("/archives/{rest:path}", _index(language)),
            Mount("/page", StaticFiles(directory=_PAGE, check_dir=False)),
            Route("/api/{method}", WebApi(workspace)),
            Mount("/sandbox", routes=page_routes(workspace, demo=demo)),
            Route("/files/upload/{ticket}", _upload(workspace), methods=["POST"]),
            Route("/files/{file_id}", _download(workspace)),
            Route("/files/{file_id}/{name}", _download(workspace)),
            Route("/respond/{address_id}", Respond(workspace)),
            WebSocketRoute("/socket/{ticket}", socket),
        ],
        middleware=[Middleware(_Guarded)],
        lifespan=lifespan,
    )


class _Guarded:
    """Adds the protecting headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _GUARDS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


def _index(language: str) -> Endpoint:
    page = (_PAGE / "index.html").read_text(encoding="utf-8").replace('lang="zh-CN"', f'lang="{language}"', 1)

    async def endpoint(_request: Request) -> Response:
        return Response(page, media_type="text/html; charset=utf-8")

    return endpoint


def _upload(workspace: Workspace) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        content = await _uploaded(request)
        try:
            workspace.files.receive(request.path_params["ticket"], content)
        except Refused as refusal:
            return JSONResponse(refusal.answer(), status_code=refusal.status)
        return PlainTextResponse(f"OK - {len(content)}")

    return endpoint


async def _uploaded(request: Request) -> bytes:
    """The file itself: the whole body, or the one file of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""


def _download(workspace: Workspace) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        record = workspace.files.find(request.path_params["file_id"])
        if record is None:
            return PlainTextResponse("no such file", status_code=404)
        is_picture = record["mimetype"] in PICTURES.values()
        headers = {} if is_picture else {"Content-Disposition": "attachment"}
        return Response(workspace.files.content(record["id"]), media_type=record["mimetype"], headers=headers)

    return endpoint
