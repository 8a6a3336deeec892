"""The rota's two weeks in the dialog of a large team: nobody is cut off without a word."""

import re
from datetime import timedelta

import pytest

from bot.cards.dialogs.rota import DayPlan, Filled, rota_dialog
from bot.cards.look import Look
from bot.policy.model import Policy
from bot.policy.rota import Off
from scripts_library.wording import Wording
from slack_rules import limits
from tests.house.clock import T0

SHIFT = {"from": "09:00", "to": "18:00"}
FIRST = T0.date()


def _days(locale: str, shifts: int, people: int, name: str, off: int = 0) -> list[str]:
    """The sections of the days, where so many people work each shift."""
    names = [f"shift{number}" for number in range(shifts)]
    policy = Policy.model_validate({"shifts": dict.fromkeys(names, SHIFT)})
    by_shift = {shift: [f"{name} {number}" for number in range(people)] for shift in names}
    away = [(f"{name} {number}", Off.TRAINING) for number in range(off)]
    plan = [DayPlan(FIRST + timedelta(days=number), True, by_shift, away) for number in range(14)]
    drawn = rota_dialog(plan, Filled(FIRST), Look(Wording(locale), policy, str))
    return [block["text"]["text"] for block in drawn["blocks"] if block["type"] == "section"]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_forty_people_in_four_shifts_are_all_there_on_every_day(locale: str) -> None:
    found = _days(locale, 4, 10, "Alexandra Christopher Johnson")

    assert len(found) == 14
    assert [one.count("Johnson") for one in found] == [40] * 14
    assert not any("…" in one for one in found)


@pytest.mark.parametrize(("locale", "more"), [("zh_CN", r"另有 (\d+) 人"), ("en", r"and (\d+) more")])
@pytest.mark.parametrize(("shifts", "people"), [(4, 30), (12, 9), (20, 40)])
@pytest.mark.parametrize("name", ["Alexandra Christopher Johnson", "R&D & Partners & Johnson"])
def test_who_is_left_out_is_counted(locale: str, more: str, shifts: int, people: int, name: str) -> None:
    for one in _days(locale, shifts, people, name, off=30):
        shown = one.count(name.replace("&", "&amp;"))
        assert shown + sum(int(count) for count in re.findall(more, one)) == shifts * people + 30
        assert len(one) <= limits.SECTION_TEXT
        assert "…" not in one
