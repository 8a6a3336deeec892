"""Blocks: the layout blocks, each with its fields, and on which surface each may stand.

Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_rules import elements, limits
from slack_rules.compositions import any_text, broadcast_faults, plain_text
from slack_rules.faults import Fault
from slack_rules.rich_text import RICH_TEXT
from slack_rules.shapes import Check, boolean, both, by_type, kind, listed, one_of, record, string, url

_block_id = {"block_id": string(limits.BLOCK_ID)}


def _section_faults(value: Any, path: str) -> Iterator[Fault]:
    if value.get("text") is None and value.get("fields") is None:
        yield Fault("missing_key", f"{path}/text", "a section needs 'text' or 'fields'")


def _dispatch_faults(value: Any, path: str) -> Iterator[Fault]:
    """A file input cannot report while it is being filled (see the input block's `dispatch_action`)."""
    element = value.get("element")
    if value.get("dispatch_action") and isinstance(element, dict) and element.get("type") == "file_input":
        yield Fault("not_allowed", f"{path}/dispatch_action", "a file_input cannot dispatch actions")


def _picture_faults(value: Any, path: str) -> Iterator[Fault]:
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        yield Fault("missing_key", f"{path}/image_url", "give either 'image_url' or 'slack_file'")


def _elements(allowed: dict[str, Check], most: int, what: str) -> Check:
    return listed(by_type(allowed, "element_not_allowed", what), most)


def _input(allowed: dict[str, Check]) -> Check:
    shape = record(
        {"label": plain_text(limits.INPUT_LABEL), "element": by_type(allowed, "element_not_allowed", "an input holds")},
        {**_block_id, "hint": plain_text(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    )
    return both(shape, _dispatch_faults)


_section = both(
    record(
        {},
        {
            **_block_id,
            "text": any_text(limits.SECTION_TEXT),
            "fields": listed(any_text(limits.SECTION_FIELD_TEXT), limits.SECTION_FIELDS),
            "accessory": by_type(elements.IN_SECTION, "element_not_allowed", "a section's accessory is one of"),
            "expand": boolean,
        },
    ),
    _section_faults,
)
_image = both(
    record(
        {"alt_text": string(limits.IMAGE_ALT_TEXT)},
        {**_block_id, **elements.picture_source, "title": plain_text(limits.IMAGE_TITLE)},
    ),
    _picture_faults,
)
_video = record(
    {
        "alt_text": string(limits.IMAGE_ALT_TEXT),
        "title": plain_text(limits.VIDEO_TITLE),
        "thumbnail_url": url(limits.IMAGE_URL),
        "video_url": url(limits.IMAGE_URL),
    },
    {
        **_block_id,
        "title_url": url(limits.IMAGE_URL),
        "description": plain_text(limits.VIDEO_DESCRIPTION),
        "author_name": string(limits.VIDEO_AUTHOR),
        "provider_name": string(limits.VIDEO_PROVIDER),
        "provider_icon_url": url(limits.IMAGE_URL),
    },
)
_alert = record(
    {"text": any_text(limits.ALERT_TEXT)},
    {**_block_id, "level": one_of("default", "info", "warning", "error", "success")},
)
_markdown = record({"text": both(string(limits.MARKDOWN_TEXT), broadcast_faults)}, _block_id)

_EVERYWHERE: dict[str, Check] = {
    "header": record({"text": plain_text(limits.HEADER_TEXT)}, _block_id),
    "section": _section,
    "divider": record({}, _block_id),
    "context": record(
        {"elements": _elements(elements.IN_CONTEXT, limits.CONTEXT_ELEMENTS, "a context holds")}, _block_id
    ),
    "actions": record({"elements": _elements(elements.IN_ACTIONS, limits.ACTIONS_ELEMENTS, "actions hold")}, _block_id),
    "image": _image,
    "rich_text": RICH_TEXT,
    "video": _video,
}

# Input blocks stand in messages too since 2025 (https://docs.slack.dev/reference/block-kit/blocks/input-block).
BY_SURFACE: dict[str, dict[str, Check]] = {
    "message": {**_EVERYWHERE, "input": _input(elements.IN_INPUT), "markdown": _markdown},
    "modal": {**_EVERYWHERE, "input": _input(elements.IN_MODAL_INPUT), "alert": _alert},
    "home": {**_EVERYWHERE, "input": _input(elements.IN_INPUT)},
}


def block_list(surface: str, most: int, least: int) -> Check:
    """The check of a whole `blocks` list on `message`, `modal` or `home`."""
    each = by_type(BY_SURFACE[surface], "unknown_block", f"blocks of a {surface}")
    shape = listed(each, most, least)

    def check(value: Any, path: str) -> Iterator[Fault]:
        yield from shape(value, path)
        if isinstance(value, list | tuple):
            yield from _duplicate_ids(list(value), path)

    return check


def _duplicate_ids(blocks: list[Any], path: str) -> Iterator[Fault]:
    known: set[str] = set()
    for position, block in enumerate(blocks):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(block_id, str) and block_id in known:
            yield Fault("duplicate_block_id", f"{path}/{position}/block_id", f"block_id {block_id!r} is used twice")
        known.add(str(block_id))
        yield from _duplicate_actions(block, f"{path}/{position}")


def _duplicate_actions(block: Any, path: str) -> Iterator[Fault]:
    known: set[str] = set()
    for element in interactive_elements(block):
        action_id = element.get("action_id")
        if isinstance(action_id, str) and action_id in known:
            yield Fault("duplicate_action_id", path, f"action_id {action_id!r} is used twice in one block")
        known.add(str(action_id))


def interactive_elements(block: Any) -> list[dict[str, Any]]:
    """The elements of a block that a person can act on: an actions block's, an accessory, an input's element."""
    if not isinstance(block, dict) or kind(block.get("elements", [])) != "list":
        return []
    candidates = [block.get("accessory"), block.get("element")]
    if block.get("type") == "actions":
        candidates += block.get("elements", [])
    return [e for e in candidates if isinstance(e, dict) and e.get("type") != "image"]
