"""The lifecycle: every step from every status, who may take it, and what it does to the clocks."""

from typing import Any

import pytest

from bot.case import Case
from bot.rules.lifecycle import advance, possible
from bot.rules.refusals.cases import (
    AlreadyClaimed,
    AlreadyFinished,
    AlreadyHolds,
    AlreadyYours,
    ClaimFirst,
    NotPossibleNow,
    ReasonNeeded,
    RoleNeeded,
    SameGrade,
)
from bot.rules.refusals.reviews import InviteLater
from bot.rules.refusals.team import NotOnTheTeam
from bot.vocabulary import Action, Category, Grade, Role, Status
from tests.bot.cases import DEADLINES, GUEST, LEAD, LI, SUPERVISOR, WANG, a_case, an_order
from tests.house.clock import T0, at

# What the trade allows, written down a second time and not taken from the program:
# from where, what is done, where it leads.
ALLOWED = {
    "open": {"claim": "claimed", "snooze": "open", "regrade": "open", "hand_over": "open", "dismiss": "dismissed"},
    "claimed": {
        "release": "open",
        "contact_reached": "contacted",
        "contact_missed": "claimed",
        "solution": "solving",
        "wait": "waiting",
        "snooze": "claimed",
        "regrade": "claimed",
        "hand_over": "claimed",
        "public_reply": "claimed",
        "resolve": "resolved",
        "dismiss": "dismissed",
    },
    "contacted": {
        "release": "open",
        "contact_reached": "contacted",
        "contact_missed": "contacted",
        "solution": "solving",
        "wait": "waiting",
        "snooze": "contacted",
        "regrade": "contacted",
        "hand_over": "contacted",
        "public_reply": "contacted",
        "resolve": "resolved",
        "dismiss": "dismissed",
    },
    "solving": {
        "release": "open",
        "contact_reached": "solving",
        "contact_missed": "solving",
        "solution": "solving",
        "wait": "waiting",
        "snooze": "solving",
        "regrade": "solving",
        "hand_over": "solving",
        "public_reply": "solving",
        "resolve": "resolved",
        "dismiss": "dismissed",
    },
    "waiting": {
        "release": "open",
        "contact_reached": "contacted",
        "contact_missed": "waiting",
        "solution": "solving",
        "wait": "waiting",
        "resume": "contacted",
        "snooze": "waiting",
        "regrade": "waiting",
        "hand_over": "waiting",
        "public_reply": "waiting",
        "resolve": "resolved",
        "dismiss": "dismissed",
    },
    "resolved": {
        "snooze": "resolved",
        "hand_over": "resolved",
        "follow_up_good": "closed",
        "follow_up_bad": "claimed",
        "follow_up_missed": "resolved",
        "invite": "resolved",
        "public_reply": "resolved",
        "reopen": "claimed",
    },
    "closed": {"invite": "closed", "public_reply": "closed", "reopen": "claimed"},
    "dismissed": {"reopen": "open"},
}
# What a person hears who wants any other step: first the claim, it is over, or not now.
OTHERWISE = {
    "open": ClaimFirst,
    "claimed": NotPossibleNow,
    "contacted": NotPossibleNow,
    "solving": NotPossibleNow,
    "waiting": NotPossibleNow,
    "resolved": AlreadyFinished,
    "closed": AlreadyFinished,
    "dismissed": AlreadyFinished,
}


def tried(status: Status, **facts: Any) -> Case:
    """A case in this status whose customer someone has tried to reach, so that every step is open."""
    return a_case(status, **({"attempted_at": at(minutes=10), "attempted_by": LI.user_id, "contacts": 1} | facts))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_every_step_leads_where_the_trade_says_or_is_refused_by_name(status: Status, action: Action) -> None:
    case, order = tried(status, grade=Grade.IMPORTANT), an_order(action)
    leads_to = ALLOWED[status].get(action)

    if leads_to is not None:
        assert advance(case, order, DEADLINES).status == leads_to
    elif action is Action.CLAIM and status in ("claimed", "contacted", "solving", "waiting"):
        with pytest.raises(AlreadyYours):
            advance(case, order, DEADLINES)
    elif action is Action.INVITE and status in ("open", "claimed", "contacted", "solving", "waiting"):
        with pytest.raises(InviteLater):
            advance(case, order, DEADLINES)
    else:
        with pytest.raises(OTHERWISE[status]) as refused:
            advance(case, order, DEADLINES)
        assert refused.value.case_id == case.id


