"""Page view: what one person sees, as the page asks for it."""

from __future__ import annotations

from typing import Any

from sandbox.messages import Message
from sandbox.payloads import public
from sandbox.people_and_rooms import Member, Room, SlashCommand
from sandbox.refusals import Refused
from sandbox.views import OpenView
from sandbox.workspace import Workspace

_COLOURS = ("#1d6f8a", "#8a4f1d", "#5b6b1e", "#7a3b7d", "#2f5fa8", "#a03a4a", "#2e7d5b", "#6a5acd")
_MESSAGES_SHOWN = 1_000


def state(workspace: Workspace, user: str, *, demo: bool) -> dict[str, Any]:
    """People, the rooms this person may see, the app and its commands."""
    reader = workspace.member(user)
    app = workspace.app
    return {
        "team": {"name": workspace.team_name},
        "now": workspace.clock(),
        "users": [_person(member, place) for place, member in enumerate(workspace.members.values())],
        "channels": [_room(workspace, reader, room) for room in workspace.rooms_of(reader.id)],
        "app": {"name": app.name, "bot_user_id": app.bot_user_id},
        "commands": [_command(command) for command in app.commands],
        "demo": demo,
    }


def messages(workspace: Workspace, user: str, channel: str) -> list[dict[str, Any]]:
    """The room's messages with ephemerals and notes in their places, oldest first, the last thousand."""
    room = _seen_room(workspace, user, channel)
    private = [m for m in workspace.messages.private(room.id, user) if not m.get("thread_ts")]
    everything = [*workspace.messages.top_level(room.id)[-_MESSAGES_SHOWN:], *private]
    return [_message(m) for m in sorted(everything, key=lambda m: str(m["ts"]))]


def replies(workspace: Workspace, user: str, channel: str, ts: str) -> list[dict[str, Any]]:
    """The parent, then its replies with ephemerals and notes in their places."""
    room = _seen_room(workspace, user, channel)
    thread = workspace.messages.thread(room.id, ts)
    if not thread:
        raise Refused("thread_not_found", f"no message {ts} in {channel}")
    private = [m for m in workspace.messages.private(room.id, user) if m.get("thread_ts") == ts]
    return [_message(m) for m in [thread[0], *sorted([*thread[1:], *private], key=lambda m: str(m["ts"]))]]


def home(workspace: Workspace, user: str) -> dict[str, Any] | None:
    view = workspace.views.home(workspace.member(user).id)
    return _view(view) if view else None


def views(workspace: Workspace, user: str) -> list[dict[str, Any]]:
    """The person's modals, top last, each with what was filled in, the errors below fields, and notes."""
    return [_view(view) for view in workspace.views.stack(workspace.member(user).id)]


def _seen_room(workspace: Workspace, user: str, channel: str) -> Room:
    room = workspace.room(channel)
    if workspace.member(user).id not in room.members:
        raise Refused("channel_not_found", f"{user} is not in {channel}")
    return room


def _message(message: Message) -> dict[str, Any]:
    shown = public(message)
    if "_for" in message and "note" not in message:
        shown |= {"ephemeral": True, "only_visible_to": message["_for"]}
    return shown


def _view(view: OpenView) -> dict[str, Any]:
    body = {key: value for key, value in view.body.items() if key != "private_metadata"}
    return {**body, "state": view.state, "errors": view.errors, "notes": view.notes}


def _person(member: Member, place: int) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "real_name": member.real_name,
        "role_note": dict(member.role_note),
        "avatar_color": _COLOURS[place % len(_COLOURS)],
        "is_bot": member.is_bot,
        "tz": member.tz,
        "locale": member.locale,
    }


def _room(workspace: Workspace, reader: Member, room: Room) -> dict[str, Any]:
    return {
        "id": room.id,
        "name": room.name,
        "topic": room.topic,
        "is_im": room.is_im,
        "is_archived": room.is_archived,
        "unread": workspace.unread(reader.id, room.id),
        "bot_in": room.bot_in,
    }


def _command(command: SlashCommand) -> dict[str, Any]:
    return {
        "command": command.command,
        "usage_hint": command.usage_hint,
        "description": dict(command.description),
        "verbs": [dict(verb) for verb in command.verbs],
    }
