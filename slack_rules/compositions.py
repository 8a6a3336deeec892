"""Compositions: text objects, options, option groups and confirmation dialogs.

Source: https://docs.slack.dev/reference/block-kit/composition-objects
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from slack_rules import limits
from slack_rules.faults import Fault
from slack_rules.shapes import Check, boolean, both, by_type, listed, one_of, record, string, url

_BROADCAST = re.compile(r"<!(channel|here|everyone|group)(\||>)")


def broadcast_faults(value: Any, path: str) -> Iterator[Fault]:
    """A mention that would ring everybody in the room; this desk never uses one, so it came from outside."""
    found = _BROADCAST.search(value) if isinstance(value, str) else None
    if found:
        yield Fault("active_broadcast", path, f"<!{found[1]}> would notify the whole room; escape customer text")


def plain_text(most: int) -> Check:
    """A `plain_text` object of at most `most` units."""
    return by_type({"plain_text": record({"text": string(most)}, {"emoji": boolean})}, "bad_text_type", "allowed")


def mrkdwn(most: int) -> Check:
    return record({"text": both(string(most), broadcast_faults)}, {"verbatim": boolean})


def any_text(most: int) -> Check:
    """A `plain_text` or `mrkdwn` object of at most `most` units."""
    plain = record({"text": string(most)}, {"emoji": boolean})
    return by_type({"plain_text": plain, "mrkdwn": mrkdwn(most)}, "bad_text_type", "allowed")


def option(*, text: Check, with_url: bool = False) -> Check:
    extra = {"url": url(limits.OPTION_URL)} if with_url else {}
    return record(
        {"text": text, "value": string(limits.OPTION_VALUE)},
        {"description": any_text(limits.OPTION_DESCRIPTION), **extra},
    )


menu_option = option(text=plain_text(limits.OPTION_TEXT))
choice_option = option(text=any_text(limits.OPTION_TEXT))
overflow_option = option(text=plain_text(limits.OPTION_TEXT), with_url=True)

option_group = record(
    {"label": plain_text(limits.OPTION_GROUP_LABEL), "options": listed(menu_option, limits.SELECT_OPTIONS)}
)

confirm = record(
    {
        "title": plain_text(limits.CONFIRM_TITLE),
        "text": any_text(limits.CONFIRM_TEXT),
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)
