"""Unusual: what is news is more than chance would do; a month of ordinary mornings brings about one false piece."""

from random import Random

import pytest

from bot.rules.unusual import Kind, Often, chance, unusual
from bot.vocabulary import Category


def a_product(count: int, before: int, days: int = 28, name: str = "水壶") -> Often:
    return Often(Kind.PRODUCT, count, before, days, name)


@pytest.mark.parametrize(
    ("count", "before"),
    [(3, 0), (4, 4), (9, 33), (25, 140), (60, 560)],
)
def test_what_is_clearly_beyond_its_usual_is_news(count: int, before: int) -> None:
    assert unusual([a_product(count, before)], 3) == [a_product(count, before)]


@pytest.mark.parametrize(
    ("count", "before"),
    [(2, 0), (3, 20), (5, 60), (8, 140), (26, 560), (0, 0), (20, 560)],
)
def test_what_may_be_chance_is_none(count: int, before: int) -> None:
    assert unusual([a_product(count, before)], 3) == []


def test_a_shop_that_is_too_young_has_no_usual() -> None:
    assert unusual([a_product(50, 1, days=6)], 3) == []
    assert unusual([a_product(50, 1, days=0)], 3) == []


def test_among_many_more_is_asked_of_each() -> None:
    """One of two hundred is always a little above its usual."""
    risen = a_product(5, 30)
    assert unusual([risen], 3) == [risen]

    assert unusual([risen, *(a_product(1, 30, name=str(number)) for number in range(200))], 3) == []


def test_the_largest_come_first_and_no_more_than_asked_for() -> None:
    whole = Often(Kind.SHOP, 90, 560, 28)
    quality = Often(Kind.CATEGORY, 50, 250, 28, category=Category.PRODUCT_QUALITY)
    small, large = a_product(12, 10, name="杯子"), a_product(30, 33)

    assert unusual([small, large, quality, whole], 3) == [whole, quality, large]


def test_a_shop_that_has_more_because_of_one_product_is_no_news_beside_it() -> None:
    whole, kettle = Often(Kind.SHOP, 60, 560, 28), a_product(42, 33)

    assert unusual([whole, kettle], 3) == [kettle]
    assert unusual([whole, a_product(9, 33)], 3) == [whole, a_product(9, 33)]


def test_the_chance_is_that_of_a_restless_poisson_day() -> None:
    """Against a plain simulation of what the rule says: a rate as unsure as it is, days as restless as they are."""
    random, one, drawn = Random(7), a_product(9, 84), 40_000
    shape = 1 / (1 / (84 + 0.5) + 0.06)
    mean = (84 + 0.5) / 28
    days = (_poisson(random, random.gammavariate(shape, mean / shape)) for _ in range(drawn))

    assert chance(one) == pytest.approx(sum(day >= 9 for day in days) / drawn, abs=0.002)


@pytest.mark.parametrize("products", [5, 60])
def test_ordinary_mornings_bring_about_one_false_piece_of_news_a_month(products: int) -> None:
    random, mornings, told = Random(11), 600, 0
    for _ in range(mornings):
        rates = [random.choice((0.05, 0.3, 1.0, 4.0)) for _ in range(products)]
        days = [(_day(random, rate), sum(_day(random, rate) for _ in range(28))) for rate in rates]
        told += bool(unusual([a_product(now, before) for now, before in days], 3))

    assert told / mornings * 30 <= 1.5


def _day(random: Random, rate: float) -> int:
    """A day's cases where days are as restless as the rule takes them to be."""
    return _poisson(random, random.gammavariate(1 / 0.06, rate * 0.06))


def _poisson(random: Random, rate: float) -> int:
    count, passed = 0, random.expovariate(1.0)
    while passed < rate:
        count, passed = count + 1, passed + random.expovariate(1.0)
    return count
