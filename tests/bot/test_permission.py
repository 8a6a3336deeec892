"""Permission: who may do what, by role, by owner, by how grave the case is."""

from typing import Any

import pytest

from bot.case import Actor
from bot.rules.permission import check, may, refusal_for
from bot.rules.refusals.cases import RoleNeeded, SomeoneElses
from bot.vocabulary import Action, Grade, Role, Status
from tests.bot.cases import GUEST, LEAD, LI, SUPERVISOR, WANG, a_case, an_order

MANAGER = Actor("U0ZHOU", Role.MANAGER)
TEAM = {"owner": LI, "colleague": WANG, "lead": LEAD, "supervisor": SUPERVISOR, "manager": MANAGER}
OWNERS = {"owner", "lead", "supervisor", "manager"}
SUPERVISORS = {"supervisor", "manager"}
# Who of the team may do what with a claimed case of 小李's, in the trade's terms.
MAY: dict[Action, set[str]] = {
    Action.CLAIM: set(TEAM),
    Action.REGRADE: set(TEAM),
    Action.REOPEN: set(TEAM),
    Action.RELEASE: OWNERS,
    Action.CONTACT_REACHED: OWNERS,
    Action.CONTACT_MISSED: OWNERS,
    Action.SOLUTION: OWNERS,
    Action.WAIT: OWNERS,
    Action.RESUME: OWNERS,
    Action.SNOOZE: OWNERS,
    Action.HAND_OVER: OWNERS,
    Action.RESOLVE: OWNERS,
    Action.FOLLOW_UP_GOOD: OWNERS,
    Action.FOLLOW_UP_BAD: OWNERS,
    Action.FOLLOW_UP_MISSED: OWNERS,
    Action.INVITE: OWNERS,
    Action.PUBLIC_REPLY: OWNERS,
    Action.DISMISS: OWNERS,
}


@pytest.mark.parametrize("who", TEAM)
@pytest.mark.parametrize("action", Action)
def test_each_action_is_for_those_whom_the_trade_names(action: Action, who: str) -> None:
    case = a_case(Status.CLAIMED, grade=Grade.NORMAL)

    assert may(case, action, TEAM[who]) is (who in MAY[action])


@pytest.mark.parametrize("action", Action)
def test_a_guest_may_nothing_and_is_told_that_they_are_not_on_the_team(action: Action) -> None:
    refusal = refusal_for(a_case(owner=None), action, GUEST)

    assert refusal == RoleNeeded(1042, Role.AGENT, action, GUEST.user_id)


def test_on_a_colleagues_case_one_is_told_whose_it_is() -> None:
    with pytest.raises(SomeoneElses) as refused:
        check(a_case(Status.CLAIMED), an_order(Action.RESOLVE, WANG))

    assert refused.value.owner == LI.user_id


@pytest.mark.parametrize("action", [Action.SNOOZE, Action.HAND_OVER, Action.CLAIM])
def test_a_case_without_an_owner_is_anyones(action: Action) -> None:
    assert may(a_case(owner=None), action, WANG)


@pytest.mark.parametrize("grave", [{"grade": Grade.URGENT}, {"grade": Grade.NORMAL, "safety": True}])
@pytest.mark.parametrize("who", TEAM)
def test_dismissing_what_is_urgent_or_unsafe_takes_a_supervisor(who: str, grave: dict[str, Any]) -> None:
    refusal = refusal_for(a_case(**grave), Action.DISMISS, TEAM[who])

    expected = None if who in SUPERVISORS else RoleNeeded(1042, Role.SUPERVISOR, Action.DISMISS, TEAM[who].user_id)
    assert refusal == expected


def test_anyone_on_the_team_dismisses_an_unclaimed_mild_case() -> None:
    assert may(a_case(grade=Grade.IMPORTANT), Action.DISMISS, WANG)


@pytest.mark.parametrize("who", TEAM)
@pytest.mark.parametrize(("now", "wanted"), [("urgent", "normal"), ("urgent", "important"), ("important", "normal")])
def test_lowering_takes_a_supervisor(who: str, now: str, wanted: str) -> None:
    refusal = refusal_for(a_case(grade=Grade(now)), Action.REGRADE, TEAM[who], grade=Grade(wanted))

    expected = None if who in SUPERVISORS else RoleNeeded(1042, Role.SUPERVISOR, Action.REGRADE, TEAM[who].user_id)
    assert refusal == expected


@pytest.mark.parametrize(("now", "wanted"), [("normal", "urgent"), ("important", "urgent"), ("urgent", "urgent")])
def test_anyone_on_the_team_raises_a_grade(now: str, wanted: str) -> None:
    assert refusal_for(a_case(grade=Grade(now)), Action.REGRADE, WANG, grade=Grade(wanted)) is None


@pytest.mark.parametrize(
    ("role", "reaches"),
    [
        (None, []),
        (Role.AGENT, [Role.AGENT]),
        (Role.LEAD, [Role.AGENT, Role.LEAD]),
        (Role.SUPERVISOR, [Role.AGENT, Role.LEAD, Role.SUPERVISOR]),
        (Role.MANAGER, [Role.AGENT, Role.LEAD, Role.SUPERVISOR, Role.MANAGER]),
    ],
)
def test_a_higher_role_includes_the_lower_ones(role: Role | None, reaches: list[Role]) -> None:
    assert [wanted for wanted in Role if Actor("U1", role).is_at_least(wanted)] == reaches
