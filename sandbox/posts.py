"""Posts: the app's words put into a room, checked strictly first."""

from __future__ import annotations

from typing import Any

from sandbox.fields import with_ids
from sandbox.messages import Message
from sandbox.pictures import refuse_pictures
from sandbox.refusals import Refused, refuse_message
from sandbox.workspace import Workspace
from slack_rules.validator import message_faults

_CONTENT = ("text", "blocks", "metadata")
_RESPONSE_TYPES = ("ephemeral", "in_channel")


def check(workspace: Workspace, payload: dict[str, Any]) -> None:
    """Refuse what the strict validator finds in a message's arguments, and pictures that cannot be shown."""
    refuse_message(message_faults(payload))
    refuse_pictures(workspace.files, payload.get("blocks") or [])


def content_of(workspace: Workspace, payload: dict[str, Any]) -> Message:
    """What a message shows, with the ids of blocks and elements filled in; `text` is there even when empty."""
    content = {key: payload[key] for key in _CONTENT if payload.get(key) is not None}
    if "blocks" in content:
        content["blocks"] = with_ids(list(content["blocks"]), workspace.random)
    return {"text": "", **content}


def answer_privately_or_openly(
    workspace: Workspace, channel: str, user: str, payload: dict[str, Any], thread_ts: str | None = None
) -> Message:
    """The answer to one act: for the person alone, or in the room when `response_type` is `in_channel`."""
    check(workspace, payload)
    response_type = payload.get("response_type", "ephemeral")
    if response_type not in _RESPONSE_TYPES:
        raise Refused("invalid_arguments", f"response_type {response_type!r} is neither ephemeral nor in_channel")
    thread = payload.get("thread_ts") or thread_ts
    message = {**workspace.bot_marks(), **content_of(workspace, payload)}
    message = {**message, "thread_ts": thread} if thread else message
    if response_type == "in_channel":
        return workspace.post(channel, message)
    return workspace.post_private(channel, user, message)
