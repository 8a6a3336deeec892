"""Rota reading: whom an event is about and what it says, in both languages and as people really write."""

from typing import Any

import pytest

from bot.policy.model import Policy
from bot.policy.rota import Off
from bot.policy.rota_reading import SOMEBODY, Said, absent_in, people_in, said_in

SHIFT = {"from": "09:00", "to": "18:00"}
POLICY = Policy.model_validate(
    {
        "shifts": {"early": SHIFT, "late": SHIFT, "晚班": SHIFT},
        "people": {
            "U0LI": {"name": "小李", "calendar": ["li@shop.cn", "Li"]},
            "U0LIZI": {"name": "小李子"},
            "U0WANG": {"name": "小王", "calendar": ["wang@shop.cn"]},
            "U0OFF": {"name": "Off"},
            "U0ZHAO": {"name": "赵组长", "calendar": ["zhao@shop.cn"]},
        },
        "roles": {"agents": ["U0LI", "U0WANG"], "leads": ["U0ZHAO"]},
    }
)

KIM = Policy.model_validate({"people": {"U0KIM": {"name": "Kim"}}})


@pytest.mark.parametrize(
    ("title", "invited", "calendar", "users"),
    [
        ("小李 年假", (), "", ["U0LI"]),
        ("小李子年假", (), "", ["U0LIZI"]),
        ("小李、小王 培训", (), "", ["U0LI", "U0WANG"]),
        ("Li on holiday", (), "", ["U0LI"]),
        ("holiday", (), "", []),  # no "Li" in it
        ("年假", ("LI@shop.cn",), "", ["U0LI"]),
        ("小王 年假", ("li@shop.cn",), "", ["U0WANG"]),  # a lead is invited to the leave of others
        ("年假", (), "小王的日历", ["U0WANG"]),
        ("年假", ("someone@else.cn",), "team", []),
    ],
)
def test_whom_it_is_about(title: str, invited: tuple[str, ...], calendar: str, users: list[str]) -> None:
    assert people_in(title, invited, calendar, POLICY) == users


def test_a_name_that_two_have_is_nobodys() -> None:
    people: dict[str, Any] = {"U1": {"name": "小陈"}, "U2": {"name": "陈二", "calendar": ["小陈"]}}

    assert people_in("小陈 年假", (), "", Policy.model_validate({"people": people})) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("小李 年假", Said(Off.LEAVE)),
        ("小李 病假", Said(Off.SICK)),
        ("小李 请假 LEAVE", Said(Off.LEAVE)),
        ("Li: sick leave", Said(Off.SICK)),
        ("小王 新品培训", Said(Off.TRAINING)),
        ("Off late", Said(shift="late")),  # somebody is called so
        ("小李 晚班", Said(shift="晚班")),
        ("Li EARLY", Said(shift="early")),
        ("earlybird", Said()),
        ("office move", Said()),
        ("小李 外出", Said()),
        ("小李 晚班 小王休假", Said(unclear=("晚班", "休假"))),
        ("小李 early late", Said(unclear=("early", "late"))),
        ("小李 年假(取消)", Said(unclear=("取消", "年假"))),
    ],
)
def test_what_it_says(words: str, said: Said) -> None:
    assert said_in(words, POLICY) == said


@pytest.mark.parametrize(
    "words",
    [
        *("国庆放假值班:小李", "小李 休息日加班", "小李 调休上班", "小李 补班(调休)", "小李 周末轮休值班"),
        *("小李 休假结束", "小李 不休息", "小李休假,小王代班", "小李替小王(年假)", "小李请假 小王顶班"),
        *("Li on call (holiday)", "Li on-call, holiday", "Li: holiday cover", "Li back from leave", "Li not on leave"),
        *("小李 不上晚班", "小李替小王 晚班", "小李 没请假"),
    ],
)
def test_whoever_works_stands_in_or_is_back_is_not_taken_for_off(words: str) -> None:
    assert said_in(words, POLICY).unclear


@pytest.mark.parametrize(
    "words", ["Kim kick-off workshop", "Kim sign-off", "off-site", "Kim kick off", "Kim 休息室会议"]
)
def test_words_of_being_off_within_others_say_nothing(words: str) -> None:
    assert said_in(words, KIM) == Said()


@pytest.mark.parametrize("words", ["小李-off", "Kim - off", "Kim day-off", "Kim is out-of-office", "Kim OFF"])
def test_words_of_being_off_stand_by_themselves(words: str) -> None:
    assert said_in(words, KIM) == Said(Off.LEAVE)


def test_a_shift_may_be_called_as_work_is() -> None:
    policy = Policy.model_validate({"shifts": {"值班": SHIFT, "替班": SHIFT}})

    assert said_in("值班", policy) == Said(shift="值班")
    assert said_in("替班", policy) == Said(shift="替班")
    assert said_in("晚班 上班", POLICY) == Said(shift="晚班")


@pytest.mark.parametrize(
    ("title", "invited", "made_by", "calendar", "users"),
    [
        ("年假", ("li@shop.cn",), (), "team", ["U0LI"]),
        ("年假", ("li@shop.cn",), ("x@calendar", "team"), "team", ["U0LI"]),  # the calendar itself made it
        ("年假", ("li@shop.cn",), ("li@shop.cn",), "team", ["U0LI"]),
        ("年假", ("zhao@shop.cn",), ("zhao@shop.cn",), "team", ["U0ZHAO"]),
        ("年假", (), (), "小王的日历", ["U0WANG"]),
        ("小李 年假", ("zhao@shop.cn",), ("hr@shop.cn",), "team", ["U0LI"]),
        ("年假", ("zhao@shop.cn",), (), "team", ["U0ZHAO", SOMEBODY]),
        ("年假", ("wang@shop.cn",), ("unknown@shop.cn",), "team", ["U0WANG", SOMEBODY]),
        ("年假", ("wang@shop.cn",), ("li@shop.cn",), "team", ["U0WANG", "U0LI"]),
        ("年假", ("zhao@shop.cn",), (), "小王的日历", ["U0ZHAO", "U0WANG", SOMEBODY]),
        ("小李、小王 年假", (), (), "team", ["U0LI", "U0WANG"]),
    ],
)
def test_who_is_off_is_not_guessed_from_whom_they_invite(
    title: str, invited: tuple[str, ...], made_by: tuple[str, ...], calendar: str, users: list[str]
) -> None:
    assert absent_in(title, invited, made_by, calendar, POLICY) == users
