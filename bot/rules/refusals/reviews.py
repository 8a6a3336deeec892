"""Refusals: invitations and public replies."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.refusals import Refusal


@dataclass
class InviteLater(Refusal):
    """A review is spoken of only when the matter is settled and paid."""

    case_id: int


@dataclass
class AlreadyInvited(Refusal):
    """One invitation a case."""

    case_id: int
    by: str | None
    at: datetime


@dataclass
class InviteBarred(Refusal):
    """The customer did not want to talk: no invitation after a refusal."""

    case_id: int


@dataclass
class AlreadyReplied(Refusal):
    """One public reply a case."""

    case_id: int
    by: str | None
    at: datetime


@dataclass
class OwnReply(Refusal):
    """Nobody approves what they wrote themselves."""

    case_id: int


@dataclass
class ReplyDecided(Refusal):
    """The reply was read by somebody else, or written anew, meanwhile."""

    case_id: int
    stand: str
    by: str | None
    at: datetime | None


@dataclass
class ReplyTooLate(Refusal):
    """The platform's window for replies ran out."""

    case_id: int
    closed_at: datetime


@dataclass
class ReplyClosedByAppend(Refusal):
    """The customer's 追评 ended the platform's window for replies."""

    case_id: int
