"""Respond: answers to a response_url (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox import wording
from sandbox.posts import answer_privately_or_openly, check, content_of
from sandbox.refusals import Refused
from sandbox.tickets import ResponseAddress
from sandbox.web_api.endpoint import answer_under, cut
from sandbox.workspace import Workspace

_METHOD = "response_url"  # the name under which faults for it are scripted


class Respond:
    """The ASGI application behind `/respond/{id}`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        trouble = self._workspace.trouble.next_for(_METHOD)
        response = await answer_under(
            trouble, self._answering(request.path_params["address_id"], body), request, self._workspace.trouble
        )
        if response is None:
            await cut(receive)
        else:
            await response(scope, receive, send)

    def _answering(self, address_id: str, body: bytes) -> Callable[[], Any]:
        async def answer() -> Response:
            return _answer(self._workspace, address_id, body)

        return answer


def _answer(workspace: Workspace, address_id: str, body: bytes) -> Response:
    try:
        address = workspace.tickets.use_address(address_id)
    except Refused as refusal:
        _log(workspace, refusal)
        return JSONResponse(refusal.answer(), status_code=refusal.status)
    try:
        _carry_out(workspace, address, _message_in(body))
    except Refused as refusal:
        note = {"kind": "refused", "rule": refusal.rule, **_log(workspace, refusal)}
        workspace.note_in_room(address.channel, note, user=address.user, thread_ts=address.thread_ts)
        return JSONResponse(refusal.answer(), status_code=400)
    return PlainTextResponse("ok")


def _message_in(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused("invalid_payload", str(error)) from error
    if not isinstance(message, dict):
        raise Refused("invalid_payload", "the body must be a JSON object")
    return message


def _carry_out(workspace: Workspace, address: ResponseAddress, message: dict[str, Any]) -> None:
    if _is_true(message.get("delete_original")):
        _delete_original(workspace, address)
    elif _is_true(message.get("replace_original")):
        _replace_original(workspace, address, message)
    else:
        answer_privately_or_openly(workspace, address.channel, address.user, message, address.thread_ts)


def _delete_original(workspace: Workspace, address: ResponseAddress) -> None:
    if address.is_ephemeral:
        workspace.messages.remove_private(_private_original(workspace, address))
        only = [address.user]
        workspace.live.tell("deleted", only=only, channel=address.channel, ts=address.message_ts)
        return
    original = _original(workspace, address)
    workspace.messages.remove(address.channel, original["ts"])
    workspace.tell_room(address.channel, "deleted", ts=original["ts"], thread_ts=original.get("thread_ts"))


def _replace_original(workspace: Workspace, address: ResponseAddress, message: dict[str, Any]) -> None:
    check(workspace, message)
    content = {"blocks": None, **content_of(workspace, message)}
    if address.is_ephemeral:
        original = _private_original(workspace, address)
        original.update({key: value for key, value in content.items() if value is not None})
        if content["blocks"] is None:
            original.pop("blocks", None)
        only = [address.user]
        workspace.live.tell("ephemeral", only=only, channel=address.channel, ts=address.message_ts)
        return
    original = _original(workspace, address)
    workspace.messages.change(address.channel, original["ts"], **content)
    workspace.tell_room(address.channel, "changed", ts=original["ts"], thread_ts=original.get("thread_ts"))


def _original(workspace: Workspace, address: ResponseAddress) -> dict[str, Any]:
    original = workspace.messages.find(address.channel, address.message_ts or "")
    if original is None:
        raise Refused("message_not_found", "there is no message to replace or delete")
    return original


def _private_original(workspace: Workspace, address: ResponseAddress) -> dict[str, Any]:
    original = workspace.messages.find_private(address.channel, address.message_ts or "", address.user)
    if original is None:
        raise Refused("message_not_found", "the private message is gone")
    return original


def _log(workspace: Workspace, refusal: Refused) -> dict[str, str]:
    detail = "; ".join(str(fault) for fault in refusal.faults[:3]) or refusal.detail
    sentence = wording.refusal(workspace.app.name, _METHOD, refusal.rule, detail)
    workspace.log_entry("method", _METHOD, refusal.rule, detail, sentence)
    return sentence


def _is_true(value: Any) -> bool:
    return value is True or value == "true"
