"""Care: something personal for a customer whose review tells of a birthday, a wedding, a present; a budget of its own.

Care is no compensation and no reward. It is for the person, and so it is closed once an invitation to update the
review has gone out, and an invitation waits until it is done.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.case import Actor, Case
from bot.rules.ladder import Yuan
from bot.rules.refusals.sending import LeftAlone
from bot.rules.refusals.tasks import CareAfterInvite, CareOverBudget, CareOverCase
from bot.vocabulary import Role


class CareRules(BaseModel):
    """The policy's [care], in yuan. Beyond `per_case` a lead decides, beyond `monthly` a manager."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    per_case: Yuan = Decimal(50)
    monthly: Yuan = Decimal(1000)
    due_hour: Annotated[int, Field(ge=0, le=23)] = 18


@dataclass(frozen=True)
class CareSpent:
    """What care has cost already, or will, in cents: for this case, and for all in the month."""

    case: int = 0
    month: int = 0


def ensure_may_care(case: Case, cost_cents: int, by: Actor, spent: CareSpent, rules: CareRules) -> None:
    """Raise `LeftAlone`, `CareAfterInvite`, `CareOverCase` or `CareOverBudget`, the way forward with it."""
    if case.no_contact:
        raise LeftAlone(case.id)
    if case.invited_at:
        raise CareAfterInvite(case.id, case.invited_at)
    per_case, monthly = int(rules.per_case * 100), int(rules.monthly * 100)
    if spent.case + cost_cents > per_case and not by.is_at_least(Role.LEAD):
        raise CareOverCase(case.id, per_case, spent.case)
    if spent.month + cost_cents > monthly and not by.is_at_least(Role.MANAGER):
        raise CareOverBudget(case.id, max(0, monthly - spent.month))
