"""Conversations: which rooms there are, who is in them and what was said (https://docs.slack.dev/reference/methods)."""

from __future__ import annotations

from sandbox.messages import Message
from sandbox.payloads import public
from sandbox.people_and_rooms import Room
from sandbox.refusals import Refused
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.method import Answer, Method, need_room_scope, need_scope, page_of, room_of
from sandbox.workspace import Workspace

_KINDS = ("public_channel", "private_channel", "mpim", "im")


async def list_rooms(workspace: Workspace, arguments: Arguments) -> Answer:
    kinds = arguments.names("types") or ["public_channel"]
    rooms = [room for room in workspace.rooms.values() if room.kind in kinds and _is_visible(room)]
    for kind in kinds:
        if kind not in _KINDS:
            raise Refused("invalid_types", f"{kind!r} is none of {', '.join(_KINDS)}")
        need_scope(workspace, {"public_channel": "channels", "im": "im"}.get(kind, "groups") + ":read")
    if arguments.flag("exclude_archived"):
        rooms = [room for room in rooms if not room.is_archived]
    page, cursor = page_of(rooms, arguments, default=100, most=1000)
    shown = [_shown(workspace, room) for room in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


async def info(workspace: Workspace, arguments: Arguments) -> Answer:
    return {"channel": _shown(workspace, room_of(workspace, arguments, "read"))}


async def members(workspace: Workspace, arguments: Arguments) -> Answer:
    room = room_of(workspace, arguments, "read")
    everybody = [*room.members, *([workspace.app.bot_user_id] if room.bot_in else [])]
    page, cursor = page_of(list(dict.fromkeys(everybody)), arguments, default=100, most=1000)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


async def history(workspace: Workspace, arguments: Arguments) -> Answer:
    """Newest first, replies left out; bounds are excluded unless `inclusive`."""
    room = _readable(workspace, arguments)
    found = _between(workspace.messages.top_level(room.id), arguments)
    page, cursor = page_of(found[::-1], arguments, default=100, most=999)
    return {**_messages(page, arguments, cursor), "pin_count": 0}


async def replies(workspace: Workspace, arguments: Arguments) -> Answer:
    """The parent first, then its replies, oldest first."""
    room = _readable(workspace, arguments)
    ts = arguments.required("ts")
    message = workspace.messages.find(room.id, ts)
    thread = workspace.messages.thread(room.id, (message or {}).get("thread_ts", ts))
    if not thread:
        raise Refused("thread_not_found", f"no message {ts} in {room.id}")
    page, cursor = page_of([thread[0], *_between(thread[1:], arguments)], arguments, default=1000, most=1000)
    return _messages(page, arguments, cursor)


async def open_direct(workspace: Workspace, arguments: Arguments) -> Answer:
    need_scope(workspace, "im:write")
    channel = arguments.text("channel")
    users = arguments.names("users")
    if channel is None and len(users) != 1:
        raise Refused("invalid_arguments", "give one user, or a channel; group conversations are not supported here")
    room = workspace.room(channel) if channel else workspace.direct_room(users[0])
    shown = _shown(workspace, room) if arguments.flag("return_im") else {"id": room.id}
    return {"no_op": True, "already_open": True, "channel": shown}


async def join(workspace: Workspace, arguments: Arguments) -> Answer:
    room = room_of(workspace, arguments, "read")
    if room.is_im:
        raise Refused("method_not_supported_for_channel_type", "only channels can be joined")
    if room.is_archived:
        raise Refused("is_archived", f"{room.id} is archived")
    already = {"warning": "already_in_channel"} if room.bot_in else {}
    room.bot_in = True
    return {"channel": _shown(workspace, room), **already}


def _readable(workspace: Workspace, arguments: Arguments) -> Room:
    room = room_of(workspace, arguments, "history")
    if not room.is_im and not room.bot_in:
        raise Refused("not_in_channel", f"the app is not in {room.id}")
    need_room_scope(workspace, room, "history")
    return room


def _between(messages: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = arguments.text("oldest"), arguments.text("latest")
    if arguments.flag("inclusive"):
        low, high = oldest or "0", latest or "9999999999.999999"
        return [m for m in messages if _padded(low) <= m["ts"] <= _padded(high)]
    return [
        m for m in messages if m["ts"] > _padded(oldest or "0") and m["ts"] < _padded(latest or "9999999999.999999")
    ]


def _padded(ts: str) -> str:
    """A bound as ten digits, a point and six: callers may leave fractions and zeros out."""
    try:
        float(ts)
    except ValueError as error:
        raise Refused("invalid_ts_oldest", f"{ts!r} is no timestamp") from error
    seconds, _, fraction = ts.partition(".")
    return f"{seconds:0>10}.{fraction:0<6}"


def _messages(page: list[Message], arguments: Arguments, cursor: str) -> Answer:
    with_metadata = arguments.flag("include_all_metadata")
    shown = [{**public(m), **({"metadata": m["metadata"]} if with_metadata and "metadata" in m else {})} for m in page]
    answer: Answer = {"messages": shown, "has_more": bool(cursor)}
    return {**answer, "response_metadata": {"next_cursor": cursor}} if cursor else answer


def _is_visible(room: Room) -> bool:
    return room.is_im or not room.is_private or room.bot_in


def _shown(workspace: Workspace, room: Room) -> Answer:
    if room.is_im:
        person = room.members[0]
        return {"id": room.id, "is_im": True, "user": person, "is_archived": False, "is_user_deleted": False}
    return {
        "id": room.id,
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": not room.is_private,
        "is_group": room.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": room.is_private,
        "is_archived": room.is_archived,
        "is_general": False,
        "is_member": room.bot_in,
        "is_shared": False,
        "is_ext_shared": False,
        "context_team_id": workspace.team_id,
        "topic": {"value": room.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(room.members),
    }


METHODS = {
    "conversations.list": Method(list_rooms),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.open": Method(open_direct),
    "conversations.join": Method(join, "channels:join"),
}
