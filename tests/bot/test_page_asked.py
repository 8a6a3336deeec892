"""What the page's form asks for."""

from datetime import date

import pytest

from bot.page.asked import Asked, Field, NotAsked, SpanKind, asked_for
from bot.rules.figures.period import Period, Scope
from bot.vocabulary import Grade

TODAY = date(2026, 3, 2)  # a Monday


def asked(*given: tuple[str, str]) -> Asked:
    return asked_for(given, TODAY, {"home-cn"})


def test_nothing_said_is_this_month_and_all_of_the_shop() -> None:
    assert asked() == Asked(SpanKind.THIS_MONTH, Period(date(2026, 3, 1), date(2026, 4, 1)), Scope())


@pytest.mark.parametrize(
    ("span", "begin", "end"),
    [
        ("this_week", date(2026, 3, 2), date(2026, 3, 9)),
        ("last_week", date(2026, 2, 23), date(2026, 3, 2)),
        ("last_month", date(2026, 2, 1), date(2026, 3, 1)),
        ("days", date(2026, 3, 2), date(2026, 3, 3)),
    ],
)
def test_each_span_has_its_days(span: str, begin: date, end: date) -> None:
    assert asked(("period", span)).period == Period(begin, end)


def test_both_days_that_are_named_are_in_it() -> None:
    got = asked(("period", "days"), ("from", "2026-02-27"), ("to", "2026-03-01"))

    assert got.period == Period(date(2026, 2, 27), date(2026, 3, 2))


def test_days_count_only_where_days_are_asked_for() -> None:
    assert asked(("period", "this_week"), ("from", "nonsense")).span is SpanKind.THIS_WEEK


def test_a_part_of_the_shop_is_named_by_its_fields() -> None:
    got = asked(("store", "home-cn"), ("line", "厨房电器"), ("grade", "urgent"), ("utm_source", "mail"))

    assert got.scope == Scope("home-cn", "厨房电器", Grade.URGENT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ([("store", "beauty-cn")], Field.STORE),
        ([("store", "home-cn"), ("store", "home-cn")], Field.STORE),
        ([("grade", "URGENT")], Field.GRADE),
        ([("period", "days"), ("from", "2026-03-03"), ("to", "2026-03-02")], Field.FROM),
        ([("period", "days"), ("from", "2025-03-01"), ("to", "2026-03-02")], Field.FROM),
        ([("period", "days"), ("to", "2100-01-01")], Field.TO),
    ],
)
def test_what_the_form_cannot_say_names_its_field(given: list[tuple[str, str]], field: Field) -> None:
    with pytest.raises(NotAsked) as refused:
        asked(*given)

    assert refused.value.field is field


def test_a_year_is_not_too_long() -> None:
    assert asked(("period", "days"), ("from", "2025-03-02"), ("to", "2026-03-02")).period.days == 366
