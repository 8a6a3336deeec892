"""Elements: buttons, menus, pickers and inputs, and in which block each may stand.

Source: https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slack_rules import limits
from slack_rules.compositions import any_text, choice_option, confirm, menu_option, option_group, overflow_option
from slack_rules.compositions import plain_text as plain
from slack_rules.faults import Fault
from slack_rules.shapes import Check, anything, boolean, both, integer, listed, matching, one_of, record, string, url

_action_id = {"action_id": string(limits.ACTION_ID)}
_asked = {**_action_id, "confirm": confirm, "focus_on_load": boolean}
_menu = {**_asked, "placeholder": plain(limits.PLACEHOLDER)}
_many = {"max_selected_items": integer(1, 100)}
_filter = {"filter": anything}
_slack_id = string(limits.ACTION_ID)
_ids = listed(_slack_id, limits.SELECT_OPTIONS)
_typed = {
    **_action_id,
    "placeholder": plain(limits.PLACEHOLDER),
    "focus_on_load": boolean,
    "dispatch_action_config": record(
        {"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}
_static = {
    "options": listed(menu_option, limits.SELECT_OPTIONS),
    "option_groups": listed(option_group, limits.SELECT_OPTION_GROUPS),
}
_digits = matching(r"-?\d+(\.\d+)?", 'a number written as a string, such as "5"')


def _options_faults(value: Any, path: str) -> Iterator[Fault]:
    """Options given once, values told apart, and what is chosen at first is one of them, exactly."""
    direct, groups = value.get("options"), value.get("option_groups")
    if (direct is None) == (groups is None):
        yield Fault("missing_key", f"{path}/options", "give either 'options' or 'option_groups'")
        return
    offered = _offered(direct, groups)
    yield from _repeated(offered, f"{path}/options")
    for initial in _chosen(value):
        if initial not in offered:
            yield Fault("bad_initial_option", f"{path}/initial_option", "must equal one of the options exactly")


def _chosen(value: Any) -> list[Any]:
    several = value.get("initial_options")
    one = [value["initial_option"]] if value.get("initial_option") is not None else []
    return one + (several if isinstance(several, list) else [])


def _offered(direct: Any, groups: Any) -> list[Any]:
    if isinstance(direct, list):
        return direct
    groups = groups if isinstance(groups, list) else []
    lists = [group.get("options") for group in groups if isinstance(group, Mapping)]
    return [item for items in lists if isinstance(items, list) for item in items]


def _repeated(offered: list[Any], path: str) -> Iterator[Fault]:
    values = [item.get("value") for item in offered if isinstance(item, Mapping)]
    for value in {v for v in values if isinstance(v, str) and values.count(v) > 1}:
        yield Fault("duplicate_option", path, f"two options have the value {value!r}")


def _length_faults(value: Any, path: str) -> Iterator[Fault]:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Fault("out_of_range", f"{path}/min_length", f"min_length {least} is more than max_length {most}")


def _picture_faults(value: Any, path: str) -> Iterator[Fault]:
    if (value.get("image_url") is None) == (value.get("slack_file") is None):
        yield Fault("missing_key", f"{path}/image_url", "give either 'image_url' or 'slack_file'")


def _file_faults(value: Any, path: str) -> Iterator[Fault]:
    """https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object"""
    if isinstance(value, Mapping) and (value.get("id") is None) == (value.get("url") is None):
        yield Fault("missing_key", f"{path}/id", "give either 'id' or 'url' of the file")


slack_file = both(
    record({}, {"id": matching(r"F[A-Z0-9]{8,}", "F0123456789"), "url": url(limits.IMAGE_URL)}), _file_faults
)
picture_source = {"image_url": url(limits.IMAGE_URL), "slack_file": slack_file}

BUTTON = record(
    {"text": plain(limits.BUTTON_TEXT)},
    {
        **_action_id,
        "url": url(limits.BUTTON_URL),
        "value": string(limits.BUTTON_VALUE),
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(limits.ACCESSIBILITY_LABEL),
    },
)
IMAGE = both(record({"alt_text": string(limits.IMAGE_ALT_TEXT)}, picture_source), _picture_faults)
OVERFLOW = both(
    record({"options": listed(overflow_option, limits.OVERFLOW_OPTIONS)}, {**_action_id, "confirm": confirm}),
    _options_faults,
)
DATE_PICKER = record({}, {**_menu, "initial_date": matching(r"\d{4}-\d\d-\d\d", "2026-11-22")})
TIME_PICKER = record(
    {}, {**_menu, "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "09:30"), "timezone": string(limits.ACTION_ID)}
)
DATETIME_PICKER = record({}, {**_asked, "initial_date_time": integer(1_000_000_000, 9_999_999_999)})
_choices = {"options": listed(choice_option, limits.CHOICES)}
RADIO_BUTTONS = both(record(_choices, {**_asked, "initial_option": choice_option}), _options_faults)
CHECKBOXES = both(
    record(_choices, {**_asked, "initial_options": listed(choice_option, limits.CHOICES)}), _options_faults
)
STATIC_SELECT = both(record({}, {**_menu, **_static, "initial_option": menu_option}), _options_faults)
MULTI_STATIC_SELECT = both(
    record({}, {**_menu, **_static, **_many, "initial_options": listed(menu_option, limits.SELECT_OPTIONS)}),
    _options_faults,
)
_min_query = {"min_query_length": integer(0, 255)}
_reply = {"response_url_enabled": boolean, "default_to_current_conversation": boolean}

SELECTS: dict[str, Check] = {
    "static_select": STATIC_SELECT,
    "users_select": record({}, {**_menu, "initial_user": _slack_id}),
    "channels_select": record({}, {**_menu, "initial_channel": _slack_id, "response_url_enabled": boolean}),
    "conversations_select": record({}, {**_menu, **_filter, **_reply, "initial_conversation": _slack_id}),
    "external_select": record({}, {**_menu, **_min_query, "initial_option": menu_option}),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": MULTI_STATIC_SELECT,
    "multi_users_select": record({}, {**_menu, **_many, "initial_users": _ids}),
    "multi_channels_select": record({}, {**_menu, **_many, "initial_channels": _ids}),
    "multi_conversations_select": record({}, {**_menu, **_many, **_filter, "initial_conversations": _ids}),
}
_PICKERS: dict[str, Check] = {
    "datepicker": DATE_PICKER,
    "timepicker": TIME_PICKER,
    "radio_buttons": RADIO_BUTTONS,
    "checkboxes": CHECKBOXES,
}
_TEXT_INPUT = both(
    record(
        {},
        {
            **_typed,
            "initial_value": string(limits.INPUT_MAX_LENGTH, least=0),
            "multiline": boolean,
            "min_length": integer(0, limits.INPUT_MAX_LENGTH),
            "max_length": integer(1, limits.INPUT_MAX_LENGTH),
        },
    ),
    _length_faults,
)
_NUMBER_INPUT = record(
    {"is_decimal_allowed": boolean}, {**_typed, "initial_value": _digits, "min_value": _digits, "max_value": _digits}
)
_initial_text = {"initial_value": string(limits.INPUT_MAX_LENGTH, least=0)}
_FILE_INPUT = record(
    {}, {**_action_id, "filetypes": listed(string(limits.ACTION_ID), 100), "max_files": integer(1, 10)}
)

IN_SECTION: dict[str, Check] = {
    "button": BUTTON, "image": IMAGE, "overflow": OVERFLOW, **_PICKERS, **SELECTS, **MULTI_SELECTS
}  # fmt: skip
IN_ACTIONS: dict[str, Check] = {
    "button": BUTTON, "overflow": OVERFLOW, "datetimepicker": DATETIME_PICKER, **_PICKERS, **SELECTS
}  # fmt: skip
IN_CONTEXT: dict[str, Check] = {
    "image": IMAGE,
    "plain_text": any_text(limits.TEXT_OBJECT),
    "mrkdwn": any_text(limits.TEXT_OBJECT),
}
IN_INPUT: dict[str, Check] = {
    "plain_text_input": _TEXT_INPUT,
    "number_input": _NUMBER_INPUT,
    "email_text_input": record({}, {**_typed, **_initial_text}),
    "url_text_input": record({}, {**_typed, **_initial_text}),
    "rich_text_input": record({}, {**_typed, "initial_value": anything}),
    "datetimepicker": DATETIME_PICKER,
    **_PICKERS,
    **SELECTS,
    **MULTI_SELECTS,
}
IN_MODAL_INPUT: dict[str, Check] = {**IN_INPUT, "file_input": _FILE_INPUT}
