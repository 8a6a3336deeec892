"""Figures of a period: the database's counts are those that a slow and simple recount comes to."""

import contextlib
import shutil
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.policy.loader import load_policy
from bot.rules.figures import Kept
from bot.rules.figures.period import Period, PeriodFigures, Scope
from bot.rules.unusual import Kind
from bot.vocabulary import Category, Grade, Status
from storage import morning
from storage.database import Database
from storage.figures import day_figures
from storage.period import STEPS, period_figures
from storage.tables import OrderCountRow
from tests.house.clock import SHANGHAI, T0
from tests.house.keys import KEYS
from tests.storage.shop_year import LINES, Told, write

POLICY = load_policy(None)
PERIODS = (Period.month(date(2026, 10, 5)), Period.week(date(2026, 11, 11)), Period(date(2026, 9, 1), date(2026, 9, 2)))
SCOPES = (Scope(), Scope(store="home-cn"), Scope(line=LINES[0]), Scope("beauty-cn", LINES[1], Grade.URGENT))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, template: Path) -> tuple[Path, Told]:
    """The file of a shop's year, and what is in it."""
    path = Path(shutil.copy(template, tmp_path_factory.mktemp("year") / "year.db"))
    database = Database(f"sqlite:///{path}", keys=KEYS)
    with contextlib.closing(database):
        return path, write(database, seed=7, many=500)


@pytest.fixture
def told(db: Database, written: tuple[Path, Told]) -> Told:
    if not db.is_sqlite or db.url.database is None:
        return write(db, seed=7, many=500)
    path, told = written
    shutil.copy(path, db.url.database)  # nobody has connected yet
    return told


def _figures(db: Database, period: Period, scope: Scope) -> PeriodFigures:
    return db.in_snapshot(period_figures, period, scope, POLICY, T0)


def _within(moment: datetime | None, period: Period) -> bool:
    begin, end = (datetime.combine(day, time(), SHANGHAI) for day in (period.begin, period.end))
    return moment is not None and begin <= moment < end


def _of(case: dict[str, Any], scope: Scope) -> bool:
    review = case["review"]
    return (
        scope.store in (None, review["store"])
        and scope.line in (None, review["line"])
        and scope.grade in (None, case["grade"])
    )


