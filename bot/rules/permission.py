"""Permission: who may do what; asked for every press, on the server, from the policy's roles."""

from bot.case import Actor, Case, Order
from bot.rules.refusals import Refusal
from bot.rules.refusals.cases import RoleNeeded, SomeoneElses
from bot.vocabulary import Action, Grade, Role, Status

_ANYONE_ON_THE_TEAM = frozenset({Action.CLAIM, Action.REGRADE, Action.REOPEN})


def check(case: Case, order: Order) -> None:
    """Raise the refusal that applies; return when the actor may give this order."""
    refusal = refusal_for(case, order.action, order.by, grade=order.grade)
    if refusal:
        raise refusal


def may(case: Case, action: Action, by: Actor) -> bool:
    """Whether the actor's authority covers the action, for showing only what is possible."""
    return refusal_for(case, action, by) is None


def refusal_for(case: Case, action: Action, by: Actor, *, grade: Grade | None = None) -> Refusal | None:
    """Why the actor lacks the authority, or None."""
    if not by.is_at_least(Role.AGENT):
        return RoleNeeded(case.id, Role.AGENT, action, by.user_id)
    if action is Action.REGRADE and grade is not None and grade.rank < case.grade.rank:
        return _needs(Role.SUPERVISOR, case, action, by)
    if action is Action.DISMISS and (case.safety or case.grade is Grade.URGENT):
        return _needs(Role.SUPERVISOR, case, action, by)
    if action in _ANYONE_ON_THE_TEAM or by.is_at_least(Role.LEAD):
        return None
    if action is Action.DISMISS and case.status is Status.OPEN:
        return None
    if case.owner is not None and case.owner != by.user_id:
        return SomeoneElses(case.id, case.owner)
    return None


def _needs(role: Role, case: Case, action: Action, by: Actor) -> Refusal | None:
    return None if by.is_at_least(role) else RoleNeeded(case.id, role, action, by.user_id)