@pytest.mark.parametrize("status", Status)
def test_what_is_offered_is_what_is_allowed_and_makes_a_difference(status: Status) -> None:
    assert possible(tried(status)) == set(ALLOWED[status]) - ({"wait"} if status is Status.WAITING else set())


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_a_guest_changes_nothing(status: Status, action: Action) -> None:
    if action in ALLOWED[status]:
        with pytest.raises(RoleNeeded) as refused:
            advance(tried(status), an_order(action, GUEST), DEADLINES)
        assert (refused.value.role, refused.value.user_id) == (Role.AGENT, GUEST.user_id)


class TestClaiming:
    def test_second_claimer_is_told_who_was_first_and_when(self) -> None:
        case = advance(a_case(), an_order(Action.CLAIM, LI, at=at(minutes=4)), DEADLINES)

        with pytest.raises(AlreadyClaimed) as refused:
            advance(case, an_order(Action.CLAIM, WANG), DEADLINES)

        assert (refused.value.by, refused.value.at) == (LI.user_id, at(minutes=4))

    def test_claiming_it_again_is_nothing_to_be_sorry_for(self) -> None:
        with pytest.raises(AlreadyYours):
            advance(a_case(Status.SOLVING), an_order(Action.CLAIM), DEADLINES)

    def test_whoever_claims_answers_for_it(self) -> None:
        after = advance(a_case(owner=LI.user_id), an_order(Action.CLAIM, WANG), DEADLINES)

        assert (after.owner, after.claimed_by, after.claimed_at) == (WANG.user_id, WANG.user_id, at(hours=1))

    @pytest.mark.parametrize(("minutes", "kept"), [(29, True), (30, True), (31, False)])
    def test_an_urgent_case_is_started_in_time_within_half_an_hour(self, minutes: int, kept: bool) -> None:
        after = advance(a_case(), an_order(Action.CLAIM, at=at(minutes=minutes)), DEADLINES)

        assert after.start_kept is kept

    def test_a_normal_case_has_no_start_to_keep(self) -> None:
        case = a_case(grade=Grade.NORMAL, start_due_at=None)

        assert advance(case, an_order(Action.CLAIM), DEADLINES).start_kept is None

    def test_a_start_that_was_missed_stays_missed(self) -> None:
        late = a_case(start_kept=False, start_missed_at=at(minutes=30))
        once = advance(late, an_order(Action.CLAIM, at=at(minutes=40)), DEADLINES)
        back = advance(once, an_order(Action.RELEASE, at=at(minutes=45)), DEADLINES)
        again = advance(back, an_order(Action.CLAIM, WANG, at=at(minutes=46)), DEADLINES)

        assert [once.start_kept, back.start_kept, again.start_kept] == [False, False, False]
        assert again.first_claimed_at == at(minutes=40)


class TestGivingBack:
    def test_a_case_given_back_waits_for_the_next_with_a_fresh_start(self) -> None:
        after = advance(a_case(Status.CLAIMED), an_order(Action.RELEASE, to=WANG.user_id), DEADLINES)

        assert (after.owner, after.claimed_by, after.claimed_at) == (WANG.user_id, None, None)
        assert after.start_due_at == at(hours=1, minutes=30)
        assert after.generation == 2

    def test_the_promise_to_the_customer_is_not_renewed(self) -> None:
        after = advance(a_case(Status.CLAIMED), an_order(Action.RELEASE), DEADLINES)

        assert after.contact_due_at == at(hours=2)

    def test_what_was_said_to_the_customer_is_not_forgotten(self) -> None:
        after = advance(a_case(Status.CONTACTED), an_order(Action.RELEASE), DEADLINES)

        assert (after.attempted_at, after.reached_at, after.contacts) == (at(minutes=10), at(minutes=10), 1)


