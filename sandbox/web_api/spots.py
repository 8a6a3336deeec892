"""Spots: where on the page a red note about a call belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.workspace import Workspace


def show(workspace: Workspace, method: str, note: dict[str, str], values: Mapping[str, Any]) -> None:
    """Put the note into the room, thread, modal or Home that the call was about; nowhere when it has no place."""
    if method.startswith("views."):
        _on_view(workspace, note, values)
        return
    channel = str(values.get("channel") or values.get("channel_id") or "")
    if channel in workspace.members and not workspace.members[channel].is_bot:
        channel = workspace.direct_room(channel).id
    if channel in workspace.rooms:
        thread_ts = values.get("thread_ts")
        known = bool(thread_ts) and workspace.messages.find(channel, str(thread_ts)) is not None
        workspace.note_in_room(channel, note, thread_ts=str(thread_ts) if known else None)


def _on_view(workspace: Workspace, note: dict[str, str], values: Mapping[str, Any]) -> None:
    """On the view named or acted in; when nothing is open yet, where the person pressed, only for them."""
    trigger = workspace.tickets.find_trigger(str(values.get("trigger_id")))
    user = trigger.user if trigger else str(values.get("user_id"))
    view_id = str(values.get("view_id")) if values.get("view_id") else trigger.view_id if trigger else None
    view = workspace.views.find(view_id, str(values.get("external_id") or ""))
    if view is None and not trigger:
        view = workspace.views.home(user)
    if view is not None:
        workspace.note_on_view(view, note)
    elif user in workspace.members and not workspace.members[user].is_bot:
        channel = trigger.channel if trigger and trigger.channel else workspace.direct_room(user).id
        workspace.note_in_room(channel, note, user=user)
