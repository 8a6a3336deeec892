"""Validator: everything in a message or view that Slack would refuse, and what this desk must never send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slack_rules import limits
from slack_rules.blocks import block_list, interactive_elements
from slack_rules.compositions import broadcast_faults, plain_text
from slack_rules.faults import Fault
from slack_rules.shapes import anything, boolean, both, matching, record, string
from slack_rules.text import length

_MESSAGE_BLOCKS = block_list("message", limits.BLOCKS_PER_MESSAGE, least=0)
_MODAL_BLOCKS = block_list("modal", limits.BLOCKS_PER_VIEW, least=1)
_HOME_BLOCKS = block_list("home", limits.BLOCKS_PER_VIEW, least=0)

_METADATA = record(
    {
        "event_type": both(string(limits.METADATA_EVENT_TYPE), matching(r"[A-Za-z0-9_.\-]+", "case_card")),
        "event_payload": anything,
    },
    {"entities": anything},
)
_VIEW_COMMON = {
    "private_metadata": string(limits.PRIVATE_METADATA, least=0),
    "callback_id": string(limits.CALLBACK_ID),
    "external_id": string(limits.EXTERNAL_ID, least=0),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_MODAL = record(
    {"title": plain_text(limits.VIEW_TITLE), "blocks": _MODAL_BLOCKS},
    {
        **_VIEW_COMMON,
        "submit": plain_text(limits.VIEW_BUTTON),
        "close": plain_text(limits.VIEW_BUTTON),
        "submit_disabled": boolean,
    },
)
_HOME = record({"blocks": _HOME_BLOCKS}, _VIEW_COMMON)

# https://docs.slack.dev/reference/methods/chat.postMessage and its sisters; response_url adds the last three
# fmt: off
_MESSAGE_KEYS = frozenset((
    "token", "team_id", "channel", "text", "blocks", "attachments", "thread_ts", "reply_broadcast", "metadata",
    "unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names", "username", "icon_emoji", "icon_url",
    "as_user", "ts", "user", "file_ids", "markdown_text", "client_msg_id", "response_type", "replace_original",
    "delete_original",
))
# fmt: on


def message_faults(payload: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the arguments of chat.postMessage and its sisters (`blocks` as a list); empty when sound.

    Rules of Slack's own are named in `slack_rules.limits` and the modules of each part. `active_broadcast` is ours:
    a mention of the whole room is always a fault, because this desk never sends one on purpose.
    """
    return list(_message_faults(payload))


def view_faults(view: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a modal or Home view as given to views.open, push, update or publish; empty when sound."""
    return list(_view_faults(view))


def _message_faults(payload: Mapping[str, Any]) -> Iterator[Fault]:
    for key in payload:
        if key not in _MESSAGE_KEYS:
            yield Fault("unknown_key", f"/{key}", f"{key!r} is not an argument of a message")
    yield from _text_faults(payload)
    if payload.get("blocks") is not None:
        yield from _MESSAGE_BLOCKS(payload["blocks"], "/blocks")
        yield from _total_faults(payload["blocks"])
    if payload.get("metadata") is not None:
        yield from _metadata_faults(payload["metadata"])
    if payload.get("attachments"):
        yield Fault("not_allowed", "/attachments", "attachments are a legacy this desk does not use; send blocks")


def _text_faults(payload: Mapping[str, Any]) -> Iterator[Fault]:
    text = payload.get("text")
    if text is None or text == "":
        if not payload.get("blocks") and not payload.get("delete_original") and not payload.get("markdown_text"):
            yield Fault("no_text", "/text", "a message needs 'text' or 'blocks'")
        return
    for fault in both(string(limits.MESSAGE_TEXT), broadcast_faults)(text, "/text"):
        names = {"too_long": "msg_too_long", "empty_text": "no_text"}
        yield Fault(names.get(fault.rule, fault.rule), fault.path, fault.detail)


def _total_faults(blocks: Any) -> Iterator[Fault]:
    total = _text_length(blocks)
    if total > limits.MESSAGE_BLOCKS_TEXT:
        most = limits.MESSAGE_BLOCKS_TEXT
        yield Fault("msg_blocks_too_long", "/blocks", f"all texts together are {total} characters, over about {most}")


def _text_length(part: Any) -> int:
    """The length of every `text` string anywhere below."""
    if isinstance(part, Mapping):
        own = part.get("text")
        rest = sum(_text_length(inner) for inner in part.values())
        return rest + (length(own) if isinstance(own, str) else 0)
    if isinstance(part, list | tuple):
        return sum(_text_length(inner) for inner in part)
    return 0


def _metadata_faults(metadata: Any) -> Iterator[Fault]:
    for fault in _METADATA(metadata, "/metadata"):
        yield Fault("invalid_metadata_format", fault.path, f"{fault.rule}: {fault.detail}")
    payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    if payload is not None and not isinstance(payload, Mapping):
        yield Fault("invalid_metadata_format", "/metadata/event_payload", "event_payload is an object of plain values")


def _view_faults(view: Mapping[str, Any]) -> Iterator[Fault]:
    kinds = {"modal": _MODAL, "home": _HOME}
    if view.get("type") not in kinds:
        yield Fault("bad_view_type", "/type", f"{view.get('type')!r} is neither 'modal' nor 'home'")
        return
    yield from kinds[view["type"]](view, "")
    blocks = view.get("blocks")
    blocks = list(blocks) if isinstance(blocks, list | tuple) else []
    yield from _submit_faults(view, blocks)
    yield from _focus_faults(blocks)


def _submit_faults(view: Mapping[str, Any], blocks: list[Any]) -> Iterator[Fault]:
    """https://docs.slack.dev/reference/views/modal-views : submit is required when an input block is there."""
    asks = any(isinstance(block, Mapping) and block.get("type") == "input" for block in blocks)
    if view["type"] == "modal" and asks and view.get("submit") is None:
        yield Fault("missing_key", "/submit", "a modal with an input block needs 'submit'")


def _focus_faults(blocks: list[Any]) -> Iterator[Fault]:
    focused = [element for block in blocks for element in interactive_elements(block) if element.get("focus_on_load")]
    if len(focused) > 1:
        yield Fault("duplicate_focus", "/blocks", "only one element of a view may have focus_on_load")
