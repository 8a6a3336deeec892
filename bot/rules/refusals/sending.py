"""Refusals: a customer may not be contacted now, or a text is on its way."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules.outreach import Why
from bot.rules.refusals import Refusal
from bot.vocabulary import Channel, Outlet


@dataclass
class ChannelClosed(Refusal):
    """The customer may not be contacted this way now; `open_now` are the ways that are open."""

    case_id: int
    channel: Channel
    why: Why
    opens_at: datetime
    open_now: tuple[Channel, ...]


@dataclass
class LeftAlone(Refusal):
    """The customer asked never to be contacted again."""

    case_id: int


@dataclass
class OnItsWay(Refusal):
    """The desk is sending such a text for this case at this moment, or nobody knows yet whether it went."""

    case_id: int
    outlet: Outlet
    by: str
    at: datetime
    is_unclear: bool


@dataclass
class MayNotLeave(Refusal):
    """A text that the linter forbids; its dialog says so before, in its place."""

    case_id: int


@dataclass
class NoGateway(Refusal):
    """The desk cannot send there: no gateway, or too little is known of the customer."""

    case_id: int
    outlet: Outlet


@dataclass
class DispatchEnded(Refusal):
    """Somebody looked already, or it is known anyway, what became of a text."""

    case_id: int
    stand: str
    at: datetime | None
