"""Reading: what a person sees of a message or dialog, as plain lines and button labels."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.fields import options_of

_DATE = re.compile(r"<!date\^(\d+)\^[^|>]*\|([^>]*)>")
_LINK = re.compile(r"<https?://[^|>]*\|([^>]*)>")


def words_of(message: Mapping[str, Any]) -> str:
    """Every text of the message or view, a line each; dates as their fallback, links as their label."""
    blocks = list(message.get("blocks") or [])
    lines = list(_texts(blocks)) if blocks else [str(message.get("text") or "")]
    return "\n".join(_as_shown(line) for line in lines)


def buttons_of(message: Mapping[str, Any]) -> list[str]:
    """The labels of all buttons, in order."""
    return [element["text"]["text"] for element in _elements(message) if element.get("type") == "button"]


def fields_of(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """block_id → element of every question in a dialog."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def filled(view: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The dialog's state when `given` (block_id → text, option label or value, user id, list) is filled in."""
    unknown = set(given) - set(fields_of(view))
    assert not unknown, f"no question {unknown}; there are {list(fields_of(view))}"
    questions = fields_of(view).items()
    return {block: {element["action_id"]: _answered(element, given.get(block))} for block, element in questions}


def _answered(element: Mapping[str, Any], answer: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": answer if answer is not None else element.get("initial_value")}
    if kind == "users_select":
        return {"type": kind, "selected_user": answer or element.get("initial_user")}
    if kind in ("datepicker", "timepicker"):
        part = kind.removesuffix("picker")
        return {"type": kind, f"selected_{part}": answer or element.get(f"initial_{part}")}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": [_option(element, one) for one in answer or []]}
    chosen = _option(element, answer) if answer is not None else element.get("initial_option")
    return {"type": kind, "selected_option": chosen}


def _option(element: Mapping[str, Any], wanted: str) -> Any:
    for option in options_of(element):
        if wanted in (option["value"], option["text"]["text"]):
            return option
    raise AssertionError(f"no option {wanted!r}; there are {[one['text']['text'] for one in options_of(element)]}")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for key, inner in node.items():
            if key not in ("options", "option_groups", "value", "initial_option"):
                yield from _texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner)


def _elements(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for block in message.get("blocks") or []:
        yield from block.get("elements") or []
        if "accessory" in block:
            yield block["accessory"]


def _as_shown(text: str) -> str:
    shown = _LINK.sub(r"\1", _DATE.sub(r"\2", text))
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
