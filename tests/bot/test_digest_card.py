"""Digest card: short enough for thirty seconds on a phone, the most pressing first, nobody ranked or pinged."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.digest_card import digest_card
from bot.cards.look import Look
from bot.policy.loader import load_policy
from bot.rules.figures import Counted, Kept, Mean
from bot.rules.figures.morning import Load, Matter, Money, Mood, Morning, Pending, Telling, most_pressing
from scripts_library.wording import Wording
from tests.bot.drawings import LINK, Pen, busy_morning
from tests.house.clock import T0, at
from tests.house.reading import buttons_of, words_of

ON_TIME = Telling(at(days=1))
POLICY = load_policy(None)
TEAM = ["小李", "小王", "小孙", "赵组长", "欧阳晓晓", "小何", "小周", "小吴", "小郑", "小冯", "小陈", "小褚"]
IN_THIRTY_SECONDS = {"zh_CN": 900, "en": 1500}


def _name(user: str) -> str:
    known = {"U0LI": "小李", "U0WANG": "小王", "U0SUN": "小孙"}
    return known.get(user) or (TEAM[int(user[2:]) % len(TEAM)] if user[2:].isdigit() else user)


def drawn(morning: Morning, locale: str = "zh_CN", told: Telling = ON_TIME) -> dict[str, Any]:
    pen = Pen(locale, "电热水壶 1.5L")
    files = {file.case.id: (file, LINK) for file in pen.many(20)}
    card = digest_card(morning, Look(Wording(locale), POLICY, _name), files, told)
    return {"text": card.text, "blocks": [*card.above, *card.below]}


def reads(morning: Morning, told: Telling = ON_TIME) -> str:
    return words_of(drawn(morning, told=told))


@pytest.fixture
def busy() -> Morning:
    return busy_morning(Pen("zh_CN", "电热水壶 1.5L"))


@pytest.mark.parametrize("product", ["电热水壶 1.5L", "北欧风加厚保温电热水壶家用大容量 1.8L"])
@pytest.mark.parametrize("locale", IN_THIRTY_SECONDS)
def test_the_busiest_morning_is_read_in_thirty_seconds(locale: str, product: str) -> None:
    pen = Pen(locale, product)
    files = {file.case.id: (file, LINK) for file in pen.many(20)}
    look = Look(Wording(locale), POLICY, _name)
    card = digest_card(busy_morning(pen), look, files, ON_TIME)
    message = {"blocks": [*card.above, *card.below]}

    letters = re.sub(r"[\s*]", "", words_of(message))  # neither blanks nor marks of bold words are read

    assert 500 < len(letters) <= IN_THIRTY_SECONDS[locale]
    assert len(message["blocks"]) <= 14


def test_the_headline_stands_first_and_the_decisions_before_everything_else(busy: Morning) -> None:
    lines = reads(busy).splitlines()

    assert lines[1].startswith("*昨天 900 条评价,500 件中差评(比上周同日 +60);紧急 160 件,30 分钟内开始 159 件")
    assert lines[2] == f"*今天需要你决定*({11 * len(Matter)})"
    assert [line.split("*")[1] for line in lines if line.startswith("*")][2:] == [
        "比平时多",
        "时钟",
        "补偿",
        "客户情绪",
        "手上案件",
    ]


def test_every_rate_has_what_it_is_of_and_few_are_no_percentage(busy: Morning) -> None:
    said = reads(busy)

    assert "紧急开始 99%(159/160) · 重要开始 3/4 · 首次联系 96%(480/500) · 联系上 80%(400/500) · 回访 无" in said
    assert "新案件 3.3/5(500 件),前七天 3.0/5(3000 件) · 回访满意 11/19" in said
    assert "不足 20 件只给原数" in said


def test_a_mean_of_few_says_so(busy: Morning) -> None:
    few = replace(busy, mood=Mood(Mean(13, 4), Mean(0, 0), Kept(0, 0)))

    assert "*客户情绪*   新案件 3.2/5(4 件,只作参考)\n" in reads(few)


@pytest.mark.parametrize(
    ("spent", "said"),
    [(1_599_900, "¥15999 / ¥20000\n"), (1_600_000, "⚠️ 预算快用完了"), (2_000_100, "⚠️ 超出预算")],
)
def test_the_budget_is_warned_of(busy: Morning, spent: int, said: str) -> None:
    assert said in reads(replace(busy, money=Money(0, 0, spent)))


def test_english_names_the_month(busy: Morning) -> None:
    assert " used in November" in words_of(drawn(replace(busy, money=Money(0, 0, 1_599_900)), "en"))


def test_people_are_told_by_name_never_by_how_much_they_have_and_never_pinged(busy: Morning) -> None:
    held = {"U0WANG": 30, "U0LI": 1, "U000": 12, None: 2}
    quiet = replace(busy, load=Load(held, frozenset({"U0WANG", "U0SUN", "U0STRANGER"})))

    line = next(line for line in reads(quiet).splitlines() if "手上案件" in line)

    names = [part.split()[0] for part in line.removeprefix("*手上案件*   ").split(" · ")[:3]]
    assert names == sorted(names)
    assert "无人负责 2 · 今天休息:小孙、小王" in line
    assert "<@" not in str(drawn(quiet)["blocks"])


def test_without_anything_each_line_is_left_out(busy: Morning) -> None:
    nothing = Kept(0, 0)
    day = replace(
        busy.day,
        urgent_started=nothing,
        important_started=nothing,
        attempted=nothing,
        reached=nothing,
        followed_up=nothing,
    )
    bare = replace(busy, day=day, money=Money(0, 0, 0), mood=Mood(Mean(0, 0), Mean(9, 3), nothing), load=Load({}))
    bare = replace(bare, unusual=(), pending=(), waiting={})

    said = reads(bare)

    assert "今天没有等你决定的事" in said
    assert "*比平时多*   没有" in said
    assert not any(name in said for name in ("时钟", "补偿*", "客户情绪", "手上案件"))


def test_a_digest_of_days_ago_says_nothing_of_this_morning(busy: Morning) -> None:
    said = reads(busy, Telling(at(days=4), is_late=True, by_date=True))

    assert "每日评价简报(补发)· 11月22日 周日" in said
    assert "11月22日 900 条评价" in said
    assert "11月22日执行 ¥1234.50(17 笔)" in said
    assert not any(words in said for words in ("决定", "手上案件", "现在有", "昨天"))


def test_one_that_is_late_on_its_own_morning_asks_for_decisions_still(busy: Morning) -> None:
    said = reads(busy, Telling(at(days=1), is_late=True))

    assert "(补发)" in said
    assert f"*今天需要你决定*({11 * len(Matter)})" in said


def test_where_nothing_waits_but_some_are_overdue_it_does_not_say_that_all_is_well(busy: Morning) -> None:
    nothing_waits = replace(busy, pending=(), waiting={})
    in_time = replace(nothing_waits, day=replace(busy.day, overdue=Counted(0, ())))

    assert "今天没有等你决定的事。超时的 11 件" in reads(nothing_waits)
    assert "今天没有等你决定的事,安心忙别的" in reads(in_time)


class TestMostPressing:
    def _waits(self, *matters: Matter) -> tuple[Pending, ...]:
        return tuple(Pending(matter, number, at(minutes=-number)) for number, matter in enumerate(matters))

    def test_the_urgent_that_are_nobodys_come_first_then_the_longest_waiting(self) -> None:
        waits = self._waits(Matter.REPLY, Matter.CAUSE, Matter.CAUSE, Matter.UNOWNED)

        chosen = most_pressing(waits, 6)

        assert [(one.matter, one.number) for one in chosen] == [
            (Matter.UNOWNED, 3),
            (Matter.CAUSE, 2),
            (Matter.CAUSE, 1),
            (Matter.REPLY, 0),
        ]

    def test_no_kind_hides_the_others(self) -> None:
        waits = self._waits(*[Matter.UNOWNED] * 6, Matter.NOT_STARTED, Matter.ALERT)

        matters = [one.matter for one in most_pressing(waits, 6)]

        assert matters == [*[Matter.UNOWNED] * 4, Matter.ALERT, Matter.NOT_STARTED]

    def test_what_waits_equally_long_is_told_in_the_order_of_its_numbers(self) -> None:
        waits = tuple(Pending(Matter.CAUSE, number, T0) for number in (3, 1, 2))

        assert [one.number for one in most_pressing(waits, 6)] == [1, 2, 3]


def test_buttons_act_or_open_and_the_rest_of_the_figures_is_behind_one(busy: Morning) -> None:
    assert buttons_of(drawn(busy)) == ["查看合并事件"] * 2 + ["转交"] * 2 + ["处理"] * 2 + [
        "更多数字",
        "看超时",
        "看待认领",
    ]
