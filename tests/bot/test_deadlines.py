"""Deadlines: which timers watch over a case, when nothing may be said any more, and what running out means."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.case import Case
from bot.duration import parse_duration, write_duration
from bot.rules.deadlines import Deadlines, is_moot, missed, overdue_after, start_due, timers_for
from bot.rules.lifecycle import advance
from bot.vocabulary import Action, Grade, Status, TimerKind
from tests.bot.cases import DEADLINES, LI, SUPERVISOR, WANG, a_case, an_order
from tests.house.clock import T0, at

WEEK_LATER = at(days=7, minutes=40)


def a_normal_case(status: Status = Status.OPEN, **facts: Any) -> Case:
    return a_case(status, **({"grade": Grade.NORMAL, "start_due_at": None} | facts))


@pytest.mark.parametrize(("grade", "minutes"), [(Grade.URGENT, 30), (Grade.IMPORTANT, 60), (Grade.NORMAL, None)])
def test_each_grade_has_its_start(grade: Grade, minutes: int | None) -> None:
    assert start_due(grade, T0, DEADLINES) == (at(minutes=minutes) if minutes else None)


class TestTimersByState:
    def test_an_open_urgent_case_is_watched_for_its_start_and_its_contact(self) -> None:
        assert timers_for(a_case(), DEADLINES) == {
            TimerKind.START_WARN: at(minutes=15),
            TimerKind.START_OVERDUE: at(minutes=30),
            TimerKind.CONTACT_WARN: at(minutes=105),
            TimerKind.CONTACT_OVERDUE: at(minutes=120),
        }

    def test_an_open_normal_case_is_watched_for_its_contact_only(self) -> None:
        assert set(timers_for(a_normal_case(), DEADLINES)) == {TimerKind.CONTACT_WARN, TimerKind.CONTACT_OVERDUE}

    @pytest.mark.parametrize("status", [Status.CLAIMED, Status.SOLVING])
    def test_until_someone_tries_the_contact_stays_watched(self, status: Status) -> None:
        case = a_case(status, attempted_at=None, reached_at=None)

        assert timers_for(case, DEADLINES) == {
            TimerKind.CONTACT_WARN: at(minutes=105),
            TimerKind.CONTACT_OVERDUE: at(minutes=120),
        }

    @pytest.mark.parametrize(
        "status",
        [Status.CONTACTED, Status.SOLVING, Status.WAITING, Status.CLOSED, Status.DISMISSED],
    )
    def test_after_the_contact_nothing_runs(self, status: Status) -> None:
        assert timers_for(a_case(status), DEADLINES) == {}

    def test_an_unanswered_call_stops_the_contact_clock(self) -> None:
        case = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED), DEADLINES)

        assert timers_for(case, DEADLINES) == {}

    def test_a_resolved_case_is_watched_for_its_call_back(self) -> None:
        assert timers_for(a_case(Status.RESOLVED), DEADLINES) == {
            TimerKind.FOLLOW_UP: WEEK_LATER,
            TimerKind.FOLLOW_UP_OVERDUE: WEEK_LATER + timedelta(days=1),
        }

    def test_a_case_given_back_after_a_contact_is_watched_for_its_start_alone(self) -> None:
        case = advance(a_case(Status.CONTACTED), an_order(Action.RELEASE), DEADLINES)

        assert set(timers_for(case, DEADLINES)) == {TimerKind.START_WARN, TimerKind.START_OVERDUE}

    def test_a_reopened_case_is_watched_for_a_new_contact(self) -> None:
        case = advance(a_case(Status.CLOSED), an_order(Action.REOPEN, at=at(days=8)), DEADLINES)

        assert timers_for(case, DEADLINES) == {
            TimerKind.CONTACT_WARN: at(days=8, minutes=105),
            TimerKind.CONTACT_OVERDUE: at(days=8, minutes=120),
        }

    def test_lowering_to_normal_ends_the_watch_over_the_start(self) -> None:
        case = advance(a_case(), an_order(Action.REGRADE, SUPERVISOR, grade=Grade.NORMAL), DEADLINES)

        assert is_moot(case, TimerKind.START_OVERDUE, DEADLINES)

    def test_the_shop_sets_the_lengths(self) -> None:
        own = Deadlines(first_contact=timedelta(hours=4), warn_before=timedelta(minutes=10))

        case = a_normal_case(contact_due_at=at(hours=4))

        assert timers_for(case, own)[TimerKind.CONTACT_WARN] == at(hours=3, minutes=50)


class TestMoot:
    @pytest.mark.parametrize(
        ("status", "still_said"),
        [
            (Status.OPEN, {"start_warn", "start_overdue", "contact_warn", "contact_overdue"}),
            (Status.CLAIMED, {"contact_warn", "contact_overdue"}),
            (Status.CONTACTED, set()),
            (Status.SOLVING, set()),
            (Status.WAITING, set()),
            (Status.RESOLVED, {"follow_up", "follow_up_overdue"}),
            (Status.CLOSED, set()),
            (Status.DISMISSED, set()),
        ],
    )
    def test_what_no_longer_matters_is_not_said(self, status: Status, still_said: set[str]) -> None:
        assert {kind for kind in TimerKind if not is_moot(a_case(status), kind, DEADLINES)} == still_said

    @pytest.mark.parametrize(
        ("overdue", "gone"),
        [
            (TimerKind.START_OVERDUE, {TimerKind.START_WARN, TimerKind.START_OVERDUE}),
            (TimerKind.CONTACT_OVERDUE, {TimerKind.CONTACT_WARN, TimerKind.CONTACT_OVERDUE}),
        ],
    )
    def test_after_a_deadline_ran_out_nobody_is_warned_of_it(self, overdue: TimerKind, gone: set[TimerKind]) -> None:
        late = missed(a_case(), overdue, at(hours=2))

        assert not set(timers_for(late, DEADLINES)) & gone


class TestSnoozed:
    def test_a_reminder_comes_when_the_snooze_ends(self) -> None:
        case = a_case(snoozed_until=at(minutes=20))

        assert timers_for(case, DEADLINES)[TimerKind.START_WARN] == at(minutes=20)
        assert TimerKind.SNOOZE_OVER not in timers_for(case, DEADLINES)

    def test_a_reminder_that_was_given_comes_again_when_the_snooze_ends(self) -> None:
        """The timer rows know what has fired by generation and moment: both differ after a snooze."""
        case = a_case()
        order = an_order(Action.SNOOZE, at=at(minutes=16), pause=timedelta(minutes=10))

        after = advance(case, order, DEADLINES)

        assert after.generation == case.generation + 1
        assert timers_for(after, DEADLINES)[TimerKind.START_WARN] == at(minutes=26)

    @pytest.mark.parametrize("minutes", [30, 45])
    def test_a_warning_that_would_come_too_late_falls_away_and_an_escalation_never_sleeps(self, minutes: int) -> None:
        timers = timers_for(a_case(snoozed_until=at(minutes=minutes)), DEADLINES)

        assert TimerKind.START_WARN not in timers
        assert timers[TimerKind.START_OVERDUE] == at(minutes=30)

    def test_where_only_the_supervisors_would_hear_the_owner_hears_too(self) -> None:
        timers = timers_for(a_case(snoozed_until=at(minutes=45)), DEADLINES)

        assert timers[TimerKind.SNOOZE_OVER] == at(minutes=45)

    def test_what_comes_later_anyway_is_not_moved(self) -> None:
        timers = timers_for(a_case(Status.CLAIMED, snoozed_until=at(minutes=40)), DEADLINES)

        assert timers == {
            TimerKind.CONTACT_WARN: at(minutes=105),
            TimerKind.CONTACT_OVERDUE: at(minutes=120),
            TimerKind.SNOOZE_OVER: at(minutes=40),
        }

    @pytest.mark.parametrize("status", [Status.CONTACTED, Status.WAITING])
    def test_a_snooze_is_a_promise_even_where_no_clock_runs(self, status: Status) -> None:
        case = a_case(status, snoozed_until=at(hours=2))

        assert timers_for(case, DEADLINES) == {TimerKind.SNOOZE_OVER: at(hours=2)}

    def test_a_call_back_that_was_asked_for_is_asked_for_again(self) -> None:
        asked = missed(a_case(Status.RESOLVED), TimerKind.FOLLOW_UP, WEEK_LATER)
        later = an_order(Action.SNOOZE, at=WEEK_LATER, pause=timedelta(hours=1))

        timers = timers_for(advance(asked, later, DEADLINES), DEADLINES)

        assert timers[TimerKind.FOLLOW_UP] == WEEK_LATER + timedelta(hours=1)

    @pytest.mark.parametrize("kind", [TimerKind.SNOOZE_OVER, TimerKind.START_WARN, TimerKind.START_OVERDUE])
    def test_the_first_timer_after_it_ends_the_snooze(self, kind: TimerKind) -> None:
        awake = missed(a_case(version=3, snoozed_until=at(minutes=20), snooze_reason="开会"), kind, at(minutes=20))

        assert (awake.snoozed_until, awake.snooze_reason, awake.version) == (None, "", 4)

    def test_a_timer_before_its_end_leaves_it_asleep(self) -> None:
        case = a_case(Status.RESOLVED, snoozed_until=WEEK_LATER + timedelta(hours=1))

        assert missed(case, TimerKind.FOLLOW_UP, WEEK_LATER).snoozed_until == case.snoozed_until


class TestRunningOut:
    def test_a_missed_start_is_recorded_once_with_its_time(self) -> None:
        late = missed(a_case(), TimerKind.START_OVERDUE, at(minutes=30))

        assert (late.start_missed_at, late.start_kept, late.version) == (at(minutes=30), False, 2)

    def test_a_missed_contact_decides_attempted_and_reached(self) -> None:
        late = missed(a_case(Status.CLAIMED), TimerKind.CONTACT_OVERDUE, at(hours=2))

        assert (late.contact_missed_at, late.contact_kept, late.reached_kept) == (at(hours=2), False, False)

    def test_a_due_call_back_is_asked_for_and_not_yet_missed(self) -> None:
        asked = missed(a_case(Status.RESOLVED), TimerKind.FOLLOW_UP, WEEK_LATER)

        assert (asked.follow_up_asked_at, asked.follow_up_kept) == (WEEK_LATER, None)

    def test_an_overdue_call_back_is_missed(self) -> None:
        late = missed(a_case(Status.RESOLVED), TimerKind.FOLLOW_UP_OVERDUE, WEEK_LATER + timedelta(days=1))

        assert late.follow_up_kept is False

    @pytest.mark.parametrize(
        ("kind", "outcome"),
        [
            (TimerKind.START_OVERDUE, "start_kept"),
            (TimerKind.CONTACT_OVERDUE, "contact_kept"),
            (TimerKind.CONTACT_OVERDUE, "reached_kept"),
            (TimerKind.FOLLOW_UP_OVERDUE, "follow_up_kept"),
        ],
    )
    def test_what_was_kept_before_stays_kept(self, kind: TimerKind, outcome: str) -> None:
        again = missed(a_case(**{outcome: True}), kind, at(days=9))

        assert getattr(again, outcome) is True

    @pytest.mark.parametrize("kind", [TimerKind.START_WARN, TimerKind.CONTACT_WARN])
    def test_a_warning_changes_nothing(self, kind: TimerKind) -> None:
        case = a_case()

        assert missed(case, kind, at(minutes=15)) is case

    @pytest.mark.parametrize(("due", "until"), [(None, None), (T0, at(days=1))])
    def test_a_call_back_counts_as_kept_for_one_more_day(self, due: datetime | None, until: datetime | None) -> None:
        assert overdue_after(a_case(Status.RESOLVED, follow_up_due_at=due), DEADLINES) == until

    def test_an_overdue_case_can_still_be_claimed(self) -> None:
        late = missed(a_case(), TimerKind.START_OVERDUE, at(minutes=30))

        after = advance(late, an_order(Action.CLAIM, WANG, at=at(minutes=31)), DEADLINES)

        assert (after.claimed_by, after.start_kept) == (WANG.user_id, False)
        assert after.claimed_by != LI.user_id


class TestDurations:
    @pytest.mark.parametrize(
        ("text", "length"),
        [
            ("30s", timedelta(seconds=30)),
            ("90m", timedelta(minutes=90)),
            ("2h", timedelta(hours=2)),
            (" 7d ", timedelta(days=7)),
        ],
    )
    def test_lengths_are_read_as_people_write_them(self, text: str, length: timedelta) -> None:
        assert parse_duration(text) == length

    @pytest.mark.parametrize(
        "text", ["", "30", "m", "0m", "-5m", "1.5h", "2 h", "2h30m", "1w", "2H", "9999999d", 30, None]
    )
    def test_anything_else_is_refused_with_an_example(self, text: object) -> None:
        with pytest.raises(ValueError, match=r"a duration such as 30s, 30m, 2h or 7d"):
            parse_duration(text)

    @pytest.mark.parametrize("text", ["30s", "90s", "30m", "90m", "2h", "36h", "7d"])
    def test_what_is_written_reads_the_same(self, text: str) -> None:
        assert parse_duration(write_duration(parse_duration(text))) == parse_duration(text)

    @pytest.mark.parametrize(("length", "text"), [(timedelta(minutes=120), "2h"), (timedelta(hours=24), "1d")])
    def test_the_largest_exact_unit_is_written(self, length: timedelta, text: str) -> None:
        assert write_duration(length) == text

    @pytest.mark.parametrize("name", ["urgent_start", "important_start", "first_contact"])
    def test_a_warning_comes_before_every_deadline(self, name: str) -> None:
        with pytest.raises(ValidationError, match=f"a duration shorter than .*{name}"):
            Deadlines.model_validate({name: "15m"})
