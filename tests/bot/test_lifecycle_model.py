"""The lifecycle as a whole: whatever people do in whatever order, a case keeps making sense."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.case import Actor, Case
from bot.rules.deadlines import is_moot, missed, timers_for
from bot.rules.lifecycle import ACTIVE, advance, possible
from bot.rules.refusals import Refusal
from bot.vocabulary import Action, Grade, Status, TimerKind
from tests.bot.cases import DEADLINES, LEAD, LI, SUPERVISOR, WANG, a_case, an_order
from tests.house.clock import T0, at

PEOPLE = (LI, WANG, LEAD, SUPERVISOR)
OUTCOMES = ("start_kept", "contact_kept", "reached_kept", "follow_up_kept")
FORWARD = set(Action) - {Action.DISMISS, Action.RELEASE, Action.REGRADE, Action.SNOOZE, Action.HAND_OVER}
# Which timers may run in which status, in the trade's terms.
STARTING = {TimerKind.START_WARN, TimerKind.START_OVERDUE}
CONTACTING = {TimerKind.CONTACT_WARN, TimerKind.CONTACT_OVERDUE}
CALLING_BACK = {TimerKind.FOLLOW_UP, TimerKind.FOLLOW_UP_OVERDUE}
MAY_RUN = {
    Status.OPEN: STARTING | CONTACTING,
    Status.CLAIMED: CONTACTING,
    Status.CONTACTED: set(),
    Status.SOLVING: CONTACTING,
    Status.WAITING: set(),
    Status.RESOLVED: CALLING_BACK,
    Status.CLOSED: set(),
    Status.DISMISSED: set(),
}


class Handling(RuleBasedStateMachine):
    """A case in the hands of four people, with time passing and timers firing."""

    @initialize(grade=st.sampled_from(Grade), status=st.sampled_from(Status), reached=st.booleans())
    def a_case_is_there(self, grade: Grade, status: Status, reached: bool) -> None:
        """In any status: from a new case alone, chance seldom gets as far as a call-back."""
        window = {Grade.URGENT: DEADLINES.urgent_start, Grade.IMPORTANT: DEADLINES.important_start}.get(grade)
        self.case: Case = a_case(status, grade=grade, start_due_at=T0 + window if window else None)
        if not reached and status in (Status.SOLVING, Status.WAITING):
            self.case = replace(self.case, reached_at=None, reached_by=None, reached_kept=None)
        self.now = at(days=7) if status is Status.CLOSED else at(minutes=40)
        self.before = self.case

    @rule(minutes=st.sampled_from((0, 1, 10, 40, 130, 7 * 1440, 9 * 1440)))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(action=st.sampled_from(Action), by=st.sampled_from(PEOPLE))
    def somebody_tries(self, action: Action, by: Actor) -> None:
        to = (WANG if self.case.owner == LI.user_id else LI).user_id
        order = replace(an_order(action, by, at=self.now), to=to)
        try:
            after = advance(self.case, order, DEADLINES)
        except Refusal:
            return
        self._becomes(after)

    @rule(data=st.data(), by=st.sampled_from((LEAD, SUPERVISOR)))
    def the_work_goes_on(self, data: st.DataObject, by: Actor) -> None:
        """Most tries of anything are refused, and many lead back; this one gets far."""
        forward = sorted(possible(self.case) & FORWARD)
        if forward:
            self.somebody_tries(data.draw(st.sampled_from(forward)), by)

    @rule(grade=st.sampled_from(Grade))
    def a_supervisor_regrades(self, grade: Grade) -> None:
        order = an_order(Action.REGRADE, SUPERVISOR, at=self.now, grade=grade, category=None)
        try:
            self._becomes(advance(self.case, order, DEADLINES))
        except Refusal:
            return

    @rule()
    def timers_fire(self) -> None:
        for kind, due_at in sorted(timers_for(self.case, DEADLINES).items(), key=lambda timer: timer[1]):
            if due_at <= self.now and not is_moot(self.case, kind, DEADLINES):
                after = missed(self.case, kind, self.now)
                if after is not self.case:
                    self._becomes(after)

    def _becomes(self, after: Case) -> None:
        assert after.version == self.case.version + 1
        self.before, self.case = self.case, after

    @invariant()
    def what_is_finished_has_an_actor_and_a_time(self) -> None:
        case = self.case
        finished = {
            Status.RESOLVED: (case.resolved_at, case.resolved_by),
            Status.CLOSED: (case.closed_at, case.closed_by),
            Status.DISMISSED: (case.dismissed_at, case.dismissed_by),
        }
        for status, facts in finished.items():
            assert all(facts) if case.status is status else True
        assert case.status is Status.RESOLVED or case.status is Status.CLOSED or case.resolved_at is None

    @invariant()
    def what_is_in_hand_has_a_holder(self) -> None:
        if self.case.status in ACTIVE - {Status.OPEN}:
            assert self.case.claimed_by == self.case.owner is not None
            assert self.case.claimed_at is not None
        elif self.case.status in (Status.OPEN, Status.DISMISSED):
            assert self.case.claimed_by is None

    @invariant()
    def only_timers_that_mean_something_run(self) -> None:
        asleep = {TimerKind.SNOOZE_OVER} if self.case.snoozed_until else set()
        assert set(timers_for(self.case, DEADLINES)) <= MAY_RUN[self.case.status] | asleep

    @invariant()
    def nobody_is_warned_of_what_is_past(self) -> None:
        timers = timers_for(self.case, DEADLINES)
        for warning, of in (("start_warn", "start_overdue"), ("contact_warn", "contact_overdue")):
            assert TimerKind(warning) not in timers or timers[TimerKind(warning)] < timers[TimerKind(of)]

    @invariant()
    def waiting_is_counted_and_never_negative(self) -> None:
        assert self.case.waited >= timedelta()
        assert (self.case.waiting_at is not None) == (self.case.status is Status.WAITING)

    @invariant()
    def each_outcome_is_decided_once(self) -> None:
        for outcome in OUTCOMES:
            decided = getattr(self.before, outcome)
            assert decided is None or getattr(self.case, outcome) is decided

    @invariant()
    def being_reached_takes_an_attempt_or_an_answer(self) -> None:
        assert self.case.reached_at is None or self.case.attempted_at is not None
        assert self.case.status is not Status.CONTACTED or self.case.reached_at is not None


Handling.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestHandling = Handling.TestCase
