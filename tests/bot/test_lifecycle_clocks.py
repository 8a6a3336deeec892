"""The lifecycle's clocks: contact, waiting, snooze, resolution, call-back, reopening; each outcome decided once."""

from datetime import timedelta

import pytest

from bot.rules.lifecycle import advance, possible
from bot.rules.refusals.cases import ContactFirst, SnoozeTooLong
from bot.vocabulary import Action, Channel, Grade, Status
from tests.bot.cases import CAUSE, DEADLINES, LI, WANG, a_case, an_order
from tests.house.clock import at


class TestContacting:
    def test_attempted_and_reached_are_different_facts(self) -> None:
        once = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED, at=at(minutes=20)), DEADLINES)
        twice = advance(once, an_order(Action.CONTACT_REACHED, at=at(minutes=50)), DEADLINES)

        assert (once.attempted_at, once.reached_at, once.contacts) == (at(minutes=20), None, 1)
        assert (once.contact_kept, once.reached_kept) == (True, None)
        assert (twice.attempted_at, twice.reached_at, twice.contacts) == (at(minutes=20), at(minutes=50), 2)
        assert (twice.contact_kept, twice.reached_kept) == (True, True)

    @pytest.mark.parametrize("action", [Action.CONTACT_MISSED, Action.CONTACT_REACHED])
    def test_two_hours_are_the_last_moment(self, action: Action) -> None:
        in_time = advance(a_case(Status.CLAIMED), an_order(action, at=at(hours=2)), DEADLINES)
        too_late = advance(a_case(Status.CLAIMED), an_order(action, at=at(hours=2, seconds=1)), DEADLINES)

        assert (in_time.contact_kept, too_late.contact_kept) == (True, False)

    def test_a_later_attempt_in_vain_decides_that_reaching_was_missed(self) -> None:
        once = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED, at=at(hours=1)), DEADLINES)
        late = advance(once, an_order(Action.CONTACT_MISSED, at=at(hours=3)), DEADLINES)
        reached = advance(late, an_order(Action.CONTACT_REACHED, at=at(hours=4)), DEADLINES)

        assert (late.contact_kept, late.reached_kept) == (True, False)
        assert (reached.contact_kept, reached.reached_kept) == (True, False)

    def test_a_case_resolved_without_reaching_anyone_counts_as_not_reached(self) -> None:
        once = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED), DEADLINES)

        assert advance(once, an_order(Action.RESOLVE, at=at(hours=1)), DEADLINES).reached_kept is False

    def test_the_card_keeps_the_channel_that_reached_the_customer(self) -> None:
        reached = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_REACHED, channel=Channel.PHONE), DEADLINES)
        later = advance(reached, an_order(Action.CONTACT_MISSED, channel=Channel.SMS), DEADLINES)

        assert later.contact_channel is Channel.PHONE

    @pytest.mark.parametrize("action", [Action.RESOLVE, Action.WAIT])
    @pytest.mark.parametrize("status", [Status.CLAIMED, Status.SOLVING])
    def test_first_comes_the_contact(self, status: Status, action: Action) -> None:
        case = a_case(status, attempted_at=None, reached_at=None, contacts=0)

        with pytest.raises(ContactFirst) as refused:
            advance(case, an_order(action), DEADLINES)

        assert refused.value.action is action
        assert action not in possible(case)

    def test_an_unanswered_call_is_enough_to_resolve(self) -> None:
        case = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED), DEADLINES)

        assert advance(case, an_order(Action.RESOLVE), DEADLINES).status is Status.RESOLVED


