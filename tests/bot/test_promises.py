"""Promises in texts of ours: what is one, until when, and what only looks like one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.promises import Deed, promises_in
from bot.vocabulary import Locale
from scripts_library.scripts import render, scripts

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 27, 10, 12, tzinfo=ZONE).astimezone(UTC)


def _told(text: str) -> list[tuple[Deed, str]]:
    return [(one.deed, f"{one.due_at.astimezone(ZONE):%m-%d %H:%M}") for one in promises_in(text, FRIDAY, ZONE)]


@pytest.mark.parametrize(
    ("text", "deed", "due"),
    [
        ("48小时内退款", Deed.REFUND, "11-29 10:12"),
        ("我们会在48小时内给您退款,请放心。", Deed.REFUND, "11-29 10:12"),
        ("明天上午10点前给您答复", Deed.ANSWER, "11-28 10:00"),
        ("今晚8点半前给您回电", Deed.ANSWER, "11-27 20:30"),
        ("三天内补发一件新的", Deed.DELIVERY, "11-30 10:12"),
        ("3个工作日内到账", Deed.REFUND, "12-02 10:12"),
        ("周五前处理好", Deed.OTHER, "11-27 18:00"),
        ("下周一中午前给您打电话", Deed.ANSWER, "11-30 12:00"),
        ("12月1日前给您换新寄出", Deed.DELIVERY, "12-01 18:00"),
        ("3号前退到您账上", Deed.REFUND, "12-03 18:00"),
        ("半小时内联系您", Deed.ANSWER, "11-27 10:42"),
        ("24h内安排补发", Deed.OTHER, "11-28 10:12"),
        ("答应客户后天前退款", Deed.REFUND, "11-29 18:00"),
        ("We will refund you within 48 hours.", Deed.REFUND, "11-29 10:12"),
        ("News by 18:30 today.", Deed.ANSWER, "11-27 18:30"),
        ("I will call you by tomorrow 10:00.", Deed.ANSWER, "11-28 10:00"),
        ("The new one is shipped by Monday.", Deed.DELIVERY, "11-30 18:00"),
        ("By 5 pm we refund you.", Deed.REFUND, "11-27 17:00"),
    ],
)
def test_a_time_and_a_deed_of_ours_are_a_promise(text: str, deed: Deed, due: str) -> None:
    assert _told(text) == [(deed, due)]


@pytest.mark.parametrize(
    "text",
    [
        "尽快给您处理",
        "请您在7天内寄回",
        "麻烦您三天内把照片发给我",
        "签收后7天内可以无理由退货",
        "您说三天内发货,结果等了十天",
        "看到您说“48小时内退款”,一直没到账",
        "您今天18:30前方便吗?",
        "质保期内免费处理",
        "两年内任何时候都退款",
        "昨天前处理好了",
        "You can return it within 7 days.",
        "Please answer by tomorrow.",
        "by the way, we checked it",
        "",
    ],
)
def test_what_binds_the_customer_asks_or_says_no_time_is_none(text: str) -> None:
    assert _told(text) == []


def test_two_promises_of_one_text_are_two_and_the_same_one_is_one() -> None:
    said = "今天18:30前给您答复。退款48小时内到账。退款48小时内到账,请放心。"

    assert _told(said) == [(Deed.ANSWER, "11-27 18:30"), (Deed.REFUND, "11-29 10:12")]


def test_a_promise_is_told_in_its_own_words_without_the_time() -> None:
    said = "对不起,让您久等了。钱款48小时内退回,以后我们会更仔细。"

    assert [one.words for one in promises_in(said, FRIDAY, ZONE)] == ["钱款退回"]


@pytest.mark.parametrize(("locale", "when"), [(Locale.ZH_CN, "今天18:30"), (Locale.EN, "18:30 today")])
def test_every_written_script_that_names_a_time_makes_a_promise_and_no_other_does(locale: Locale, when: str) -> None:
    """But one: what a supervisor would do if the customer wishes is an offer."""
    blank = {"shop", "agent", "customer", "product", "words", "slot", "done", "improvement"}
    facts = dict.fromkeys(blank, "x ") | {"when": when}
    written = [one for key, one in scripts(locale).items() if ".phone" not in key and not key.startswith("care.")]

    wrong = [
        one.key
        for one in written
        if bool(promises_in(render(one, facts), FRIDAY, ZONE)) is not ("{{ when }}" in one.text)
    ]

    assert wrong in ([], ["contact.service_attitude.wangwang.sincere"])
    assert sum("{{ when }}" in one.text for one in written) >= 15
