"""Outreach: when a channel is closed, until when, and which channel comes next."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.rules.outreach import Closed, ContactRules, Touch, Why, closed, outreach_plan
from bot.vocabulary import Channel, Outcome

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = ContactRules()
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI).astimezone(UTC)


def touch(channel: Channel = Channel.PHONE, *, before: timedelta, outcome: Outcome = Outcome.NO_ANSWER) -> Touch:
    return Touch(NOON - before, channel, outcome, case_id=1)


def at(clock: str, day: int = 24) -> datetime:
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [("21:00", at("09:00", 25)), ("23:59", at("09:00", 25)), ("00:00", at("09:00")), ("08:59", at("09:00"))],
)
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.SMS])
def test_calls_and_short_messages_wait_for_the_morning(channel: Channel, now: str, opens: datetime) -> None:
    assert closed(channel, [], RULES, at(now), SHANGHAI) == Closed(Why.QUIET, opens)
    assert closed(Channel.WANGWANG, [], RULES, at(now), SHANGHAI) is None


@pytest.mark.parametrize("now", ["09:00", "12:00", "20:59"])
def test_by_day_everything_is_open(now: str) -> None:
    assert all(closed(channel, [], RULES, at(now), SHANGHAI) is None for channel in Channel)


def test_a_second_call_is_the_last_of_the_day_and_the_next_one_waits_for_the_next_morning() -> None:
    calls = [touch(before=timedelta(hours=2)), touch(before=timedelta(hours=1))]

    assert closed(Channel.PHONE, calls[:1], RULES, NOON, SHANGHAI) is None
    assert closed(Channel.PHONE, calls, RULES, NOON, SHANGHAI) == Closed(Why.CALLS, at("09:00", 25))


def test_one_short_message_a_day() -> None:
    sent = [touch(Channel.SMS, before=timedelta(hours=1))]

    assert closed(Channel.SMS, sent, RULES, NOON, SHANGHAI) == Closed(Why.SMS, at("09:00", 25))


def test_four_touches_in_three_days_close_every_channel_until_the_first_is_three_days_old() -> None:
    made = [touch(Channel.WANGWANG, before=timedelta(hours=hours)) for hours in (70, 50, 30, 10)]

    for channel in Channel:
        assert closed(channel, made, RULES, NOON, SHANGHAI) == Closed(Why.TOUCHES, NOON + timedelta(hours=2))
    assert closed(Channel.WANGWANG, made, RULES, NOON + timedelta(hours=2), SHANGHAI) is None


_TOUCHES = st.lists(
    st.builds(
        Touch,
        at=st.integers(0, 96 * 60).map(lambda minutes: NOON - timedelta(minutes=minutes)),
        channel=st.sampled_from(Channel),
        outcome=st.sampled_from(Outcome),
        case_id=st.integers(1, 2),
    ),
    max_size=8,
)


@given(touches=_TOUCHES, channel=st.sampled_from(Channel), minutes=st.integers(0, 48 * 60))
def test_what_is_closed_opens_when_it_says_and_not_before(touches: list[Touch], channel: Channel, minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)

    shut = closed(channel, touches, RULES, now, SHANGHAI)

    if shut:
        assert shut.opens_at > now
        assert closed(channel, touches, RULES, shut.opens_at, SHANGHAI) is None
        assert closed(channel, touches, RULES, shut.opens_at - timedelta(seconds=1), SHANGHAI) is not None


@given(touches=_TOUCHES, minutes=st.integers(0, 48 * 60))
def test_at_most_one_channel_is_next_and_it_is_open(touches: list[Touch], minutes: int) -> None:
    now = NOON + timedelta(minutes=minutes)

    plan = outreach_plan(1, sorted(touches, key=lambda one: one.at), RULES, now, SHANGHAI)

    assert [step.channel for step in plan] == list(RULES.plan)
    assert all(step.closed is None for step in plan if step.is_next)
    assert sum(step.is_next for step in plan) <= 1


def test_a_failed_channel_gives_way_to_the_next_and_comes_again_when_all_have_failed() -> None:
    def following(*made: Touch) -> Channel:
        return next(step.channel for step in outreach_plan(1, made, RULES, NOON, SHANGHAI) if step.is_next)

    missed = touch(before=timedelta(minutes=50))
    ignored = touch(Channel.WANGWANG, before=timedelta(minutes=40))

    assert following() is Channel.PHONE
    assert following(missed) is Channel.WANGWANG
    assert following(missed, ignored) is Channel.SMS
    assert following(missed, ignored, touch(Channel.SMS, before=timedelta(minutes=30))) is Channel.PHONE


def test_a_wrong_number_is_not_called_again() -> None:
    wrong = touch(before=timedelta(minutes=50), outcome=Outcome.WRONG_NUMBER)
    ignored = [touch(one, before=timedelta(minutes=40)) for one in (Channel.WANGWANG, Channel.SMS)]

    plan = outreach_plan(1, [wrong, *ignored], RULES, NOON, SHANGHAI)

    assert next(step.channel for step in plan if step.is_next) is Channel.WANGWANG


@pytest.mark.parametrize(
    "wrong",
    [{"plan": []}, {"plan": ["phone", "phone"]}, {"quiet_from": "9pm"}, {"calls_a_day": 0}, {"touches_within": "3"}],
)
def test_a_policy_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ContactRules.model_validate(wrong)


def test_no_quiet_hours_where_both_ends_are_the_same() -> None:
    rules = ContactRules.model_validate({"quiet_from": "00:00", "quiet_until": "00:00"})

    assert closed(Channel.PHONE, [], rules, at("03:00"), SHANGHAI) is None
