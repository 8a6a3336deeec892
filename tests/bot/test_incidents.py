"""Incidents as rules: the law's working days, what may be decided by whom, and what a batch is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.case import Actor
from bot.rules import incidents as rules
from bot.rules.batches import Batch, batch_of, bought_between, numbers_in
from bot.rules.incidents import Incident, IncidentStand, LegalEnd, LegalStep, StopSale
from bot.rules.likeness import IncidentRules
from bot.rules.refusals.incidents import (
    IncidentClosed,
    IncidentNeeds,
    LegalEnded,
    LegalOpen,
    NotOfSafety,
    NotTheirIncident,
)
from bot.rules.working_days import working_time_after
from bot.vocabulary import Category, Role
from tests.house.clock import SHANGHAI, T0, at

AGENT, LEAD = Actor("U0LI", Role.AGENT), Actor("U0ZHAO", Role.LEAD)
CHEN = Actor("U0CHEN", Role.SUPERVISOR)
RULES = IncidentRules()
LEAK = Incident(1, "home-cn", "kettle", "电热水壶", Category.PRODUCT_QUALITY, opened_at=T0, last_at=T0)
UNSAFE = rules.of_safety(LEAK, T0, RULES, SHANGHAI)


def local(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (local(23, 10), local(25, 10)),  # Monday
        (local(26, 10), local(30, 10)),  # Thursday, over the weekend
        (local(27, 10), local(30, 10) + timedelta(days=1)),  # Friday
        (local(28, 15), datetime(2026, 12, 2, 0, tzinfo=SHANGHAI).astimezone(UTC)),  # Saturday begins on Monday
    ],
)
def test_two_working_days_pass_over_the_weekend(start: datetime, due: datetime) -> None:
    assert working_time_after(start, timedelta(days=2), SHANGHAI) == due


def test_a_holiday_that_is_told_is_passed_over_too() -> None:
    assert working_time_after(
        local(23, 10), timedelta(days=2), SHANGHAI, lambda day: day.weekday() < 5 and day.day != 24
    ) == local(26, 10)


def test_of_two_days_half_and_the_last_begin_together_and_of_four_they_do_not() -> None:
    four = RULES.model_copy(update={"legal_days": 4})
    longer = rules.of_safety(LEAK, T0, four, SHANGHAI)

    assert rules.legal_plan(UNSAFE, RULES, SHANGHAI) == [
        (local(24, 10), LegalStep.LAST_DAY),
        (local(25, 10), LegalStep.MISSED),
    ]
    assert [step for _, step in rules.legal_plan(longer, four, SHANGHAI)] == list(LegalStep)


def test_of_one_day_only_half_and_its_end_are_told() -> None:
    one = RULES.model_copy(update={"legal_days": 1})

    steps = [step for _, step in rules.legal_plan(rules.of_safety(LEAK, T0, one, SHANGHAI), one, SHANGHAI)]

    assert steps == [LegalStep.HALF, LegalStep.MISSED]


def test_the_clock_of_safety_starts_once() -> None:
    assert rules.of_safety(UNSAFE, at(hours=5), RULES, SHANGHAI) == UNSAFE
    assert UNSAFE.stop_sale is StopSale.SUGGESTED


def test_a_supervisor_records_once_what_was_done() -> None:
    done = rules.stopped(UNSAFE, CHEN, at(hours=1), "封存")

    assert (done.legal_runs, done.stop_sale, done.legal_end) == (False, StopSale.DONE, LegalEnd.STOPPED)
    assert rules.legal_next(done, RULES, SHANGHAI) == []
    with pytest.raises(LegalEnded):
        rules.declined(done, CHEN, at(hours=2), LegalEnd.UNFOUNDED, "误会")
    with pytest.raises(IncidentNeeds):
        rules.stopped(UNSAFE, LEAD, at(hours=1), "")
    with pytest.raises(NotOfSafety):
        rules.stop_asked(LEAK, CHEN)


def test_a_lead_ends_it_and_in_safety_a_supervisor_after_the_law() -> None:
    assert rules.closed(LEAK, LEAD, T0, "换了密封圈").stand is IncidentStand.CLOSED
    with pytest.raises(IncidentNeeds):
        rules.closed(LEAK, AGENT, T0, "x")
    with pytest.raises(IncidentNeeds):
        rules.closed(rules.stopped(UNSAFE, CHEN, T0, ""), LEAD, T0, "x")
    with pytest.raises(LegalOpen):
        rules.closed(UNSAFE, CHEN, T0, "x")


def test_nothing_changes_an_ended_one() -> None:
    over = rules.closed(LEAK, LEAD, T0, "换了密封圈")

    for change in (
        lambda: rules.closed(over, LEAD, T0, "y"),
        lambda: rules.scripted(over, LEAD, "y"),
        lambda: rules.stop_asked(over, CHEN),
    ):
        with pytest.raises(IncidentClosed):
            change()
    assert rules.wakes_at(over, RULES, SHANGHAI) is None


def test_the_text_is_its_owners_and_the_leads() -> None:
    mine = replace(LEAK, owner=AGENT.user_id)

    assert rules.scripted(mine, AGENT, "您好").script_version == 1
    with pytest.raises(NotTheirIncident):
        rules.scripted(LEAK, AGENT, "您好")


def test_it_is_quiet_after_a_week_and_a_new_case_wakes_it() -> None:
    assert rules.quiet(LEAK, at(days=6)) == LEAK
    still = rules.quiet(LEAK, at(days=7))

    assert still.stand is IncidentStand.QUIET
    assert rules.goes_on(still, at(days=9)).stand is IncidentStand.OPEN


def test_a_card_is_drawn_at_most_once_a_minute() -> None:
    drawn = replace(LEAK, drawn_at=T0)

    assert rules.to_be_drawn(drawn, at(seconds=5)).redraw_at == at(minutes=1)
    assert rules.to_be_drawn(drawn, at(minutes=9)).redraw_at == at(minutes=9)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("批次:A20261103 的壶", {"A20261103"}),
        ("壶底批号20261103", {"20261103"}),
        ("生产批次号是B-17-2,又漏", {"B-17-2"}),
        ("Batch no. k12-9 leaks", {"K12-9"}),
        ("LOT: 88123", {"88123"}),
        ("这一批次都有问题", set()),
        ("批次不良,第二天就坏", set()),
        ("a lot of 300 people", set()),
    ],
)
def test_batch_numbers_are_read_out_of_the_words(text: str, numbers: set[str]) -> None:
    assert numbers_in(text) == numbers


def test_a_batch_has_days_once_two_orders_tell_theirs() -> None:
    told = batch_of(["批号 A1234", "批号:A1234,漏", "批号 B99x1"], [local(5, 10), local(3, 10)], SHANGHAI)

    assert told.numbers == (("A1234", 2), ("B99X1", 1))
    assert told.days == (local(3, 10).date(), local(5, 10).date())
    assert batch_of([], [local(5)], SHANGHAI).days is None


def test_without_days_the_two_weeks_before_are_looked_at() -> None:
    first, last = bought_between(Batch((), None), T0, SHANGHAI)

    assert (first.isoformat(), last.isoformat()) == ("2026-11-09", "2026-11-23")
