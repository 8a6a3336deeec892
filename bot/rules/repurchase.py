"""Repurchase: whether a customer whose case was resolved has bought again.

Nothing that decides about money, invitations or cases looks at it: it is told afterwards, and counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from bot.duration import Duration


class RepurchaseRules(BaseModel):
    """The policy's [repurchase]: within how long after resolution an order counts as bought again."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    within: Duration = timedelta(days=90)


@dataclass(frozen=True)
class Bought:
    """An order of the customer's; `known_as` is what tells it from the order behind the review."""

    placed_at: datetime
    known_as: frozenset[str]


@dataclass(frozen=True)
class BoughtAgain:
    """Of the cases resolved in some time with a known customer: how many bought again so far, and of those whose time
    is over (`closed`) how many did."""

    resolved: int
    bought: int
    closed: int
    closed_bought: int


def bought_again(
    resolved_at: datetime, own_order: str | None, bought: Iterable[Bought], rules: RepurchaseRules
) -> datetime | None:
    """When the first order after the resolution was placed, within the time that counts; the review's own is none."""
    until = resolved_at + rules.within
    again = (one.placed_at for one in bought if resolved_at < one.placed_at <= until and own_order not in one.known_as)
    return min(again, default=None)
