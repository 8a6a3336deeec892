"""Text: customer words made safe and short enough for a Slack text field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Escapes, and Slack's own tokens: mentions, dates and links. Half of one would show as gibberish.
_WHOLE = re.compile(r"&(?:amp|lt|gt);|<[@#][^<>\s]{1,80}>|<![^<>]{1,300}>|<https?://[^<>]{1,600}>")
_ZERO_WIDTH_JOINER = "\u200d"
# Control characters, lone surrogates, and the marks that turn the direction of everything after them.
_UNRULY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Text that a mrkdwn field shows as it is: `& < >` escaped, so that no mention or link can come alive.

    Control characters, lone surrogates and direction overrides are dropped. Escape first, then clip.
    Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return tame(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int) -> str:
    """Text for a `plain_text` field of at most `limit` units: tamed, trimmed and clipped, nothing escaped."""
    return clip(tame(text).strip(), limit)


def clip(text: str, limit: int, ellipsis: str = "…") -> str:
    """The text itself when it fits in `limit` UTF-16 units, else its beginning and the ellipsis within the limit.

    Never cuts an escape such as `&amp;`, a mention, date or link in angle brackets, a surrogate pair, or an emoji
    that is joined from several characters.
    """
    if length(text) <= limit:
        return text
    room = limit - length(ellipsis)
    if room < 0:
        return _beginning(ellipsis, max(limit, 0))
    return _beginning(text, room).rstrip() + ellipsis


def tame(text: str) -> str:
    """The text without what no reader sees and some programs trip over; line ends become `\\n`."""
    return _UNRULY.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def length(text: str) -> int:
    """How long Slack may count the text to be: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _beginning(text: str, room: int) -> str:
    kept: list[str] = []
    for piece in _pieces(text):
        room -= length(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept)


def _pieces(text: str) -> Iterator[str]:
    """The parts that must stay whole: escapes, tokens, and characters with all that is attached to them."""
    start = 0
    while start < len(text):
        whole = _WHOLE.match(text, start)
        end = whole.end() if whole else _cluster_end(text, start)
        yield text[start:end]
        start = end


def _cluster_end(text: str, start: int) -> int:
    end = start + 1
    if _is_flag_letter(text[start]) and end < len(text) and _is_flag_letter(text[end]):
        return end + 1
    while end < len(text):
        if text[end] == _ZERO_WIDTH_JOINER and end + 1 < len(text):
            end += 2
        elif _attaches(text[end]):
            end += 1
        else:
            break
    return end


def _attaches(character: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_tag = "\U000e0020" <= character <= "\U000e007f"
    return is_skin_tone or is_tag or unicodedata.category(character) in ("Mn", "Mc", "Me")


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
