"""Blocks: the few Block Kit shapes the desk uses, with every text kept within Slack's limits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.messenger import Block
from scripts_library.wording import Token
from slack_rules import limits
from slack_rules.text import clip, escape, plain, tame

_FIRST_WORDS = 300


def plain_text(text: str, limit: int, *, emoji: bool = True) -> Block:
    """A plain_text object; empty text becomes a dash, which Slack accepts."""
    return {"type": "plain_text", "text": plain(text, limit) or "–", "emoji": emoji}


def header(text: str) -> Block:
    """The first line of a card."""
    return {"type": "header", "text": plain_text(text, limits.HEADER_TEXT)}


def section(md: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph of mrkdwn, with a button beside it if wanted. `md` comes from the wording, its data escaped."""
    block: Block = {"type": "section", "text": _mrkdwn(md)}
    return block | ({"accessory": accessory} if accessory else {}) | ({"block_id": block_id} if block_id else {})


def context(*mds: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [_mrkdwn(md) for md in mds if md] or [_mrkdwn("")]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def quote(text: str) -> Block:
    """Somebody's words as data: a rich_text quote, in which no mention, link or format comes alive."""
    said = {"type": "text", "text": tame(text).strip() or "–"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [said]}]}


def marked_quote(text: str, marks: Sequence[tuple[int, int]]) -> Block:
    """The same with some places marked; they are in order, and none lies inside another."""
    pieces: list[Block] = []
    at = 0
    for start, end in (*marks, (len(text), len(text))):
        pieces += [_piece(text[at:start]), _piece(text[start:end], bold=True, code=True)]
        at = end
    said = [one for one in pieces if one["text"]] or [_piece("–")]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": said}]}


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(label: str, action_id: str, value: str, *, primary: bool = False, url: str | None = None) -> Block:
    """One button; at most one in a row should be primary: the next step."""
    element: Block = {
        "type": "button",
        "text": plain_text(label, limits.BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
    }
    return element | ({"style": "primary"} if primary else {}) | ({"url": url} if url else {})


def option(label: str, value: str, description: str = "") -> Block:
    """One choice."""
    choice: Block = {"text": plain_text(label, limits.OPTION_TEXT), "value": value}
    return choice | ({"description": plain_text(description, limits.OPTION_DESCRIPTION)} if description else {})


def choice_input(
    block_id: str,
    label: str,
    options: Sequence[Block],
    *,
    chosen: str | None = None,
    kind: str = "radio_buttons",
    tells: str = "",
    hint: str = "",
) -> Block:
    """A question with exactly one answer; `tells` names the press by which each change of it is heard at once."""
    element: Block = {"type": kind, "action_id": tells or "value", "options": list(options)}
    picked = next((one for one in options if one["value"] == chosen), None)
    if picked:
        element["initial_option"] = picked
    hinted = {"hint": plain_text(hint, limits.INPUT_HINT)} if hint else {}
    return _input(block_id, label, element) | ({"dispatch_action": True} if tells else {}) | hinted


def grouped_input(
    block_id: str, label: str, groups: Mapping[str, Sequence[Block]], *, chosen: str | None = None, tells: str = ""
) -> Block:
    """A question with exactly one answer among many, in a menu under headings; a heading without choices is left out.

    https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
    """
    shown = [
        {"label": plain_text(heading, limits.OPTION_GROUP_LABEL), "options": list(options)}
        for heading, options in groups.items()
        if options
    ]
    element: Block = {"type": "static_select", "action_id": tells or "value", "option_groups": shown}
    everything = (one for options in groups.values() for one in options)
    picked = next((one for one in everything if one["value"] == chosen), None)
    whole = element | ({"initial_option": picked} if picked else {})
    return _input(block_id, label, whole) | ({"dispatch_action": True} if tells else {})


def text_input(
    block_id: str,
    label: str,
    *,
    hint: str = "",
    placeholder: str = "",
    filled: str = "",
    optional: bool = False,
    most: int = 500,
    lines: bool = True,
    tells: str = "",
) -> Block:
    """A question answered in words, at most `most` characters; `tells` names the press by which typing is heard.

    https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
    """
    element: Block = {"type": "plain_text_input", "action_id": tells or "value", "multiline": lines, "max_length": most}
    if tells:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    if placeholder:
        element["placeholder"] = plain_text(placeholder, limits.PLACEHOLDER)
    if filled:
        element["initial_value"] = clip(tame(filled), most)
    block = _input(block_id, label, element, optional=optional) | ({"dispatch_action": True} if tells else {})
    return block | ({"hint": plain_text(hint, limits.INPUT_HINT)} if hint else {})


def person_input(block_id: str, label: str, *, chosen: str | None = None, hint: str = "") -> Block:
    """A question answered with a member of the workspace."""
    element: Block = {"type": "users_select", "action_id": "value"}
    block = _input(block_id, label, element | ({"initial_user": chosen} if chosen else {}))
    return block | ({"hint": plain_text(hint, limits.INPUT_HINT)} if hint else {})


def date_input(block_id: str, label: str, *, chosen: date) -> Block:
    """A question answered with a day, filled in with one."""
    return _input(block_id, label, {"type": "datepicker", "action_id": "value", "initial_date": chosen.isoformat()})


def time_input(block_id: str, label: str, *, chosen: time) -> Block:
    """A question answered with a time of day, filled in with one."""
    return _input(
        block_id, label, {"type": "timepicker", "action_id": "value", "initial_time": chosen.strftime("%H:%M")}
    )


def tick_input(block_id: str, label: str, ticked: Block) -> Block:
    """A single box to tick."""
    return _input(block_id, label, {"type": "checkboxes", "action_id": "value", "options": [ticked]}, optional=True)


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str | None = None,
    callback_id: str | None = None,
    private: str = "",
) -> Block:
    """A dialog; without `submit` it only shows."""
    view: Block = {
        "type": "modal",
        "title": plain_text(title, limits.VIEW_TITLE),
        "close": plain_text(close, limits.VIEW_BUTTON),
        "blocks": list(blocks)[: limits.BLOCKS_PER_VIEW],
        "private_metadata": private,
    }
    if submit:
        view["submit"] = plain_text(submit, limits.VIEW_BUTTON)
    return view | ({"callback_id": callback_id} if callback_id else {})


