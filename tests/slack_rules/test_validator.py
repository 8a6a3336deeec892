"""Validator: every rule of the limits table is met at the limit and broken one beyond it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slack_rules.validator import message_faults, view_faults


def rules_of(*blocks: dict[str, Any], **more: Any) -> list[str]:
    return [fault.rule for fault in message_faults({"channel": "C1", "text": "t", "blocks": list(blocks), **more})]


def view_rules(*blocks: dict[str, Any], **more: Any) -> list[str]:
    view = {"type": "modal", "title": plain("t"), "submit": plain("ok"), "blocks": list(blocks), **more}
    return [fault.rule for fault in view_faults(view)]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "认领", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": "claim", **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "a", value: str = "a", **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": value, **more}


def select(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": list(options), **more}


def group(label: str = "组", value: str = "a") -> dict[str, Any]:
    return {"label": plain(label), "options": [option(value=value)]}


def grouped(*groups: dict[str, Any]) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "option_groups": list(groups)}


def checkboxes(*ticked: dict[str, Any]) -> dict[str, Any]:
    return {"type": "checkboxes", "options": [option()], "initial_options": list(ticked)}


def asking(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("备注"), "element": element, **more}


def confirm(title: int = 1, text: int = 1, button_text: int = 1) -> dict[str, Any]:
    label = plain("x" * button_text)
    return {"title": plain("x" * title), "text": plain("x" * text), "confirm": label, "deny": label}


def test_a_rich_card_is_sound() -> None:
    faults = message_faults(
        {
            "channel": "C1",
            "text": "紧急",
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": "case_card", "event_payload": {"key": "7:3"}},
            "blocks": [
                {"type": "header", "text": plain("🔴 紧急")},
                section("说明", accessory={"type": "overflow", "action_id": "more", "options": [option()]}),
                {"type": "section", "fields": [mrkdwn("*a*"), plain("b")]},
                {"type": "divider", "block_id": "d"},
                {"type": "context", "elements": [mrkdwn("a"), plain("b"), picture()]},
                actions(button(style="primary", value="7", confirm=confirm()), select(option())),
                {**picture(), "title": plain("图")},
                {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": "一张图"},
                asking({"type": "plain_text_input", "action_id": "n"}),
                rich([{"type": "text", "text": "粗", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}]),
            ],
        }
    )

    assert faults == []


def picture() -> dict[str, Any]:
    return {"type": "image", "image_url": "https://example.com/1.jpg", "alt_text": "一张图"}


def video() -> dict[str, Any]:
    address = "https://example.com/v"
    return {"type": "video", "alt_text": "a", "title": plain("t"), "thumbnail_url": address, "video_url": address}


def rich(pieces: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (lambda n: {"type": "header", "text": plain("字" * n)}, 150),
        (lambda n: section("字" * n), 3000),
        (lambda n: {"type": "section", "fields": [mrkdwn("字" * n)]}, 2000),
        (lambda n: actions(button("字" * n)), 75),
        (lambda n: actions(button(value="v" * n)), 2000),
        (lambda n: actions(button(action_id="v" * n)), 255),
        (lambda n: actions(button(accessibility_label="v" * n)), 75),
        (lambda n: actions(button(url="https://e.cn/" + "v" * (n - 13))), 3000),
        (lambda n: section(block_id="b" * n), 255),
        (lambda n: actions(select(option("字" * n))), 75),
        (lambda n: actions(select(option(value="v" * n))), 150),
        (lambda n: actions(select(option(description=plain("v" * n)))), 75),
        (lambda n: actions(select(option(), placeholder=plain("v" * n))), 150),
        (lambda n: {"type": "context", "elements": [mrkdwn("字" * n)]}, 3000),
        (lambda n: {**picture(), "image_url": "https://e.cn/" + "v" * (n - 13)}, 3000),
        (lambda n: actions(grouped(group(label="字" * n))), 75),
        (lambda n: actions({"type": "overflow", "options": [option(url="https://e.cn/" + "v" * (n - 13))]}), 3000),
        (lambda n: asking({"type": "plain_text_input", "initial_value": "v" * n}), 3000),
        (lambda n: {**picture(), "alt_text": "v" * n}, 2000),
        (lambda n: {**video(), "title": plain("v" * n)}, 200),
        (lambda n: {**video(), "description": plain("v" * n)}, 200),
        (lambda n: {**video(), "author_name": "v" * n}, 50),
        (lambda n: {**video(), "provider_name": "v" * n}, 50),
        (lambda n: {**picture(), "title": plain("v" * n)}, 2000),
        (lambda n: asking({"type": "plain_text_input"}, label=plain("v" * n)), 2000),
        (lambda n: asking({"type": "plain_text_input"}, hint=plain("v" * n)), 2000),
        (lambda n: actions(button(confirm=confirm(title=n))), 100),
        (lambda n: actions(button(confirm=confirm(text=n))), 300),
    ],
)
def test_a_text_at_its_limit_passes_and_one_character_more_does_not(make: Any, limit: int) -> None:
    assert rules_of(make(limit)) == []
    assert rules_of(make(limit + 1)) == ["too_long"]


def test_confirm_buttons_hold_thirty_characters() -> None:
    assert rules_of(actions(button(confirm=confirm(button_text=30)))) == []
    assert rules_of(actions(button(confirm=confirm(button_text=31)))) == ["too_long", "too_long"]


def test_an_emoji_counts_as_two_because_slack_does_not_say_how_it_counts() -> None:
    assert rules_of({"type": "header", "text": plain("🔴" * 75)}) == []
    assert rules_of({"type": "header", "text": plain("🔴" * 76)}) == ["too_long"]


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (lambda n: [{"type": "divider"}] * n, 50),
        (lambda n: [{"type": "section", "fields": [plain("a")] * n}], 10),
        (lambda n: [{"type": "context", "elements": [plain("a")] * n}], 10),
        (lambda n: [actions(*[button(action_id=f"a{i}") for i in range(n)])], 25),
        (lambda n: [actions(select(*[option(value=str(i)) for i in range(n)]))], 100),
        (lambda n: [actions(grouped(*[group(value=str(i)) for i in range(n)]))], 100),
        (lambda n: [actions({"type": "overflow", "options": [option(value=str(i)) for i in range(n)]})], 5),
        (lambda n: [actions({"type": "radio_buttons", "options": [option(value=str(i)) for i in range(n)]})], 10),
    ],
)
def test_a_list_at_its_limit_passes_and_one_item_more_does_not(make: Any, limit: int) -> None:
    assert rules_of(*make(limit)) == []
    assert rules_of(*make(limit + 1)) == ["too_many"]


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ({"type": "carousel"}, "unknown_block"),
        ({"type": "alert", "text": plain("小心")}, "unknown_block"),
        (section(colour="red"), "unknown_key"),
        ({"type": "section"}, "missing_key"),
        (section(""), "empty_text"),
        (section("   "), "empty_text"),
        (section("a\x00b"), "control_character"),
        (section("\ud83d"), "not_unicode"),
        ({"type": "header", "text": mrkdwn("a")}, "bad_text_type"),
        (actions(), "too_few"),
        (actions({"type": "plain_text_input"}), "element_not_allowed"),
        (actions({"type": "multi_static_select", "options": [option()]}), "element_not_allowed"),
        (section(accessory={"type": "datetimepicker"}), "element_not_allowed"),
        (asking(button()), "element_not_allowed"),
        (asking({"type": "file_input"}), "element_not_allowed"),
        ({"type": "context", "elements": [button()]}, "element_not_allowed"),
        (actions(button(), button()), "duplicate_action_id"),
        (actions(button(style="green")), "bad_value"),
        (actions(button(url="javascript:alert(1)")), "bad_url"),
        (actions(button(confirm={"title": plain("a")})), "missing_key"),
        (actions(select()), "too_few"),
        (actions({"type": "static_select"}), "missing_key"),
        (actions(select(option(), option())), "duplicate_option"),
        (actions(select(option(), initial_option=option("b"))), "bad_initial_option"),
        (actions(checkboxes(option("b"))), "bad_initial_option"),
        (actions({"type": "datepicker", "initial_date": "22/11/2026"}), "bad_value"),
        (actions({"type": "timepicker", "initial_time": "25:00"}), "bad_value"),
        (asking({"type": "number_input"}), "missing_key"),
        (asking({"type": "plain_text_input", "min_length": 5, "max_length": 4}), "out_of_range"),
        (asking({"type": "plain_text_input", "multiline": "yes"}), "wrong_type"),
        (asking({"type": "plain_text_input", "max_length": 3001}), "out_of_range"),
        (actions(grouped(group(), group())), "duplicate_option"),
        (actions({**grouped(group()), "options": [option()]}), "missing_key"),
        ({"type": "image", "image_url": "https://example.com/1.jpg"}, "missing_key"),
        ({"type": "image", "alt_text": "a"}, "missing_key"),
        ({"type": "image", "image_url": "/1.jpg", "alt_text": "a"}, "bad_url"),
        ({**picture(), "slack_file": {"id": "F0123456789"}}, "missing_key"),
        ({"type": "image", "alt_text": "a", "slack_file": {}}, "missing_key"),
        ({"type": "image", "alt_text": "a", "slack_file": {"id": "F0123456789", "url": "https://e.cn"}}, "missing_key"),
        ({"type": "image", "alt_text": "a", "slack_file": {"id": "https://e.cn/F0123456789"}}, "bad_value"),
        ({"type": "image", "alt_text": "a", "slack_file": "F0123456789"}, "wrong_type"),
        ({"type": "image", "alt_text": "a", "picture": 12}, "unknown_key"),
        (rich([{"type": "shout", "text": "a"}]), "unknown_element"),
        (rich([{"type": "text", "text": "a", "style": {"blink": True}}]), "unknown_key"),
        (rich([{"type": "broadcast", "range": "here"}]), "active_broadcast"),
        ({"type": "rich_text", "elements": [{"type": "text", "text": "a"}]}, "unknown_element"),
        ({"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]}, "missing_key"),
        ("divider", "wrong_type"),
    ],
)
def test_what_slack_refuses_is_named_by_its_rule(block: Any, rule: str) -> None:
    assert rule in rules_of(block)


@pytest.mark.parametrize("mention", ["<!channel>", "<!here>", "<!everyone>", "<!here|here>"])
def test_a_mention_of_the_whole_room_is_a_fault_wherever_slack_would_act_on_it(mention: str) -> None:
    assert rules_of(section(f"坏了 {mention}")) == ["active_broadcast"]
    assert rules_of({"type": "context", "elements": [mrkdwn(mention)]}) == ["active_broadcast"]
    assert rules_of(section(), text=mention) == ["active_broadcast"]
    assert rules_of({"type": "markdown", "text": mention}) == ["active_broadcast"]
    assert rules_of({"type": "section", "text": plain(mention)}) == []
    assert rules_of(section("&lt;!channel&gt;")) == []


def test_the_same_block_id_twice_is_a_fault_with_its_place() -> None:
    faults = message_faults({"text": "t", "blocks": [section(block_id="x"), section(block_id="x")]})

    assert [(f.rule, f.path) for f in faults] == [("duplicate_block_id", "/blocks/1/block_id")]
    assert str(faults[0]) == "duplicate_block_id at /blocks/1/block_id: block_id 'x' is used twice"


def test_all_texts_of_a_message_together_stay_within_twelve_thousand() -> None:
    full = [section("字" * 3000)] * 4

    assert rules_of(*full) == []
    assert rules_of(*full, section("!")) == ["msg_blocks_too_long"]
    assert view_rules(*full, section("!")) == []


def test_markdown_holds_twelve_thousand_characters() -> None:
    assert rules_of({"type": "markdown", "text": "a" * 12_000}) == []
    assert "too_long" in rules_of({"type": "markdown", "text": "a" * 12_001})


def test_an_alert_in_a_modal_is_short() -> None:
    assert view_rules({"type": "alert", "text": mrkdwn("a" * 200)}) == []
    assert view_rules({"type": "alert", "text": mrkdwn("a" * 201)}) == ["too_long"]


def test_a_message_says_something_and_not_too_much() -> None:
    assert [f.rule for f in message_faults({"channel": "C1"})] == ["no_text"]
    assert [f.rule for f in message_faults({"channel": "C1", "text": " "})] == ["no_text"]
    assert message_faults({"text": "a" * 40_000}) == []
    assert [f.rule for f in message_faults({"text": "a" * 40_001})] == ["msg_too_long"]
    assert [f.rule for f in message_faults({"text": "a", "colour": "red"})] == ["unknown_key"]


@pytest.mark.parametrize(
    "metadata",
    [{"event_type": "a b", "event_payload": {}}, {"event_type": "a"}, {"event_type": "a", "event_payload": "x"}, "x"],
)
def test_metadata_needs_a_plain_name_and_an_object(metadata: Any) -> None:
    assert set(rules_of(section(), metadata=metadata)) == {"invalid_metadata_format"}


def test_the_name_of_metadata_has_a_length() -> None:
    assert rules_of(section(), metadata={"event_type": "a" * 255, "event_payload": {}}) == []
    assert rules_of(section(), metadata={"event_type": "a" * 256, "event_payload": {}}) == ["invalid_metadata_format"]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("title", plain("字" * 25), "too_long"),
        ("submit", plain("字" * 25), "too_long"),
        ("close", plain("字" * 25), "too_long"),
        ("title", None, "missing_key"),
        ("private_metadata", "m" * 3001, "too_long"),
        ("callback_id", "m" * 256, "too_long"),
        ("external_id", "m" * 256, "too_long"),
        ("notify_on_close", "yes", "wrong_type"),
        ("size", "large", "unknown_key"),
        ("type", "popup", "bad_view_type"),
        ("blocks", [{"type": "divider"}] * 101, "too_many"),
        ("blocks", [], "too_few"),
    ],
)
def test_a_modal_keeps_to_its_limits(field: str, value: Any, rule: str) -> None:
    sound = {"title": plain("字" * 24), "close": plain("字" * 24), "private_metadata": "m" * 3000}

    assert view_rules(*[{"type": "divider"}] * 100, **sound) == []
    assert view_rules({"type": "divider"}, **{**sound, field: value}) == [rule]


def test_a_modal_that_asks_needs_a_submit_button() -> None:
    question = asking({"type": "plain_text_input", "focus_on_load": True})

    assert view_rules(question, submit=None) == ["missing_key"]
    assert view_rules(question, {"type": "alert", "text": mrkdwn("小心"), "level": "warning"}) == []
    assert view_rules(question, question) == ["duplicate_focus"]


def test_a_home_has_blocks_and_no_title() -> None:
    assert view_faults({"type": "home", "blocks": [section()]}) == []
    assert [f.rule for f in view_faults({"type": "home", "title": plain("a"), "blocks": []})] == ["unknown_key"]
    assert [f.rule for f in view_faults({"type": "home"})] == ["missing_key"]


_words = st.sampled_from(
    ["type", "text", "blocks", "elements", "options", "actions", "section", "static_select", "input"]
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=4),
    max_leaves=20,
)


@given(_json)
def test_any_nonsense_is_a_fault_and_never_a_crash(nonsense: Any) -> None:
    assert message_faults({"text": "t", "blocks": [nonsense]})
    assert view_faults({"type": "modal", "title": nonsense, "blocks": nonsense})
