"""Page API: what the workspace page reads and does, acting as one of the people."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox import acts, dialogs, page_view, talk
from sandbox.outcomes import Outcome
from sandbox.refusals import Refused
from sandbox.trouble import read_trouble
from sandbox.workspace import Workspace

Body = dict[str, Any]
Act = Callable[[Workspace, str, Body], Awaitable[Outcome]]
Look = Callable[[Workspace, str, Request], Any]

# Slack's names for what was chosen; the rest of a press says where.
_CHOICES = ("value", "rich_text_value", "files")


def page_routes(workspace: Workspace, *, demo: bool) -> list[Route]:
    """The routes below /sandbox."""
    looks: dict[str, Look] = {
        "state": lambda w, user, _: page_view.state(w, user, demo=demo),
        "messages": lambda w, user, r: {"messages": page_view.messages(w, user, _asked(r, "channel"))},
        "replies": lambda w, user, r: {"messages": page_view.replies(w, user, _asked(r, "channel"), _asked(r, "ts"))},
        "home": lambda w, user, _: {"view": page_view.home(w, user)},
        "views": lambda w, user, _: {"stack": page_view.views(w, user)},
    }
    acting: dict[str, Act] = {
        "press": _press,
        "submit": _submit,
        "close": _close,
        "command": _command,
        "message": _say,
        "open_home": _open_home,
        "read": _read,
    }
    return [
        *(Route(f"/{name}", _looking(workspace, look)) for name, look in looks.items()),
        *(Route(f"/{name}", _acting(workspace, act), methods=["POST"]) for name, act in acting.items()),
        Route("/log", _log(workspace)),
        Route("/faults", _faults(workspace), methods=["GET", "POST", "DELETE"]),
        Route("/events", _events(workspace)),
    ]


async def _press(workspace: Workspace, user: str, body: Body) -> Outcome:
    given = {key: value for key, value in body.items() if key in _CHOICES or key.startswith("selected_")}
    container = _named(body, "container", dict)
    block_id, action_id = _named(body, "block_id", str), _named(body, "action_id", str)
    return await acts.press(workspace, user, container, block_id, action_id, given, _state(body))


async def _submit(workspace: Workspace, user: str, body: Body) -> Outcome:
    return await dialogs.submit(workspace, user, _named(body, "view_id", str), _state(body))


async def _close(workspace: Workspace, user: str, body: Body) -> Outcome:
    return await dialogs.close(workspace, user, _named(body, "view_id", str))


async def _command(workspace: Workspace, user: str, body: Body) -> Outcome:
    return await talk.command(workspace, user, _named(body, "channel", str), _named(body, "text", str))


async def _say(workspace: Workspace, user: str, body: Body) -> Outcome:
    channel, text = _named(body, "channel", str), _named(body, "text", str)
    thread_ts = _named(body, "thread_ts", str) if body.get("thread_ts") else None
    return await talk.say(workspace, user, channel, text, thread_ts)


async def _open_home(workspace: Workspace, user: str, _body: Body) -> Outcome:
    return await talk.open_home(workspace, user)


async def _read(workspace: Workspace, user: str, body: Body) -> Outcome:
    workspace.read_up_to(user, workspace.room(_named(body, "channel", str)).id)
    return Outcome()


def _looking(workspace: Workspace, look: Look) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            user = request.query_params.get("user") or _first_person(workspace)
            return JSONResponse(look(workspace, user, request))
        except Refused as refusal:
            return _wrong(refusal)

    return endpoint


def _acting(workspace: Workspace, act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await _json_body(request)
            outcome = await act(workspace, _named(body, "user", str), body)
        except Refused as refusal:
            return _wrong(refusal)
        return JSONResponse(outcome.shown())

    return endpoint


def _log(workspace: Workspace) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(_request: Request) -> Response:
        return JSONResponse({"entries": workspace.log})

    return endpoint


def _faults(workspace: Workspace) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.method == "DELETE":
            workspace.trouble.clear()
        if request.method == "POST":
            try:
                workspace.trouble.add(read_trouble(await _json_body(request)))
            except ValueError as error:
                return JSONResponse({"error": str(error)}, status_code=400)
            except Refused as refusal:
                return _wrong(refusal)
        return JSONResponse({"faults": workspace.trouble.coming()})

    return endpoint


def _events(workspace: Workspace) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            user = workspace.member(_asked(request, "user")).id
        except Refused as refusal:
            return _wrong(refusal)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_stream(workspace, user), media_type="text/event-stream", headers=headers)

    return endpoint


async def _stream(workspace: Workspace, user: str) -> AsyncIterator[str]:
    with workspace.live.listening(user) as events:  # before the greeting: who was greeted misses nothing
        yield "retry: 1000\n: hello\n\n"
        async for event in events:
            yield f"data: {json.dumps(event)}\n\n"


async def _json_body(request: Request) -> Body:
    """Only JSON: another site's page cannot send that here without asking, and is told no."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused("invalid_arguments", "send JSON with Content-Type: application/json")
    try:
        body = json.loads(await request.body())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused("invalid_json", str(error)) from error
    if not isinstance(body, dict):
        raise Refused("invalid_json", "the body must be a JSON object")
    return body


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name)
    if not value:
        raise Refused("invalid_arguments", f"{name} is required in the query")
    return value


def _first_person(workspace: Workspace) -> str:
    """Who looks when the page does not say: a first visit has nobody to name yet."""
    return next(member.id for member in workspace.members.values() if not member.is_bot)


def _named(body: Body, name: str, kind: type) -> Any:
    if not isinstance(body.get(name), kind):
        raise Refused("invalid_arguments", f"{name} is required")
    return body[name]


def _state(body: Body) -> dict[str, Any]:
    """What is filled in: block_id → action_id → value fields; empty when not given."""
    state = body.get("state") or {}
    if isinstance(state, dict) and isinstance(state.get("values"), dict):
        state = state["values"]
    levels = isinstance(state, dict) and all(isinstance(actions, dict) for actions in state.values())
    if not levels:
        raise Refused("invalid_arguments", "state is an object of block_id, action_id and value")
    return dict(state)


def _wrong(refusal: Refused) -> Response:
    missing = refusal.error.endswith("_not_found")
    return JSONResponse({"error": refusal.error, "detail": refusal.detail}, status_code=404 if missing else 400)
