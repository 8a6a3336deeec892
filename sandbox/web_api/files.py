"""Files: the three steps of an upload, and what is known of a file (https://docs.slack.dev/messaging/working-with-files)."""

from __future__ import annotations

from typing import Any

from sandbox.posts import check, content_of
from sandbox.refusals import Refused
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.method import Answer, Method
from sandbox.workspace import Workspace


async def get_upload_url(workspace: Workspace, arguments: Arguments) -> Answer:
    name, size = arguments.required("filename"), arguments.number("length", -1)
    if size < 1:
        raise Refused("invalid_arguments", "length is required and at least 1")
    ticket, file_id = workspace.files.announce(
        name, size, arguments.text("alt_txt") or arguments.text("alt_text") or ""
    )
    return {"upload_url": f"{workspace.base_url}/files/upload/{ticket}", "file_id": file_id}


async def complete_upload(workspace: Workspace, arguments: Arguments) -> Answer:
    """Finish uploads and, when a channel is named, show them there in one message."""
    wanted = arguments.items("files") or []
    if not wanted or not all(isinstance(item, dict) and "id" in item for item in wanted):
        raise Refused("invalid_arguments", "files is a list of objects with an id")
    channels = [workspace.room(c) for c in arguments.names("channels") or arguments.names("channel_id")]
    for room in channels:
        if room.is_archived:
            raise Refused("is_archived", f"{room.id} is archived")
        if not room.is_im and not room.bot_in:
            raise Refused("not_in_channel", f"the app is not in {room.id}")
    records = [_complete(workspace, item) for item in wanted]
    for room in channels:
        _share(workspace, room.id, records, arguments)
    return {"files": records}


async def info(workspace: Workspace, arguments: Arguments) -> Answer:
    record = workspace.files.look(arguments.required("file", "file_not_found"))
    if record is None:
        raise Refused("file_not_found", "no file has this id")
    return {"file": record, "comments": []}


def _complete(workspace: Workspace, item: dict[str, Any]) -> dict[str, Any]:
    return workspace.files.complete(
        str(item["id"]),
        item.get("title"),
        user=workspace.app.bot_user_id,
        created=int(workspace.clock()),
        base_url=workspace.base_url,
    )


def _share(workspace: Workspace, channel: str, records: list[dict[str, Any]], arguments: Arguments) -> None:
    payload = {"text": arguments.text("initial_comment"), "blocks": arguments.items("blocks")}
    payload = {key: value for key, value in payload.items() if value}
    if payload:
        check(workspace, payload)
    message = {**workspace.bot_marks(), **content_of(workspace, payload), "files": records, "upload": True}
    thread_ts = arguments.text("thread_ts")
    if thread_ts and workspace.messages.find(channel, thread_ts) is None:
        raise Refused("thread_not_found", f"no message {thread_ts} in {channel}")
    workspace.post(channel, {**message, "thread_ts": thread_ts} if thread_ts else message)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(complete_upload, "files:write"),
    "files.info": Method(info, "files:read"),
}
