"""Fields: what a person can fill in, how each kind of element reports it, and whether it is filled in well.

Field names: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from random import Random
from typing import Any

Block = dict[str, Any]
State = dict[str, dict[str, dict[str, Any]]]  # block_id → action_id → {"type", and what was chosen or written}

# element type → (the key under which the value is reported, the key with which it starts)
VALUE_KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
_LISTS = frozenset(kind for kind, (key, _) in VALUE_KEYS.items() if key.endswith("s"))


def with_ids(blocks: list[Block], random: Random) -> list[Block]:
    """A copy of the blocks in which every block and every element has the id that Slack would make up for it."""
    filled = deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", _made_up(random))
        for element in elements_of(block):
            element.setdefault("action_id", _made_up(random))
    return filled


def options_of(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What can be chosen of an element, under headings or not."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or [option for group in groups for option in group["options"]])


def elements_of(block: Block) -> list[dict[str, Any]]:
    """The elements of a block that a person can act on."""
    inside = block.get("elements", []) if block.get("type") == "actions" else []
    alone = [block[key] for key in ("accessory", "element") if isinstance(block.get(key), dict)]
    return [element for element in [*inside, *alone] if element.get("type") != "image"]


def find_element(blocks: list[Block], block_id: str, action_id: str) -> tuple[Block, dict[str, Any]] | None:
    for block in blocks:
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None


def state_of(blocks: list[Block], *filled: Mapping[str, Any] | None) -> State:
    """The state of all fields: their initial values, overlaid in turn by what people filled in.

    What belongs to no field of these blocks is left out, so that values survive an update only where the
    field is still there.
    """
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in VALUE_KEYS:
                own = _field_state(block["block_id"], element, filled)
                state.setdefault(block["block_id"], {})[element["action_id"]] = own
    return state


def chosen(element: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a person did to the element, in Slack's field names; a ValueError says what is not on offer."""
    kind = element["type"]
    if kind == "button":
        return {key: element[key] for key in ("text", "value", "style") if key in element}
    if kind == "overflow":
        return {"selected_option": _offered(element, given.get("selected_option"))}
    if kind not in VALUE_KEYS:
        raise ValueError(f"a {kind} is nothing to act on")
    return {"type": kind, **_value_in(element, given)}


def complaints(blocks: list[Block], state: State, *, chinese: bool) -> dict[str, str]:
    """What the client says below a field before it lets a modal be submitted: block_id → sentence."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") == "input":
            element = block["element"]
            key = VALUE_KEYS[element["type"]][0]
            value = state[block["block_id"]][element["action_id"]].get(key)
            sentence = _complaint(block, element, value, chinese)
            if sentence:
                found[block["block_id"]] = sentence
    return found


def _field_state(
    block_id: str, element: dict[str, Any], filled: tuple[Mapping[str, Any] | None, ...]
) -> dict[str, Any]:
    key, initial = VALUE_KEYS[element["type"]]
    own = {"type": element["type"], key: element.get(initial, [] if element["type"] in _LISTS else None)}
    for layer in filled:
        given = ((layer or {}).get(block_id) or {}).get(element["action_id"])
        if isinstance(given, Mapping) and key in given:
            own |= _value_in(element, given)
    return own


def _value_in(element: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    key = VALUE_KEYS[element["type"]][0]
    value = given.get(key)
    _check_kind(key, value)
    if key == "selected_option" and value is not None:
        value = _offered(element, value)
    elif key == "selected_options":
        value = [_offered(element, one) for one in value or []]
    elif key == "value" and value == "":
        value = None  # Slack reports an emptied text field as null
    return {key: value}


def _check_kind(key: str, value: Any) -> None:
    """Values that come from a page are checked like everything that comes from outside."""
    fits: tuple[type, ...] = (str,)
    if key.endswith("s"):
        fits = (list,)
    elif key in ("selected_option", "rich_text_value"):
        fits = (dict,)
    elif key == "selected_date_time":
        fits = (int,)
    if value is not None and not isinstance(value, fits):
        raise ValueError(f"{key} cannot be {value!r}")


def _offered(element: dict[str, Any], wanted: Any) -> dict[str, Any]:
    """The element's own option with this value: what is chosen is never taken on trust."""
    value = wanted.get("value") if isinstance(wanted, Mapping) else wanted
    for option in options_of(element):
        if option.get("value") == value:
            return dict(option)
    raise ValueError(f"{value!r} is not one of the options")


def _complaint(block: Block, element: dict[str, Any], value: Any, chinese: bool) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else ("请填写这一项" if chinese else "Please complete this field")
    if element["type"] == "number_input":
        return _number_complaint(element, str(value), chinese)
    least, most = element.get("min_length", 0), element.get("max_length")
    if isinstance(value, str) and len(value) < least:
        return f"至少写 {least} 个字" if chinese else f"Write at least {least} characters"
    if isinstance(value, str) and most is not None and len(value) > most:
        return f"最多写 {most} 个字" if chinese else f"Write at most {most} characters"
    return None


def _number_complaint(element: dict[str, Any], value: str, chinese: bool) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return "请填一个数字" if chinese else "Enter a number"
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"不能小于 {least}" if chinese else f"Must be {least} or more"
    if most is not None and number > float(most):
        return f"不能大于 {most}" if chinese else f"Must be {most} or less"
    return None


def _made_up(random: Random) -> str:
    return "".join(random.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789+", k=5))
