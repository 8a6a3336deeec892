"""Talk: what people type: messages, slash commands, and opening the app's Home.

Unlike Slack, the app is not sent events for the messages it wrote itself.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox import payloads
from sandbox.messages import Message
from sandbox.outcomes import Outcome, app_note, impossible, of_ack
from sandbox.people_and_rooms import Member, Room
from sandbox.posts import answer_privately_or_openly
from sandbox.refusals import Refused
from sandbox.workspace import Workspace

_AT = re.compile(r"@([\w.\-]+)")
_EVENT_KINDS = {"im": "message.im", "private_channel": "message.groups", "public_channel": "message.channels"}
_CHANNEL_TYPES = {"im": "im", "private_channel": "group", "public_channel": "channel"}


async def say(workspace: Workspace, user: str, channel: str, text: str, thread_ts: str | None = None) -> Outcome:
    """Write a message; `@name` becomes a mention, everything else stays as typed. The app hears of it."""
    member, room = workspace.member(user), workspace.room(channel)
    if user not in room.members or room.is_archived or not text.strip():
        return impossible("cannot_post", "现在不能在这里发消息。", "You cannot post here right now.")
    if thread_ts and workspace.messages.find(channel, thread_ts) is None:
        return impossible("thread_not_found", "这个话题已经不在了。", "This thread is gone.")
    typed = _linked(workspace, _escaped(text), "<@{id}>")
    message: Message = {"user": member.id, "text": typed, "team": workspace.team_id}
    kept = workspace.post(channel, {**message, "thread_ts": thread_ts} if thread_ts else message)
    workspace.read_up_to(user, channel)
    for event in _message_events(workspace, room, kept):
        workspace.delivery.event_soon(payloads.event(workspace, event))
    return Outcome()


async def command(workspace: Workspace, user: str, channel: str, text: str) -> Outcome:
    """Run a slash command as typed, with its slash; the answer appears in the room, privately unless it says else."""
    member, room = workspace.member(user), workspace.room(channel)
    name, _, rest = text.strip().partition(" ")
    if name not in {known.command for known in workspace.app.commands}:
        return impossible("unknown_command", f"没有 {name} 这个命令。", f"{name} is not a command here.")
    if user not in room.members:
        return impossible("channel_not_found", "你不在这个频道里。", "You are not in this channel.")
    linked = _linked(workspace, rest.strip(), "<@{id}|{name}>")
    fields = payloads.slash_command(workspace, member, room, name, linked)
    ack = await workspace.delivery.command(fields)
    if ack.problem is not None:
        return of_ack(ack, workspace.app.name)
    return _show_answer(workspace, member, room, ack.body)


async def open_home(workspace: Workspace, user: str) -> Outcome:
    """Open the app's Home tab; the app hears app_home_opened."""
    room = workspace.direct_room(user)
    home = workspace.views.home(user)
    event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": room.id, "tab": "home"}
    event["event_ts"] = workspace.messages.next_ts()
    if home is not None:
        event["view"] = home.shown()
    if "app_home_opened" in workspace.app.events:
        await workspace.delivery.event(payloads.event(workspace, event))
    return Outcome()


def _show_answer(workspace: Workspace, member: Member, room: Room, body: Any) -> Outcome:
    """The body of the answer is a message when it is JSON or plain text, and nothing when it is empty."""
    if body in (None, "", {}):
        return Outcome()
    message = {"text": body} if isinstance(body, str) else body
    try:
        if not isinstance(message, dict):
            raise Refused("invalid_arguments", f"expected a message, got {json.dumps(message)[:80]}")
        answer_privately_or_openly(workspace, room.id, member.id, message)
    except Refused as refusal:
        detail = "; ".join(str(fault) for fault in refusal.faults) or str(refusal)
        workspace.log_delivery("slash_commands", "bad_answer", detail)
        return Outcome(False, note=app_note(workspace.app.name, "bad_answer", detail))
    return Outcome()


def _message_events(workspace: Workspace, room: Room, kept: Message) -> list[dict[str, Any]]:
    """The events a message causes: message.* where the app is a member, app_mention when it is named."""
    app, found = workspace.app, []
    base = {"channel": room.id, "event_ts": kept["ts"], **payloads.public(kept)}
    if (room.is_im or room.bot_in) and _EVENT_KINDS[room.kind] in app.events:
        found.append({**base, "type": "message", "channel_type": _CHANNEL_TYPES[room.kind]})
    if room.bot_in and not room.is_im and "app_mention" in app.events and f"<@{app.bot_user_id}>" in kept["text"]:
        found.append({**base, "type": "app_mention"})
    return found


def _linked(workspace: Workspace, text: str, pattern: str) -> str:
    by_name = {name: member for member in workspace.members.values() for name in (member.name, member.real_name)}

    def link(match: re.Match[str]) -> str:
        member = by_name.get(match[1])
        return pattern.format(id=member.id, name=member.name) if member else match[0]

    return _AT.sub(link, text)


def _escaped(text: str) -> str:
    """As Slack escapes what people type; a mention that the page put in as `<@U…>` stays one."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"&lt;@(U\w+)&gt;", r"<@\1>", escaped)
