"""Rota reading: whom an event is about and what it says, in both languages and as people really write."""

from typing import Any

import pytest

from bot.policy.model import Policy
from bot.policy.rota import Off
from bot.policy.rota_reading import Said, people_in, said_in

SHIFT = {"from": "09:00", "to": "18:00"}
POLICY = Policy.model_validate(
    {
        "shifts": {"early": SHIFT, "late": SHIFT, "晚班": SHIFT},
        "people": {
            "U0LI": {"name": "小李", "calendar": ["li@shop.cn", "Li"]},
            "U0LIZI": {"name": "小李子"},
            "U0WANG": {"name": "小王", "calendar": ["wang@shop.cn"]},
            "U0OFF": {"name": "Off"},
        },
    }
)


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
        ("小李 晚班 小王休假", Said(unclear=("晚班", Off.LEAVE))),
        ("小李 early late", Said(unclear=("early", "late"))),
        ("小李 年假(取消)", Said(unclear=("取消", Off.LEAVE))),
    ],
)
def test_what_it_says(words: str, said: Said) -> None:
    assert said_in(words, POLICY) == said
