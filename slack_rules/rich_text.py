"""Rich text: the structured block that keeps styles apart from words.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_rules import limits
from slack_rules.faults import Fault
from slack_rules.shapes import Check, boolean, by_type, integer, listed, matching, one_of, record, string, url

_MANY = 1_000  # no number is documented for pieces of rich text; the total of texts limits them
_TEXT = limits.MESSAGE_TEXT

_style = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean))
_styled = {"style": _style}


def _broadcast(_value: Any, path: str) -> Iterator[Fault]:
    yield Fault("active_broadcast", path, "a broadcast element would notify the whole room")


_text = record({"text": string(_TEXT, least=0)}, _styled)
_link = record({"url": url(limits.BUTTON_URL)}, {**_styled, "text": string(_TEXT), "unsafe": boolean})

_PIECES: dict[str, Check] = {
    "text": _text,
    "link": _link,
    "emoji": record({"name": string(100)}, {**_styled, "unicode": string(100), "skin_tone": integer(1, 6)}),
    "user": record({"user_id": string(255)}, _styled),
    "channel": record({"channel_id": string(255)}, _styled),
    "usergroup": record({"usergroup_id": string(255)}, _styled),
    "color": record({"value": matching(r"#[0-9A-Fa-f]{6}", "#1264A3")}, _styled),
    "date": record(
        {"timestamp": integer(0, 9_999_999_999), "format": string(255)},
        {**_styled, "url": url(limits.BUTTON_URL), "fallback": string(255)},
    ),
    "broadcast": _broadcast,
}

_pieces = listed(by_type(_PIECES, "unknown_element", "rich text holds"), _MANY, least=0)
_border = {"border": integer(0, 1)}
_section = record({"elements": _pieces})
_sections = listed(by_type({"rich_text_section": _section}, "unknown_element", "a list holds"), _MANY)

_PARTS: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_quote": record({"elements": _pieces}, _border),
    "rich_text_preformatted": record(
        {"elements": listed(by_type({"text": _text, "link": _link}, "unknown_element", "code holds"), _MANY)},
        {**_border, "language": string(255)},
    ),
    "rich_text_list": record(
        {"style": one_of("bullet", "ordered"), "elements": _sections},
        {**_border, "indent": integer(0, 8), "offset": integer(0, 1_000_000)},
    ),
}

RICH_TEXT = record(
    {"elements": listed(by_type(_PARTS, "unknown_element", "a rich_text block holds"), _MANY)},
    {"block_id": string(limits.BLOCK_ID)},
)