class TestWaiting:
    def test_time_spent_waiting_for_the_customer_is_counted_apart(self) -> None:
        waits = advance(a_case(Status.CONTACTED), an_order(Action.WAIT, at=at(hours=1)), DEADLINES)
        goes_on = advance(waits, an_order(Action.RESUME, at=at(hours=4)), DEADLINES)
        waits_again = advance(goes_on, an_order(Action.WAIT, at=at(hours=5)), DEADLINES)
        done = advance(waits_again, an_order(Action.RESOLVE, at=at(hours=5, minutes=30)), DEADLINES)

        assert (waits.waiting_at, waits.waited) == (at(hours=1), timedelta())
        assert (goes_on.waiting_at, goes_on.waited) == (None, timedelta(hours=3))
        assert (done.waiting_at, done.waited) == (None, timedelta(hours=3, minutes=30))

    @pytest.mark.parametrize(
        "action",
        [Action.RELEASE, Action.CONTACT_REACHED, Action.SOLUTION, Action.RESUME, Action.RESOLVE, Action.DISMISS],
    )
    def test_whatever_ends_the_waiting_counts_it(self, action: Action) -> None:
        after = advance(a_case(Status.WAITING, grade=Grade.NORMAL), an_order(action, at=at(minutes=50)), DEADLINES)

        assert (after.waiting_at, after.waited) == (None, timedelta(minutes=20))

    @pytest.mark.parametrize("action", [Action.CONTACT_MISSED, Action.WAIT, Action.SNOOZE, Action.HAND_OVER])
    def test_whoever_waits_already_goes_on_waiting_since_the_beginning(self, action: Action) -> None:
        after = advance(a_case(Status.WAITING), an_order(action), DEADLINES)

        assert (after.status, after.waiting_at, after.waited) == (Status.WAITING, at(minutes=30), timedelta())

    def test_a_clock_that_is_a_little_behind_takes_no_time_away(self) -> None:
        after = advance(a_case(Status.WAITING), an_order(Action.RESUME, at=at(minutes=29)), DEADLINES)

        assert after.waited == timedelta()

    def test_a_customer_who_answers_has_been_reached(self) -> None:
        called = advance(a_case(Status.CLAIMED), an_order(Action.CONTACT_MISSED, at=at(minutes=20)), DEADLINES)
        waits = advance(called, an_order(Action.WAIT, at=at(minutes=21)), DEADLINES)
        answered = advance(waits, an_order(Action.RESUME, at=at(minutes=90)), DEADLINES)

        assert (answered.reached_at, answered.reached_by, answered.reached_kept) == (at(minutes=90), LI.user_id, True)


class TestSnoozing:
    def test_a_snooze_lasts_from_now_and_remembers_why(self) -> None:
        after = advance(a_case(), an_order(Action.SNOOZE, pause=timedelta(minutes=15), note="客户在开会"), DEADLINES)

        assert (after.snoozed_until, after.snooze_reason) == (at(hours=1, minutes=15), "客户在开会")

    @pytest.mark.parametrize("pause", [None, timedelta(), timedelta(minutes=-5), timedelta(hours=2, seconds=1)])
    def test_nothing_sleeps_for_no_time_or_too_long(self, pause: timedelta | None) -> None:
        with pytest.raises(SnoozeTooLong) as refused:
            advance(a_case(), an_order(Action.SNOOZE, pause=pause), DEADLINES)

        assert refused.value.longest == timedelta(hours=2)

    def test_the_longest_snooze_is_allowed(self) -> None:
        after = advance(a_case(), an_order(Action.SNOOZE, pause=timedelta(hours=2)), DEADLINES)

        assert after.snoozed_until == at(hours=3)

    def test_a_snooze_moves_no_deadline(self) -> None:
        before, after = a_case(), advance(a_case(), an_order(Action.SNOOZE), DEADLINES)

        assert (after.start_due_at, after.contact_due_at) == (before.start_due_at, before.contact_due_at)

    @pytest.mark.parametrize(
        ("status", "action"),
        [
            (Status.OPEN, Action.CLAIM),
            (Status.CLAIMED, Action.RELEASE),
            (Status.SOLVING, Action.RESOLVE),
            (Status.RESOLVED, Action.REOPEN),
            (Status.RESOLVED, Action.FOLLOW_UP_GOOD),
            (Status.RESOLVED, Action.FOLLOW_UP_MISSED),
            (Status.CONTACTED, Action.DISMISS),
        ],
    )
    def test_a_new_stage_ends_the_snooze(self, status: Status, action: Action) -> None:
        sleeping = a_case(status, grade=Grade.NORMAL, snoozed_until=at(hours=2))

        assert advance(sleeping, an_order(action), DEADLINES).snoozed_until is None