class TestRegrading:
    def test_raising_a_grade_starts_its_clock_anew(self) -> None:
        case = a_case(grade=Grade.NORMAL, start_due_at=None)

        after = advance(case, an_order(Action.REGRADE, grade=Grade.URGENT, category=None), DEADLINES)

        assert (after.grade, after.start_due_at, after.generation) == (Grade.URGENT, at(hours=1, minutes=30), 2)
        assert after.category is Category.PRODUCT_QUALITY

    @pytest.mark.parametrize("by", [LI, LEAD])
    def test_lowering_a_grade_needs_a_supervisor(self, by: Any) -> None:
        with pytest.raises(RoleNeeded) as refused:
            advance(a_case(), an_order(Action.REGRADE, by, grade=Grade.NORMAL), DEADLINES)

        assert refused.value.role is Role.SUPERVISOR

    def test_a_supervisor_lowers_a_grade_and_its_clock_falls_away(self) -> None:
        order = an_order(Action.REGRADE, SUPERVISOR, grade=Grade.NORMAL)

        after = advance(a_case(start_missed_at=at(minutes=30)), order, DEADLINES)

        assert (after.grade, after.start_due_at, after.start_missed_at) == (Grade.NORMAL, None, None)

    def test_another_category_alone_moves_no_clock(self) -> None:
        before = a_case()

        after = advance(before, an_order(Action.REGRADE, grade=Grade.URGENT, category=Category.LOGISTICS), DEADLINES)

        assert after.category is Category.LOGISTICS
        assert (after.start_due_at, after.generation) == (before.start_due_at, before.generation)

    def test_the_same_grade_and_category_change_nothing(self) -> None:
        same = an_order(Action.REGRADE, grade=Grade.URGENT, category=Category.PRODUCT_QUALITY)

        with pytest.raises(SameGrade):
            advance(a_case(), same, DEADLINES)


class TestHandingOver:
    def test_the_receiver_holds_the_case_from_now_on(self) -> None:
        after = advance(a_case(Status.CLAIMED), an_order(Action.HAND_OVER), DEADLINES)

        assert (after.owner, after.claimed_by, after.claimed_at) == (WANG.user_id, WANG.user_id, at(hours=1))
        assert after.first_claimed_at == at(minutes=5)

    def test_an_unclaimed_case_gets_another_owner_and_stays_unclaimed(self) -> None:
        after = advance(a_case(), an_order(Action.HAND_OVER), DEADLINES)

        assert (after.status, after.owner, after.claimed_by) == (Status.OPEN, WANG.user_id, None)

    def test_nobody_hands_a_case_to_its_owner(self) -> None:
        with pytest.raises(AlreadyHolds):
            advance(a_case(Status.CLAIMED), an_order(Action.HAND_OVER, to=LI.user_id), DEADLINES)

    def test_nobody_hands_a_case_to_nobody(self) -> None:
        with pytest.raises(NotOnTheTeam):
            advance(a_case(Status.CLAIMED), an_order(Action.HAND_OVER, to=None), DEADLINES)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (Status.OPEN, Action.REGRADE),
        (Status.OPEN, Action.SNOOZE),
        (Status.CLAIMED, Action.DISMISS),
        (Status.CLOSED, Action.REOPEN),
    ],
)
@pytest.mark.parametrize("note", ["", "   \n"])
def test_some_steps_are_kept_with_their_reason(status: Status, action: Action, note: str) -> None:
    with pytest.raises(ReasonNeeded):
        advance(a_case(status, grade=Grade.NORMAL), an_order(action, note=note), DEADLINES)


def test_a_dismissed_case_keeps_who_said_so_and_why() -> None:
    after = advance(a_case(grade=Grade.NORMAL), an_order(Action.DISMISS, note="写的是好评"), DEADLINES)

    assert (after.dismissed_by, after.dismissed_at, after.dismissed_reason) == (LI.user_id, at(hours=1), "写的是好评")


def test_neither_case_nor_order_is_changed() -> None:
    case, order = a_case(), an_order(Action.CLAIM)

    after = advance(case, order, DEADLINES)

    assert (case, order) == (a_case(), an_order(Action.CLAIM))
    assert (after.version, after.opened_at) == (2, T0)
