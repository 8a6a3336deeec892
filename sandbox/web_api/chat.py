"""Chat: posting, changing and taking back messages (https://docs.slack.dev/reference/methods)."""

from __future__ import annotations

from typing import Any

from sandbox.messages import Message, is_reply
from sandbox.people_and_rooms import Room
from sandbox.posts import check, content_of
from sandbox.refusals import Refused
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.method import Answer, Method, need_scope
from sandbox.workspace import Workspace

_SHOWN_AS_OTHER = ("username", "icon_emoji", "icon_url")


async def post_message(workspace: Workspace, arguments: Arguments) -> Answer:
    room = _open_room(workspace, arguments)
    _admit(workspace, room.id)
    payload = _payload(arguments)
    _check_names(workspace, arguments)
    check(workspace, payload)
    thread_ts = _thread(workspace, room, arguments)
    message = {**workspace.bot_marks(), **content_of(workspace, payload)}
    if thread_ts:
        message["thread_ts"] = thread_ts
        if arguments.flag("reply_broadcast"):
            message["subtype"] = "thread_broadcast"
    kept = workspace.post(room.id, message)
    return {"channel": room.id, "ts": kept["ts"], "message": _answered(kept)}


async def update(workspace: Workspace, arguments: Arguments) -> Answer:
    """Without `blocks` the message keeps those it had; an empty list takes them away."""
    room = _open_room(workspace, arguments)
    message = _own_message(workspace, room, arguments, "cant_update_message")
    payload = _payload(arguments)
    if "blocks" not in payload and message.get("blocks") and not payload.get("text"):
        raise Refused("no_text", "an update needs 'text' or 'blocks'")
    check(workspace, payload)
    fields: dict[str, Any] = content_of(workspace, payload)
    if "text" not in payload:
        fields["text"] = message.get("text", "")
    if payload.get("blocks") == []:
        fields["blocks"] = None
    if not fields.get("blocks", message.get("blocks")):
        fields["edited"] = {"user": workspace.app.bot_user_id, "ts": workspace.messages.next_ts()}
    kept = workspace.messages.change(room.id, message["ts"], **fields)
    workspace.tell_room(room.id, "changed", ts=kept["ts"], thread_ts=kept.get("thread_ts"))
    return {"channel": room.id, "ts": kept["ts"], "text": kept.get("text", ""), "message": _answered(kept)}


async def delete(workspace: Workspace, arguments: Arguments) -> Answer:
    room = _open_room(workspace, arguments)
    message = _own_message(workspace, room, arguments, "cant_delete_message")
    workspace.messages.remove(room.id, message["ts"])
    parent = message.get("thread_ts")
    workspace.tell_room(room.id, "deleted", ts=message["ts"], thread_ts=parent)
    if parent and parent != message["ts"]:
        workspace.tell_room(room.id, "changed", ts=parent)
    return {"channel": room.id, "ts": message["ts"]}


async def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Answer:
    room = _open_room(workspace, arguments)
    user = arguments.required("user")
    workspace.member(user)
    if user not in room.members:
        raise Refused("user_not_in_channel", f"{user} is not in {room.id}")
    _admit(workspace, room.id)
    payload = _payload(arguments)
    _check_names(workspace, arguments)
    check(workspace, payload)
    message = {**workspace.bot_marks(), **content_of(workspace, payload)}
    thread_ts = _thread(workspace, room, arguments)
    kept = workspace.post_private(room.id, user, {**message, "thread_ts": thread_ts} if thread_ts else message)
    return {"message_ts": kept["ts"]}


async def get_permalink(workspace: Workspace, arguments: Arguments) -> Answer:
    room = workspace.room(arguments.required("channel", "channel_not_found"))
    ts = arguments.required("message_ts", "message_not_found")
    if workspace.messages.find(room.id, ts) is None:
        raise Refused("message_not_found", f"no message {ts} in {room.id}")
    return {"channel": room.id, "permalink": f"{workspace.base_url}/archives/{room.id}/p{ts.replace('.', '')}"}


def _payload(arguments: Arguments) -> dict[str, Any]:
    """The arguments with their JSON parts read, as the validator wants them."""
    payload = {key: value for key, value in arguments.values.items() if key != "token"}
    for name, read in (("blocks", arguments.items), ("attachments", arguments.items)):
        if name in payload:
            payload[name] = read(name, "invalid_blocks_format" if name == "blocks" else "invalid_attachments")
    if "metadata" in payload:
        payload["metadata"] = arguments.object("metadata", "invalid_metadata_format")
    return payload


def _open_room(workspace: Workspace, arguments: Arguments) -> Room:
    """The room the app may write to: by id, by name, or a person's id for the direct conversation."""
    wanted = arguments.required("channel", "channel_not_found")
    room = workspace.direct_room(wanted) if wanted in workspace.members else _by_name(workspace, wanted)
    if room.is_archived:
        raise Refused("is_archived", f"{room.id} is archived")
    if not room.is_im and not room.bot_in:
        if room.is_private:
            raise Refused("channel_not_found", "the app is not in this private channel")
        if "chat:write.public" not in workspace.app.scopes:
            raise Refused("not_in_channel", f"the app is not in {room.id}")
    return room


def _by_name(workspace: Workspace, wanted: str) -> Room:
    name = wanted.lstrip("#")
    return next((room for room in workspace.rooms.values() if room.name == name and not room.is_im), None) or (
        workspace.room(wanted)
    )


def _admit(workspace: Workspace, channel: str) -> None:
    if not workspace.limiter.admits(channel):
        raise Refused("ratelimited", "more than one post a second", status=429, headers={"Retry-After": "1"})


def _check_names(workspace: Workspace, arguments: Arguments) -> None:
    """Posting under another name or picture needs a scope of its own."""
    if any(arguments.values.get(name) for name in _SHOWN_AS_OTHER):
        need_scope(workspace, "chat:write.customize")


def _thread(workspace: Workspace, room: Room, arguments: Arguments) -> str | None:
    thread_ts = arguments.text("thread_ts")
    if thread_ts is None:
        return None
    parent = workspace.messages.find(room.id, thread_ts)
    if parent is None or is_reply(parent):
        raise Refused("thread_not_found", f"no message {thread_ts} in {room.id} that could have replies")
    return thread_ts


def _own_message(workspace: Workspace, room: Room, arguments: Arguments, error: str) -> Message:
    ts = arguments.required("ts", "message_not_found")
    message = workspace.messages.find(room.id, ts)
    if message is None or message.get("subtype") == "tombstone":
        raise Refused("message_not_found", f"no message {ts} in {room.id}")
    if message.get("bot_id") != workspace.app.bot_id:
        raise Refused(error, "the message is somebody else's")
    return message


def _answered(message: Message) -> Message:
    return {key: value for key, value in message.items() if not key.startswith("_")}


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
}