def _kept(outcomes: list[bool | None]) -> Kept:
    decided = [one for one in outcomes if one is not None]
    return Kept(sum(decided), len(decided))


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("period", PERIODS, ids=lambda one: str(one.begin))
class TestRecount:
    def test_cases_and_their_clocks(self, db: Database, told: Told, period: Period, scope: Scope) -> None:
        figures = _figures(db, period, scope)
        cases = [one for one in told.cases if _within(one["opened_at"], period) and _of(one, scope)]

        assert figures.cases == len(cases)
        assert figures.by_grade == {grade: sum(one["grade"] is grade for one in cases) for grade in reversed(Grade)}
        assert figures.by_category == dict(Counter(one["category"] for one in cases))
        days = Counter(one["opened_at"].astimezone(SHANGHAI).date() for one in cases)
        assert {day.day: day.cases for day in figures.daily if day.cases} == days
        assert len(figures.daily) == period.days
        clocks = figures.clocks
        assert clocks.attempted == _kept([one["contact_kept"] for one in cases])
        assert clocks.reached == _kept([one["reached_kept"] for one in cases])
        assert clocks.urgent_started == _kept([one["start_kept"] for one in cases if one["grade"] is Grade.URGENT])
        assert clocks.attempted_awake == Kept(sum(map(_kept_awake, cases)), clocks.attempted.of)

    def test_how_they_ended(self, db: Database, told: Told, period: Period, scope: Scope) -> None:
        figures = _figures(db, period, scope)
        cases = [one for one in told.cases if _within(one["opened_at"], period) and _of(one, scope)]
        resolved = [one for one in told.cases if _within(one["resolved_at"], period) and _of(one, scope)]

        dismissed = [one for one in cases if one["status"] is Status.DISMISSED]
        over = [one for one in cases if one["status"] in (Status.RESOLVED, Status.CLOSED)]
        good = [one for one in over if _is_good(one)]
        assert figures.ending.resolved == Kept(len(good), len(cases) - len(dismissed) - len(over) + len(good))
        assert (figures.ending.pending, figures.ending.dismissed) == (len(over) - len(good), len(dismissed))
        assert figures.aftermath.changed == Kept(sum(map(_is_changed, resolved)), len(resolved))
        known = [one for one in resolved if one["review"]["customer_id"]]
        again = [one for one in known if one["bought_again_at"]]
        assert figures.aftermath.bought_again == Kept(len(again), len(known))

    def test_reviews_products_and_lines(self, db: Database, told: Told, period: Period, scope: Scope) -> None:
        figures = _figures(db, period, scope)
        came = [
            one
            for one in told.reviews
            if _within(one["received_at"], period)
            and scope.store in (None, one["store"])
            and scope.line in (None, one["line"])
        ]

        negative = [one for one in came if one["is_negative"]]
        assert (figures.reviews.total, figures.reviews.negative) == (len(came), len(negative))
        rated = [one["rating"] for one in came if one["rating"]]
        assert (figures.reviews.rating.total, figures.reviews.rating.count) == (sum(rated), len(rated))
        assert figures.quality.events == sum(one["category"] == Category.PRODUCT_QUALITY for one in negative)
        assert figures.quality.value is None
        worst = Counter((one["store"], one["sku"]) for one in negative)
        assert {(one.store, one.sku): one.negative for one in figures.products}.items() <= worst.items()
        assert [one.negative for one in figures.products] == [count for _, count in worst.most_common(10)]
        for one in figures.products:
            assert sum(one.by_category.values()) == one.negative
        assert {one.line: one.negative for one in figures.lines} == dict(Counter(one["line"] for one in negative))

    def test_money_causes_and_alerts(self, db: Database, told: Told, period: Period, scope: Scope) -> None:
        figures = _figures(db, period, scope)
        paid = [
            one
            for one in told.compensations
            if one["stand"] == "executed" and _within(one["executed_at"], period) and _of(one["case"], scope)
        ]
        assert sum(one.cost_cents for one in figures.levels) == sum(one["amount_cents"] for one in paid)
        counts = Counter((one["level"], one["case"]["grade"]) for one in paid)
        assert {(one.level, one.grade): one.carried_out for one in figures.levels} == counts
        found = [one for one in told.causes if _within(one["found_at"], period) and _of(one["case"], scope)]
        settled = [one for one in found if one["stand"] in ("accepted", "silent", "unasked", "upheld")]
        counted = Counter((one["department"], one["name"]) for one in settled)
        assert {(one.department, one.named): one.count for one in figures.causes} == counted
        assert figures.causes_open == sum(one["stand"] in ("asked", "disputed") for one in found)
        took = sorted(
            int(one["posted_at"].timestamp()) - int(_opened_by(one).timestamp())
            for one in told.cases
            if _within(one["opened_at"], period) and _of(one, scope) and one["posted_at"]
        )
        assert figures.alert.count == len(took)
        assert figures.alert.seconds == (took[-(-95 * len(took) // 100) - 1] if took else None)


def _kept_awake(case: dict[str, Any]) -> bool:
    """Minute by minute: was it tried within two hours of the customer's day?"""
    if case["contact_kept"] or case["attempted_at"] is None:
        return bool(case["contact_kept"])
    at, awake = case["opened_at"], timedelta()
    while at < case["attempted_at"]:
        step = min(timedelta(seconds=10), case["attempted_at"] - at)
        if time(9) <= at.astimezone(SHANGHAI).time() < time(21):
            awake += step
        at += step
    return awake <= timedelta(hours=2)


def _is_good(case: dict[str, Any]) -> bool:
    confirmed = case["status"] is Status.CLOSED and case["satisfaction"] >= 3
    return confirmed or case["resolved_at"] <= T0 - timedelta(days=7)


def _is_changed(case: dict[str, Any]) -> bool:
    review = case["review"]
    return bool(review["changed_at"] and review["changed_at"] > case["resolved_at"] and review["change"] != "deleted")


def _opened_by(case: dict[str, Any]) -> datetime:
    review = case["review"]
    moments = [review["received_at"], review["changed_at"]]
    return max(one for one in moments if one and one <= case["opened_at"])


def test_a_days_digest_and_a_period_of_that_day_agree_to_the_digit(db: Database, told: Told) -> None:
    for day in (date(2026, 9, 10), date(2026, 10, 31), date(2026, 11, 20)):
        digest = db.in_snapshot(day_figures, day, SHANGHAI, T0, timedelta(days=1))
        figures = _figures(db, Period(day, day + timedelta(days=1)), Scope())

        assert digest.cases.count == figures.cases > 0
        assert {grade: one.count for grade, one in digest.by_grade.items()} == figures.by_grade
        assert {category: one.count for category, one in digest.by_category.items()} == figures.by_category
        reviews = figures.reviews
        assert (digest.reviews, digest.negative, digest.neutral) == (reviews.total, reviews.negative, reviews.neutral)
        assert digest.urgent_started == figures.clocks.urgent_started
        assert digest.attempted == figures.clocks.attempted
        assert digest.reached == figures.clocks.reached
        by_day = db.in_snapshot(morning.fortnight, day, 14, SHANGHAI)
        fortnight = _figures(db, Period(day - timedelta(days=13), day + timedelta(days=1)), Scope())
        assert {one: sum(grades.values()) for one, grades in by_day.items()} == {
            one.day: one.cases for one in fortnight.daily
        }
        assert {grade: by_day[day][grade] for grade in Grade} == figures.by_grade
        paid = db.in_snapshot(morning.money, day, SHANGHAI)
        assert paid.paid_cents == sum(one.cost_cents for one in figures.levels)
        assert paid.paid == sum(one.carried_out for one in figures.levels)
        counted = db.in_snapshot(morning.often, day, 28, SHANGHAI)
        before = _figures(db, Period(day - timedelta(days=28), day), Scope())
        whole = next(one for one in counted if one.kind is Kind.SHOP)
        assert (whole.count, whole.before) == (figures.cases, before.cases)
        for one in (one for one in counted if one.kind is Kind.CATEGORY):
            now_and_before = figures.by_category.get(one.category, 0), before.by_category.get(one.category, 0)
            assert (one.count, one.before) == now_and_before


def test_a_rate_counts_only_the_days_whose_orders_are_known(db: Database, told: Told) -> None:
    week, known = PERIODS[1], [date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 13)]

    def tell(session: Session) -> None:
        for day in known:
            for about in ({"sku": ""}, {"sku": "sku-3"}):
                row = {"source": "standard", "day": day, "orders": 100, "shipments": 90, "received_at": T0} | about
                session.add(OrderCountRow(store="home-cn", **row))

    db.in_transaction(tell)
    figures = _figures(db, week, Scope(store="home-cn"))

    came = [
        one
        for one in told.reviews
        if one["store"] == "home-cn" and one["is_negative"] and one["received_at"].astimezone(SHANGHAI).date() in known
    ]
    quality = [one for one in came if one["category"] == Category.PRODUCT_QUALITY]
    wrong = [one for one in came if one["category"] == Category.WRONG_OR_MISSING]
    assert (figures.quality.events, figures.quality.exposure) == (len(quality), 300)
    assert (figures.errors.events, figures.errors.exposure) == (len(wrong), 270)
    ours = [one for one in figures.products if one.sku == "sku-3"]
    assert [(one.rate.events, one.rate.exposure) for one in ours] == [(sum(r["sku"] == "sku-3" for r in came), 300)]
    assert [day.orders for day in figures.daily] == [None, 100, 100, None, 100, None, None]


def test_each_pass_is_told_so_that_somebody_can_watch(db: Database) -> None:
    steps: list[None] = []

    db.in_snapshot(period_figures, PERIODS[0], Scope(), POLICY, T0, lambda: steps.append(None))

    assert len(steps) == STEPS


def test_a_month_before_a_month_is_the_month_before() -> None:
    assert Period.month(date(2026, 3, 31)).before == Period(date(2026, 2, 1), date(2026, 3, 1))
    assert Period.week(date(2026, 11, 29)) == Period(date(2026, 11, 23), date(2026, 11, 30))
    assert Period.week(date(2026, 11, 29)).before == Period(date(2026, 11, 16), date(2026, 11, 23))
    assert T0.tzinfo is UTC or T0.utcoffset() is not None
