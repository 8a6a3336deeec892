"""Payloads: what Slack tells an app about an act (https://docs.slack.dev/reference/interaction-payloads)."""

from __future__ import annotations

from typing import Any

from sandbox.messages import Message
from sandbox.people_and_rooms import Member, Room
from sandbox.tickets import ResponseAddress, Trigger
from sandbox.views import OpenView
from sandbox.workspace import Workspace

Payload = dict[str, Any]


def common(workspace: Workspace, kind: str, member: Member, trigger: Trigger | None) -> Payload:
    """The fields of every interaction."""
    app = workspace.app
    person = {"id": member.id, "username": member.name, "name": member.name, "team_id": workspace.team_id}
    payload = {
        "type": kind,
        "user": person,
        "api_app_id": app.app_id,
        "token": "verification",
        "team": {"id": workspace.team_id, "domain": domain(workspace)},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return {**payload, "trigger_id": trigger.id} if trigger else payload


def in_message(room: Room, message: Message, state: Payload, is_ephemeral: bool) -> Payload:
    """Where an act in a message took place; Slack does not repeat an ephemeral message to the app."""
    container: Payload = {"type": "message", "message_ts": message["ts"], "channel_id": room.id}
    container["is_ephemeral"] = is_ephemeral
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    where: Payload = {"container": container, "channel": channel(room), "state": {"values": state}}
    return where if is_ephemeral else {**where, "message": public(message)}


def in_view(view: OpenView) -> Payload:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.shown()}


def response_url(workspace: Workspace, address: ResponseAddress) -> str:
    return f"{workspace.base_url}/respond/{address.id}"


def slash_command(workspace: Workspace, member: Member, room: Room, command: str, text: str) -> dict[str, str]:
    """The form fields of a slash command, with a fresh trigger and response address."""
    trigger = workspace.tickets.trigger(member.id, channel=room.id)
    address = workspace.tickets.response_address(member.id, room.id)
    return {
        "token": "verification",
        "team_id": workspace.team_id,
        "team_domain": domain(workspace),
        "channel_id": room.id,
        "channel_name": channel(room)["name"],
        "user_id": member.id,
        "user_name": member.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, address),
        "trigger_id": trigger.id,
    }


def event(workspace: Workspace, inner: Payload) -> Payload:
    """An event in its envelope, with an id of its own (https://docs.slack.dev/apis/events-api)."""
    app, team = workspace.app, workspace.team_id
    event_id = "Ev" + "".join(workspace.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=10))
    who = {"enterprise_id": None, "team_id": team, "user_id": app.bot_user_id, "is_bot": True}
    return {
        "token": "verification",
        "team_id": team,
        "api_app_id": app.app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock()),
        "authorizations": [{**who, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
    }


def channel(room: Room) -> Payload:
    return {"id": room.id, "name": "directmessage" if room.is_im else room.name}


def public(message: Message) -> Message:
    """The message as others may see it: without metadata and what the workspace remembers for itself."""
    return {key: value for key, value in message.items() if not key.startswith("_") and key != "metadata"}


def domain(workspace: Workspace) -> str:
    return workspace.team_id.lower()
