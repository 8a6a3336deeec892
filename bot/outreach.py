"""Outreach: the door to customers and to the places where reviews stand; the gateways are in handlers/outgoing/."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.vocabulary import Outlet


@dataclass(frozen=True)
class Addressee:
    """Whom a text is for, and under which review, as far as the desk knows; what it does not know is empty."""

    source: str
    review_id: str
    store: str
    platform: str
    customer_id: str
    name: str
    phone: str
    order_id: str


@dataclass(frozen=True)
class Parcel:
    """One text as it goes out. `key` is the same at every try, so that a gateway can tell a repetition."""

    key: str
    outlet: Outlet
    text: str
    to: Addressee


class NotTaken(Exception):
    """The gateway refuses it, and will again; the message is its reason, for people."""


class TryLater(Exception):
    """It certainly did not go, and may go later; `after` seconds where the gateway says so."""

    def __init__(self, because: str, after: float | None = None) -> None:
        super().__init__(because)
        self.after = after


class Unclear(Exception):
    """No answer, or none that can be understood: it may have gone or not."""


class Outreach(Protocol):
    """One gateway. `send` raises one of the three errors above, and nothing else."""

    @property
    def repeats_safely(self) -> bool:
        """Whether it tells a repetition by its key: then what is unclear may simply be handed over once more."""
        ...

    async def send(self, parcel: Parcel) -> str:
        """Hand it over; the gateway's own name for it, or nothing."""
        ...

    def reaches(self, to: Addressee) -> bool:
        """Whether enough is known of them to try."""
        ...


@dataclass(frozen=True)
class Gateways:
    """What the shop has to send with: by channel to customers, by source for public replies."""

    channels: Mapping[Outlet, Outreach] = field(default_factory=dict)
    sources: Mapping[str, Outreach] = field(default_factory=dict)

    def towards(self, to: Addressee, outlet: Outlet) -> Outreach | None:
        """The gateway that takes a text for them there; None where a person has to do it by hand."""
        found = self.sources.get(to.source) if outlet is Outlet.PUBLIC else self.channels.get(outlet)
        return found if found and found.reaches(to) else None
