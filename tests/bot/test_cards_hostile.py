"""Cards under attack: whatever anyone writes anywhere, Slack takes every card, and nothing in it comes alive."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from scripts_library.wording import LOCALES
from slack_rules.text import tame
from slack_rules.validator import message_faults, view_faults
from tests.bot.drawings import DRAWINGS, LINK, Payload, Pen

SUM = "49"  # what {{ 7*7 }} becomes where a template is made of data
HOSTILE = {
    "mentions": "<!channel> <!here> <!everyone> <@U1> <#C1> <!subteam^S1> @channel",
    "links": "<https://evil.example|点这里> https://evil.example/a?b=1 www.evil.example",
    "half_a_token": "<@U1 <!date^1^{time}|x <https://evil.example|",
    "escaped_already": "&lt;!channel&gt; &amp;lt; & && &#60;@U1&#62;",
    "mrkdwn": "*粗* _斜_ ~删~ `代码` ```块``` >引 |管 ¦",
    "long": "差" * 10_000,
    "long_escapes": "<&>" * 3_400,
    "long_word_of_emoji": "👨‍👩‍👧‍👦" * 1_400,
    "right_to_left": "\u202e\u2066坏了\u2069\u202c\u200f",
    "nul_and_controls": "坏\x00了\x07\x1b[31m\x85\r\n\n\t了",
    "lone_surrogates": "坏\ud800了\udfff",
    "emoji": "👍🏽🇨🇳❤️👩‍🚀🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&nbsp;",
    "formula": '=HYPERLINK("http://evil.example","x")+1-cmd|\' /C calc\'!A0',
    "jinja": "{{ 7*7 }} {% for x in range(7) %}{{ x * 7 }}{% endfor %} {# #} {{ cycler.__init__ }} ${7*7} #{7*7}",
    "quotes": '"\'\\"},{"text":"x" \\u003c \\n',
    "blank": "   \n\t\u3000 ",
    "nothing": "",
    "only_controls": "\x00\u202e\ud800",
    "lines": "第一行\n\n第二行\n> 第三行",
}
# What our own code may put into mrkdwn: members of our tests, dates, and the link to a card.
_OURS = re.compile(rf"<@U0[A-Z]+>|<#C0\d+>|<!date\^\d+\^[^|<>]+\|[^<>]+>|<{re.escape(LINK)}\|[^<>|]*>")
_ESCAPES = re.compile(r"&(?:amp|lt|gt);")


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_nothing_that_anyone_writes_breaks_a_card_or_comes_alive(drawing: str) -> None:
    for (hostile, text), locale in product(HOSTILE.items(), LOCALES):
        payload, which = DRAWINGS[drawing](Pen(locale, text)), (hostile, locale)

        assert (which, faults_of(payload)) == (which, [])
        assert (which, list(alive_in(payload))) == (which, [])
        assert (which, [said for said in strings_in(payload) if said != tame(said)]) == (which, [])
        assert all(SUM not in _OURS.sub("", said) for said in strings_in(payload)), which


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_card_is_sound_with_ordinary_words(drawing: str, locale: str) -> None:
    payload = DRAWINGS[drawing](Pen(locale, "电热水壶"))

    assert faults_of(payload) == []
    assert list(alive_in(payload)) == []


@pytest.mark.parametrize("drawing", [name for name in DRAWINGS if name.startswith(("card_", "digest", "list", "home"))])
def test_a_long_text_pushes_nothing_else_off_a_card(drawing: str) -> None:
    """Names and remarks are cut where they stand, never the paragraph in which they stand."""
    for text in ("差" * 10_000, "<&>" * 3_400):
        for mrkdwn in mrkdwn_in(DRAWINGS[drawing](Pen("zh_CN", text))):
            assert len(mrkdwn["text"]) < 2_950


@pytest.mark.parametrize(
    "drawing",
    ["card_open", "card_open_late", "card_solving", "card_resolved", "card_dismissed", "timeline", "full_text"],
)
@pytest.mark.parametrize("private", ["13800138000", "138 0013 8000", "li.si@example.com", "110101199001011234"])
def test_personal_numbers_are_masked_wherever_they_are_shown(drawing: str, private: str) -> None:
    drawn = DRAWINGS[drawing](Pen("zh_CN", "电热水壶", words=f"打给我 {private} 好吗"))

    assert any("打给我" in text for text in strings_in(drawn))
    assert [text for text in strings_in(drawn) if private in text] == []


class TestTheTestItself:
    """What the assertions above would catch."""

    @pytest.mark.parametrize(
        "text",
        [
            "<!channel>",
            "<@U1>",
            "<#C1>",
            "<https://evil.example|x>",
            "a < b",
            "&nbsp;",
            "<!date^1^{time}",
            f"<{LINK}|a",
        ],
    )
    def test_what_is_alive_or_half_is_found(self, text: str) -> None:
        assert list(alive_in({"blocks": [{"type": "mrkdwn", "text": text, "verbatim": True}]}))

    def test_text_that_slack_would_make_links_of_is_found(self) -> None:
        assert list(alive_in({"blocks": [{"type": "mrkdwn", "text": "https://evil.example"}]}))

    @pytest.mark.parametrize("text", ["<@U0LI>", "&lt;!channel&gt; &amp;", f"<{LINK}|#12 &lt;b&gt;>"])
    def test_what_is_ours_or_escaped_is_not(self, text: str) -> None:
        assert list(alive_in({"blocks": [{"type": "mrkdwn", "text": text, "verbatim": True}]})) == []


def faults_of(payload: Payload) -> list[str]:
    """What Slack would refuse."""
    faults = view_faults(payload) if "type" in payload else message_faults(payload)
    return [str(fault) for fault in faults]


def alive_in(payload: Payload) -> Iterator[str]:
    """Mentions and links that our code did not make, and halves of escapes and tokens, in every piece of mrkdwn."""
    for mrkdwn in mrkdwn_in(payload):
        rest = _ESCAPES.sub("", _OURS.sub("", mrkdwn["text"]))
        if re.search("[<>&]", rest):
            yield mrkdwn["text"][:300]
        if mrkdwn.get("verbatim") is not True:
            yield f"Slack makes links of this: {mrkdwn['text'][:300]}"


def mrkdwn_in(payload: Payload) -> Iterator[dict[str, Any]]:
    """Every text that Slack reads as mrkdwn; a message's own `text` cannot be verbatim."""
    if isinstance(payload.get("text"), str) and "channel" in payload:
        yield {"text": payload["text"], "verbatim": True}
    yield from _mrkdwn_below(payload.get("blocks"))


def _mrkdwn_below(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from _mrkdwn_below(inner)


def strings_in(node: Any) -> Iterator[str]:
    """Every string anywhere in it."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from strings_in(inner)