class TestResolvingAndAfter:
    def test_a_resolved_case_is_followed_up_a_week_later(self) -> None:
        after = advance(a_case(Status.SOLVING), an_order(Action.RESOLVE), DEADLINES)

        assert (after.resolved_at, after.resolved_by, after.cause) == (at(hours=1), LI.user_id, CAUSE)
        assert after.follow_up_due_at == at(days=7, hours=1)

    @pytest.mark.parametrize(("days", "kept"), [(7, True), (8, True), (9, False)])
    def test_a_content_customer_closes_the_case(self, days: int, kept: bool) -> None:
        case = a_case(Status.RESOLVED, follow_up_due_at=at(days=7))

        after = advance(case, an_order(Action.FOLLOW_UP_GOOD, at=at(days=days)), DEADLINES)

        assert (after.closed_by, after.satisfaction, after.follow_up_kept) == (LI.user_id, 5, kept)

    @pytest.mark.parametrize(
        ("before", "raised"),
        [(Grade.NORMAL, Grade.IMPORTANT), (Grade.IMPORTANT, Grade.URGENT), (Grade.URGENT, Grade.URGENT)],
    )
    def test_an_unhappy_customer_reopens_it_one_grade_higher(self, before: Grade, raised: Grade) -> None:
        case = a_case(Status.RESOLVED, grade=before)

        after = advance(case, an_order(Action.FOLLOW_UP_BAD, at=at(days=7)), DEADLINES)

        assert (after.grade, after.status, after.satisfaction) == (raised, Status.CLAIMED, 1)
        assert (after.reopened, after.follow_up_kept) == (1, True)
        assert after.contact_due_at == at(days=7, hours=2)

    def test_no_answer_is_tried_again_a_day_later_and_the_week_counts_as_kept(self) -> None:
        once = advance(a_case(Status.RESOLVED), an_order(Action.FOLLOW_UP_MISSED, at=at(days=7, hours=1)), DEADLINES)
        late = advance(once, an_order(Action.FOLLOW_UP_GOOD, at=at(days=20)), DEADLINES)

        assert (once.status, once.follow_up_due_at) == (Status.RESOLVED, at(days=8, hours=1))
        assert (once.follow_up_kept, late.follow_up_kept) == (True, True)


class TestReopening:
    @pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
    def test_its_owner_has_it_back_with_a_fresh_promise(self, status: Status) -> None:
        after = advance(a_case(status), an_order(Action.REOPEN, WANG, at=at(days=8)), DEADLINES)

        assert (after.owner, after.claimed_by, after.claimed_at) == (LI.user_id, LI.user_id, at(days=8))
        assert (after.contact_due_at, after.attempted_at, after.reached_at) == (at(days=8, hours=2), None, None)
        assert (after.resolved_at, after.closed_at, after.follow_up_due_at) == (None, None, None)
        assert (after.reopened, after.generation) == (1, 2)

    def test_a_dismissed_case_waits_to_be_claimed(self) -> None:
        after = advance(a_case(Status.DISMISSED), an_order(Action.REOPEN), DEADLINES)

        assert (after.claimed_by, after.dismissed_at, after.dismissed_by) == (None, None, None)
        assert after.start_due_at == at(hours=1, minutes=30)

    def test_what_the_clocks_decided_before_stays_decided(self) -> None:
        kept = a_case(Status.CLOSED, start_kept=True, contact_kept=True, reached_kept=False, follow_up_kept=True)

        again = advance(kept, an_order(Action.REOPEN, at=at(days=8)), DEADLINES)
        late = advance(again, an_order(Action.CONTACT_REACHED, at=at(days=9)), DEADLINES)

        assert (late.start_kept, late.contact_kept, late.reached_kept, late.follow_up_kept) == (True, True, False, True)

    def test_a_reopened_case_is_not_resolved_before_a_new_contact(self) -> None:
        again = advance(a_case(Status.RESOLVED), an_order(Action.REOPEN), DEADLINES)

        with pytest.raises(ContactFirst):
            advance(again, an_order(Action.RESOLVE), DEADLINES)
