"""Pressed: what Slack sent about a press, a submission or a command, read once into a value."""

from dataclasses import dataclass, field
from typing import Any

from bot.cards.dialogs.frame import carried


@dataclass(frozen=True)
class Pressed:
    """A button press. `key` names it: Slack repeats deliveries, and people press twice.

    In a dialog `state` is what is filled in, and `brought` what the dialog took with it.
    """

    user_id: str
    action_id: str
    value: str
    key: str
    trigger_id: str
    response_url: str | None
    channel_id: str | None
    message_ts: str | None
    view_id: str | None
    is_home: bool
    state: dict[str, Any] = field(default_factory=dict)
    brought: dict[str, Any] = field(default_factory=dict)

    @property
    def case_id(self) -> int:
        """The case it is about; 0, which no case has, where the value is no number."""
        return self.number

    @property
    def number(self) -> int:
        """The value as a number, of a case or of whatever else the press is about; 0 where it is none."""
        return int(self.value) if self.value.isascii() and self.value.isdigit() and len(self.value) < 16 else 0


@dataclass(frozen=True)
class Submitted:
    """A dialog that was filled in."""

    user_id: str
    key: str
    case_id: int
    state: dict[str, Any]
    brought: dict[str, Any]
    first_input: str


def read_press(body: dict[str, Any]) -> Pressed:
    """From a block_actions payload."""
    action, container = body["actions"][0], body.get("container") or {}
    view, user = body.get("view") or {}, body["user"]["id"]
    return Pressed(
        user_id=user,
        action_id=action["action_id"],
        value=str(action.get("value") or ""),
        key=f"press:{user}:{action.get('action_ts')}:{action['action_id']}",
        trigger_id=body.get("trigger_id") or "",
        response_url=body.get("response_url") or None,
        channel_id=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        message_ts=container.get("message_ts") or (body.get("message") or {}).get("ts"),
        view_id=view.get("id") if view.get("type") == "modal" else None,
        is_home=view.get("type") == "home",
        state=(view.get("state") or {}).get("values") or {},
        brought=carried(view.get("private_metadata") or "{}"),
    )


def read_submission(body: dict[str, Any]) -> Submitted:
    """From a view_submission payload."""
    view, user = body["view"], body["user"]["id"]
    brought = carried(view.get("private_metadata") or "{}")
    inputs = [block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"]
    return Submitted(
        user_id=user,
        key=f"view:{user}:{view['id']}:{view.get('callback_id')}",  # one dialog may have taken another's place
        case_id=int(brought.get("case", 0)),
        state=(view.get("state") or {}).get("values") or {},
        brought=brought,
        first_input=inputs[0] if inputs else "",
    )
