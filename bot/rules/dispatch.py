"""Dispatch: a text that the desk sends by itself, from the moment somebody asked for it to what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.case import Actor, Order
from bot.rules.refusals.sending import DispatchEnded
from bot.vocabulary import Action, Channel, Outcome, Outlet, Purpose

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
_MOST_DOUBLINGS = 8
NO_WORD = "no answer"


class DispatchStand(StrEnum):
    """Where a dispatch stands. UNCLEAR: nobody knows whether it went; a person has to look."""

    WAITING = "waiting"
    UNCLEAR = "unclear"
    SENT = "sent"
    REFUSED = "refused"
    DROPPED = "dropped"


ON_ITS_WAY = frozenset({DispatchStand.WAITING, DispatchStand.UNCLEAR})


class Dropped(StrEnum):
    """Why the desk gave a dispatch up."""

    LATE = "late"
    MOOT = "moot"
    CLOSED = "closed"
    NO_GATEWAY = "no_gateway"


@dataclass(frozen=True)
class Dispatch:
    """One text on its way. `waits`: the case waits for the customer once it is out. `because`: the gateway's reason, or
    one of `Dropped`; while it waits, why nobody knows of an earlier try whether it went.
    """

    id: int
    case_id: int
    outlet: Outlet
    purpose: Purpose
    text: str
    script: str
    asked_by: str
    asked_at: datetime
    gives_up_at: datetime
    note: str = ""
    waits: bool = False
    stand: DispatchStand = DispatchStand.WAITING
    tries: int = 0
    not_before: datetime | None = None
    ended_at: datetime | None = None
    reference: str = ""
    because: str = ""

    @property
    def key(self) -> str:
        """Its name for gateways."""
        return f"dispatch-{self.id}"

    @property
    def may_be_out(self) -> bool:
        """Whether an earlier try may have reached the customer: then nobody may say that it did not go."""
        return bool(self.because)


def orders_of(one: Dispatch, by: Actor, at: datetime) -> list[Order]:
    """What it means for the case that the text went out."""
    action, outcome = _MEANS[one.purpose]
    channel = None if one.outlet is Outlet.PUBLIC else Channel(one.outlet)
    said = Order(action, by, at, note=one.note, channel=channel, outcome=outcome, said=one.text, script=one.script)
    return [said, Order(Action.WAIT, by, at)] if one.waits else [said]


def begun(one: Dispatch) -> Dispatch:
    """Somebody had it, and never said what came of it."""
    return one if one.may_be_out else replace(one, because=NO_WORD)


def put_off(one: Dispatch, at: datetime, after: float | None) -> Dispatch:
    """It did not go: again a little later, ever later; given up when that would be too late."""
    longest = _LONGEST_PAUSE.total_seconds()
    pause = timedelta(seconds=min(after, longest)) if after else _FIRST_PAUSE * 2 ** min(one.tries, _MOST_DOUBLINGS)
    again = at + min(pause, _LONGEST_PAUSE)
    if again > one.gives_up_at:
        return unclear(one, one.because) if one.may_be_out else dropped(one, Dropped.LATE, at)
    return replace(one, tries=one.tries + 1, not_before=again)


def sent(one: Dispatch, at: datetime, reference: str = "") -> Dispatch:
    """It is out."""
    return replace(one, stand=DispatchStand.SENT, ended_at=at, reference=reference)


def refused(one: Dispatch, because: str, at: datetime) -> Dispatch:
    """The gateway does not take it."""
    return replace(one, stand=DispatchStand.REFUSED, ended_at=at, because=because)


def dropped(one: Dispatch, because: Dropped, at: datetime) -> Dispatch:
    """Nobody is to send it any more."""
    return replace(one, stand=DispatchStand.DROPPED, ended_at=at, because=because)


def unclear(one: Dispatch, because: str) -> Dispatch:
    """Nobody knows."""
    return replace(one, stand=DispatchStand.UNCLEAR, because=because)


def looked_up(one: Dispatch, at: datetime, *, was_sent: bool) -> Dispatch:
    """A person looked whether it went. Raises `DispatchEnded` where that is known already."""
    if one.stand is not DispatchStand.UNCLEAR:
        raise DispatchEnded(one.case_id, one.stand, one.ended_at)
    return sent(one, at) if was_sent else refused(one, one.because, at)


_MEANS: dict[Purpose, tuple[Action, Outcome | None]] = {
    Purpose.CONTACT: (Action.CONTACT_MISSED, Outcome.SENT),
    Purpose.FOLLOW_UP: (Action.FOLLOW_UP_MISSED, Outcome.SENT),
    Purpose.AMEND: (Action.INVITE, None),
    Purpose.PUBLIC_REPLY: (Action.PUBLIC_REPLY, None),
}
