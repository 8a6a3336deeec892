"""How long a break lasts, by what was typed."""

from datetime import timedelta

import pytest

from bot.rules.resting import NoBreak, break_ends
from tests.house.clock import T0

MIDNIGHT = T0 + timedelta(hours=14)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("", 30), ("45", 45), ("20m", 20), ("20 分钟", 20), ("2h", 120), ("2小时", 120), ("1 个小时", 60), ("12h", 720)],
)
def test_a_length(typed: str, minutes: int) -> None:
    assert break_ends(typed, T0, MIDNIGHT) == T0 + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("半小时", 30),
        ("半个小时", 30),
        ("一小时", 60),
        ("两个小时", 120),
        ("1.5小时", 90),
        ("十分钟", 10),
        ("half an hour", 30),
        ("an hour", 60),
        ("Two hours", 120),
        ("90 mins", 90),
        ("1.5h", 90),
    ],
)
def test_a_length_in_words(typed: str, minutes: int) -> None:
    """The help itself says 半小时 and half an hour."""
    assert break_ends(typed, T0, MIDNIGHT) == T0 + timedelta(minutes=minutes)


def test_the_rest_of_the_day_and_back_at_once() -> None:
    assert break_ends("Today", T0, MIDNIGHT) == break_ends("今天", T0, MIDNIGHT) == MIDNIGHT
    assert break_ends("回来", T0, MIDNIGHT) is break_ends(" back ", T0, MIDNIGHT) is None


@pytest.mark.parametrize("typed", ["0", "13h", "721", "soon", "-5", "1.25h", "9999", "半天", "a"])
def test_what_is_no_length(typed: str) -> None:
    with pytest.raises(NoBreak):
        break_ends(typed, T0, MIDNIGHT)
