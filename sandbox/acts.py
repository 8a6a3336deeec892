"""Acts: pressing, choosing and filling in, as people do them and as the app hears of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox import payloads
from sandbox.fields import Block, State, chosen, find_element, state_of
from sandbox.messages import Message, is_reply
from sandbox.outcomes import Outcome, impossible, of_ack
from sandbox.people_and_rooms import Member, Room
from sandbox.views import OpenView
from sandbox.workspace import Workspace

_GONE = impossible(
    "gone", "这条消息或按钮已经不在了,请刷新看看。", "This message or button is gone; please look again."
)


@dataclass(frozen=True)
class Spot:
    """Where somebody acts: in a message, an ephemeral, a modal or the Home, with the blocks found there."""

    blocks: list[Block]
    room: Room | None = None
    message: Message | None = None
    is_ephemeral: bool = False
    view: OpenView | None = None


async def press(
    workspace: Workspace,
    user: str,
    container: Mapping[str, Any],
    block_id: str,
    action_id: str,
    given: Mapping[str, Any],
    state: Mapping[str, Any] | None = None,
) -> Outcome:
    """Press, choose or type in one element; `given` holds what was chosen in Slack's field names.

    `container` is {"type": "message"|"ephemeral", "channel", "ts"}, {"type": "view", "view_id"} or
    {"type": "home"}; `state` is what else is filled in around it.
    """
    member = workspace.member(user)
    spot = find_spot(workspace, member, container)
    found = find_element(spot.blocks, block_id, action_id) if spot else None
    if spot is None or found is None:
        return _GONE
    block, element = found
    try:
        choice = chosen(element, given)
        values = fill_in(spot, _with_own(state, block_id, action_id, choice))
    except ValueError as error:
        return impossible("not_offered", f"这个选项不在列表里:{error}", f"This is not on offer: {error}")
    if block.get("type") == "input" and not block.get("dispatch_action"):
        return Outcome()  # Slack sends nothing until the form is submitted
    action = {**choice, "type": element["type"], "block_id": block_id, "action_id": action_id}
    action["action_ts"] = workspace.messages.next_ts()
    return await _deliver(workspace, member, spot, action, values)


def find_spot(workspace: Workspace, member: Member, container: Mapping[str, Any]) -> Spot | None:
    """The place somebody acts in, when it is still there and they can see it."""
    kind = container.get("type")
    if kind in ("view", "home"):
        view = workspace.views.home(member.id) if kind == "home" else workspace.views.find(container.get("view_id"))
        return Spot(view.body["blocks"], view=view) if view is not None and view.user == member.id else None
    room = workspace.rooms.get(str(container.get("channel")))
    if room is None or member.id not in room.members:
        return None
    ts, is_ephemeral = str(container.get("ts")), kind == "ephemeral"
    book = workspace.messages
    message = book.find_private(room.id, ts, member.id) if is_ephemeral else book.find(room.id, ts)
    if message is None:
        return None
    return Spot(message.get("blocks", []), room, message, is_ephemeral)


def fill_in(spot: Spot, given: Mapping[str, Any] | None) -> State:
    """All values at this spot after this; a view remembers them."""
    if spot.view is None:
        return state_of(spot.blocks, given)
    spot.view.state = state_of(spot.blocks, spot.view.state, given)
    return spot.view.state


async def _deliver(workspace: Workspace, member: Member, spot: Spot, action: dict[str, Any], values: State) -> Outcome:
    channel, view_id = spot.room.id if spot.room else None, spot.view.id if spot.view else None
    trigger = workspace.tickets.trigger(member.id, channel=channel, view_id=view_id)
    payload = payloads.common(workspace, "block_actions", member, trigger)
    if spot.view is not None:
        payload |= payloads.in_view(spot.view)
    elif spot.room is not None and spot.message is not None:
        payload |= payloads.in_message(spot.room, spot.message, dict(values), spot.is_ephemeral)
        payload["response_url"] = payloads.response_url(workspace, _address(workspace, member, spot.room, spot))
    ack = await workspace.delivery.interaction({**payload, "actions": [action]})
    return of_ack(ack, workspace.app.name)


def _address(workspace: Workspace, member: Member, room: Room, spot: Spot) -> Any:
    """An answer to what was pressed in the channel shows up there, also when that message has a thread below it."""
    message = spot.message or {}
    return workspace.tickets.response_address(
        member.id,
        room.id,
        message_ts=message.get("ts"),
        is_ephemeral=spot.is_ephemeral,
        thread_ts=message.get("thread_ts") if is_reply(message) else None,
    )


def _with_own(
    state: Mapping[str, Any] | None, block_id: str, action_id: str, choice: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The state around, and the choice itself laid over it."""
    merged = {block: dict(actions) for block, actions in (state or {}).items()}
    merged.setdefault(block_id, {})[action_id] = dict(choice)
    return merged
