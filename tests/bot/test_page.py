"""The page's drawings and tables, as values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.look import Look
from bot.page.course import Course, course_of
from bot.page.results import result_cards
from bot.page.shelf import heat_table, product_table
from bot.page.steps import cheaper_lines
from bot.policy.loader import load_policy
from bot.rules.figures import Kept, Mean, Rate, Within
from bot.rules.figures.headlines import Headline, Measured, Result
from bot.rules.figures.period import DayCount, LevelFigures, ProductFigures
from bot.rules.figures.trend import trend_of
from bot.vocabulary import Category, Grade
from scripts_library.wording import Wording

LOOK = Look(Wording("zh_CN"), load_policy(None), str)
DAY = date(2026, 11, 1)
_COUNTS = st.integers(0, 10**7)


def _days(*cases: int, orders: int | None = None) -> list[DayCount]:
    return [DayCount(DAY + timedelta(days=place), count, orders) for place, count in enumerate(cases)]


def _course(*cases: int, orders: int | None = None) -> Course:
    course = course_of(trend_of(_days(*cases, orders=orders)), LOOK)
    assert course
    return course


def test_a_day_beyond_its_limits_is_marked_and_told() -> None:
    course = _course(*[5, 6, 4] * 6, 60, 5)

    assert [place for place, dot in enumerate(course.dots) if dot.is_outside] == [18]
    assert "1 天超出正常波动" in course.told
    assert [row[4].text for row in course.table.rows].count("超出正常波动") == 1


def test_few_days_have_no_limits_and_say_so() -> None:
    course = _course(3, 4, 5)

    assert (course.bands, course.centre) == ((), None)
    assert "天数太少" in course.told


def test_where_no_day_has_begun_nothing_is_drawn() -> None:
    assert course_of(trend_of([]), LOOK) is None


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=366), st.none() | st.integers(1, 10**6))
def test_the_drawing_stays_on_its_paper(cases: list[int], orders: int | None) -> None:
    course = _course(*cases, orders=orders)

    places = [(dot.x, dot.y) for dot in course.dots] + [(band.x, band.y) for band in course.bands]
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in places)
    assert all(band.height >= 0 and band.y + band.height <= 100.01 for band in course.bands)
    assert len(course.lines) == len(cases) - 1


def _headline(result: Result, now: Measured, before: Measured, target: float) -> Headline:
    return Headline(result, now, before, target, True, True)


@given(_COUNTS, _COUNTS, _COUNTS, st.floats(0, 1000))
def test_a_gauge_stays_on_its_rail(one: int, other: int, many: int, target: float) -> None:
    of = max(one, many)
    found = [
        _headline(Result.REACHED, Kept(one, of), Kept(min(other, of), of), min(target, 1.0)),
        _headline(Result.QUALITY, Rate(one, many), Rate(other, many), target),
        _headline(Result.ALERT, Within(one, many, 300), Within(None, 0, 300), target),
        _headline(Result.RATING, Mean(min(one, 5 * many), many), Mean(0, 0), 4.9),
    ]
    for card in result_cards(found, LOOK):
        if gauge := card.gauge:
            whisker = [gauge.whisker.low, gauge.whisker.at, gauge.whisker.high] if gauge.whisker else []
            places = [gauge.at, gauge.before, gauge.target, *whisker]
            assert all(-0.1 <= place <= 100 for place in places if place is not None)


def _product(name: str, negative: int, orders: int | None = None, **by: int) -> ProductFigures:
    counts: dict[Category | None, int] = {Category(key): count for key, count in by.items()}
    rate = Rate(negative, orders)
    return ProductFigures("home-cn", "厨房电器", name, name, 100, negative, Mean(300, 100), counts, rate)


def test_rates_are_drawn_on_one_scale() -> None:
    rows = product_table([_product("甲", 40, 1000), _product("乙", 20, 1000), _product("丙", 9)], LOOK).rows
    first, second, unknown = (row[3] for row in rows)

    assert first.whisker
    assert second.whisker
    assert first.whisker.high == 100
    assert second.whisker.at == pytest.approx(first.whisker.at / 2, abs=0.1)
    assert unknown.whisker is None
    assert unknown.text == "没有订单数,算不出"


def test_the_more_the_darker() -> None:
    table = heat_table([_product("甲", 12, logistics=10, after_sales=2), _product("乙", 1, logistics=1)], LOOK)

    assert table.heads == ("商品", "物流服务", "售后保障", "合计")
    assert [[cell.heat for cell in row[1:3]] for row in table.rows] == [[5, 1], [1, 0]]


def test_a_cheaper_level_that_did_as_well_is_named_with_what_it_saves() -> None:
    dear = LevelFigures(2, Grade.NORMAL, 200, 400_000, Kept(180, 200), Kept(0, 0))
    cheap = LevelFigures(1, Grade.NORMAL, 200, 160_000, Kept(184, 200), Kept(0, 0))

    assert cheaper_lines([dear, cheap], LOOK) == [
        "普通案件:「1 级 优惠券」解决了 92%(184/200),不比「2 级 运费补偿」的 90%(180/200) 差,平均每件少花 ¥12。"
    ]
