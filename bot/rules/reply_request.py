"""Reply request: a public reply that somebody above reads first, and how that is decided."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.case import Actor
from bot.rules.refusals.cases import RoleNeeded
from bot.rules.refusals.reviews import OwnReply, ReplyDecided
from bot.vocabulary import Action, Role


class ReplyStand(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"


@dataclass(frozen=True)
class ReplyRequest:
    """A text that is to be said in public, and what somebody above said of it."""

    id: int
    case_id: int
    text: str
    script: str
    asked_by: str
    asked_at: datetime
    needs: Role
    stand: ReplyStand = ReplyStand.ASKED
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""


def decided(one: ReplyRequest, by: Actor, at: datetime, *, approve: bool, reason: str = "") -> ReplyRequest:
    """Approved or sent back. Raises `ReplyDecided`, `RoleNeeded` or `OwnReply`."""
    if one.stand is not ReplyStand.ASKED:
        raise ReplyDecided(one.case_id, one.stand, one.decided_by, one.decided_at)
    if not by.is_at_least(one.needs):
        raise RoleNeeded(one.case_id, one.needs, Action.PUBLIC_REPLY, by.user_id)
    if by.user_id == one.asked_by:
        raise OwnReply(one.case_id)
    stand = ReplyStand.APPROVED if approve else ReplyStand.REJECTED
    return replace(one, stand=stand, decided_by=by.user_id, decided_at=at, reason=reason)
