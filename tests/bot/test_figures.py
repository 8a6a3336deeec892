"""Figures: rates that promise no more than they know, and numbers with their cases."""

from datetime import date

import pytest

from bot.rules.figures import Counted, DayFigures, Kept, WorstProduct
from bot.vocabulary import Category, Grade


@pytest.mark.parametrize(
    ("kept", "of", "percent"),
    [(0, 0, None), (0, 5, 0), (5, 5, 100), (1, 3, 33), (2, 3, 67), (38, 41, 93), (999, 1000, 99), (1, 1000, 1)],
)
def test_a_rate_says_all_or_none_only_where_it_is_so(kept: int, of: int, percent: int | None) -> None:
    assert Kept(kept, of).percent == percent


def test_every_number_of_the_day_brings_its_cases_along() -> None:
    kept = Kept(0, 0)
    day = DayFigures(
        day=date(2026, 11, 22),
        reviews=9,
        negative=5,
        neutral=1,
        positive=3,
        cases=Counted(6, (1, 2)),
        by_grade={Grade.URGENT: Counted(1, (3,))},
        by_category={Category.LOGISTICS: Counted(1, (4,)), None: Counted(1, (5,))},
        urgent_started=kept,
        important_started=kept,
        attempted=kept,
        reached=kept,
        followed_up=kept,
        resolved=Counted(1, (6,)),
        still_open=Counted(1, (7,)),
        overdue=Counted(1, (8,)),
        worst=(WorstProduct("电热水壶", 2, (9, 10)),),
        cases_week_before=0,
    )

    assert {case_id for counted in day.shown() for case_id in counted.case_ids} == set(range(1, 11))
