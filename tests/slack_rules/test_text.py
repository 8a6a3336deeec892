"""Text: customer words stay data, and no cut leaves half an escape or half an emoji."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from slack_rules.text import clip, escape, length, plain
from slack_rules.validator import message_faults

FAMILY = "👨\u200d👩\u200d👧"


def test_mentions_and_links_become_visible_text() -> None:
    assert escape("<!channel> a & b <https://x>") == "&lt;!channel&gt; a &amp; b &lt;https://x&gt;"


def test_invisible_controls_and_direction_overrides_are_dropped() -> None:
    assert escape("a\x00b\u202ec\r\nd\te") == "abc\nd\te"
    assert plain("x\ud83dy", 10) == "xy"
    assert plain("  两头有空格 \n", 10) == "两头有空格"


def test_a_fitting_text_is_left_alone() -> None:
    assert clip("四个字吧", 4) == "四个字吧"


def test_a_long_text_ends_with_the_ellipsis_inside_the_limit() -> None:
    assert clip("一二三四五六", 4) == "一二三…"
    assert clip("一二三四五六", 4, ellipsis="") == "一二三四"
    assert clip("abcdef", 0) == ""
    assert clip("abcdef", 1, ellipsis="...") == "."


def test_an_escape_is_kept_whole_or_left_out() -> None:
    assert clip("ab&lt;cd", 5) == "ab…"
    assert clip("ab&lt;cdefg", 7) == "ab&lt;…"


def test_a_mention_a_date_and_a_link_are_kept_whole_or_left_out() -> None:
    assert clip("请 <@U0LI> 看", 7) == "请…"
    assert clip("请 <@U0LI> 看一看", 11) == "请 <@U0LI>…"
    assert clip("<!date^1^{time}|10:02> 前", 20) == "…"
    assert clip("a <https://e.cn/1|看> bcdefghijk", 20) == "a…"
    assert clip("3 < 5 而 7 > 6", 7) == "3 < 5…"


def test_an_emoji_joined_of_several_is_kept_whole_or_left_out() -> None:
    assert clip("a" + FAMILY + "bcd", 6) == "a…"
    assert clip("a" + FAMILY + "bcdef", 10) == "a" + FAMILY + "…"
    assert clip("👍🏽👍🏽", 6) == "👍🏽…"
    assert clip("🇨🇳🇫🇷xxxx", 6) == "🇨🇳…"
    assert clip("❤️❤️❤️", 4) == "❤️…"


@given(st.text(max_size=200), st.integers(1, 120))
def test_escaped_and_clipped_text_fits_and_has_no_broken_escape(words: str, limit: int) -> None:
    shown = clip(escape(words), limit)

    assert length(shown) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)
    assert html.unescape(escape(words)) == html.unescape(shown) or shown.endswith("…")


@given(st.text(min_size=1, max_size=400))
def test_whatever_a_customer_writes_is_accepted_once_it_is_tamed(words: str) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "> " + clip(escape(words), 200)}}
    faults = message_faults({"text": "t", "blocks": [block]})

    assert [f for f in faults if f.rule != "empty_text"] == []