def mention(user_id: str) -> Token:
    """A member's name as a live mention: it pings in a message, and only there."""
    return Token(f"<@{user_id}>")


def place(channel: str) -> Token:
    """A channel as a link, or the person whose direct messages it is."""
    return mention(channel) if channel.startswith(("U", "W")) else Token(f"<#{channel}>")


def moment(at: datetime, zone: ZoneInfo, form: str = "{time}") -> Token:
    """A time in the reader's own zone; the fallback is in the shop's. https://docs.slack.dev/messaging/formatting-message-text#date-formatting"""
    fallback = at.astimezone(zone).strftime("%m-%d %H:%M" if "date" in form else "%H:%M")
    return Token(f"<!date^{int(at.timestamp())}^{form}|{fallback}>")


def link(url: str, label: str) -> Token:
    """A link; the label is data."""
    return Token(f"<{url}|{escape(label).replace('|', '¦')}>")


def one_line(text: str, most: int) -> str:
    """Data as part of a line: no line ends, no long blanks, at most `most` units. Not escaped."""
    return clip(" ".join(tame(text).split()), most)


def answers(state: Mapping[str, Any]) -> dict[str, Any]:
    """A submitted view's state as block_id → what was given: text, chosen value, user id, or list of values."""
    return {block_id: _given(next(iter(elements.values()), {})) for block_id, elements in state.items()}


def joined(parts: Iterable[str], between: str = " · ") -> Token:
    """Finished pieces of mrkdwn in one line, the empty ones left out."""
    return Token(between.join(part for part in parts if part))


def first_words(blocks: Sequence[Block], otherwise: str = "/reviews") -> str:
    """What a notification or a screen reader says of some blocks."""
    for block in blocks:
        if block["type"] in ("section", "header"):
            return str(block["text"]["text"])[:_FIRST_WORDS]
    return otherwise


def _piece(text: str, **style: bool) -> Block:
    return {"type": "text", "text": tame(text)} | ({"style": style} if style else {})


def _mrkdwn(md: str) -> Block:
    """`verbatim` keeps Slack from making links, channels and mentions out of data that only looks like some.

    https://docs.slack.dev/reference/block-kit/composition-objects/text-object
    """
    return {"type": "mrkdwn", "text": clip(tame(md), limits.SECTION_TEXT).strip() or "–", "verbatim": True}


def _input(block_id: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, limits.INPUT_LABEL),
        "element": element,
        "optional": optional,
    }


def _given(element: Mapping[str, Any]) -> Any:
    if "selected_options" in element:
        return [one["value"] for one in element["selected_options"]]
    if element.get("selected_option"):
        return element["selected_option"]["value"]
    chosen = (element.get(key) for key in ("selected_user", "selected_date", "selected_time", "value"))
    return next((one for one in chosen if one), None)
