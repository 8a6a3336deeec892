"""Desk: what every use-case works with, joined once in app.py."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.cards.look import Look
from bot.clock import Clock
from bot.messenger import Posted
from bot.outreach import Gateways
from bot.policy.model import Policy
from handlers.casework.directory import Directory
from handlers.casework.reception import Reception
from scripts_library.scripts import Library
from storage.database import Database

if TYPE_CHECKING:
    from bot.analysis.learned.model import Model  # loads NumPy, which a start does without


@dataclass(frozen=True)
class Desk:
    """The doors' common ground. The three events wake courier, intake and sending; rows say what there is to do."""

    db: Database
    clock: Clock
    policy: Policy
    look: Look
    directory: Directory
    scripts: Library
    model: "Model | None" = None  # the shop's own; the shipped one where there is none
    gateways: Gateways = Gateways()  # noqa: RUF009  # frozen, and empty
    public_url: str | None = None  # where people reach our pages, without a slash at its end
    to_send: asyncio.Event = field(default_factory=asyncio.Event)
    to_take_in: asyncio.Event = field(default_factory=asyncio.Event)
    to_dispatch: asyncio.Event = field(default_factory=asyncio.Event)
    reception: Reception = field(init=False)

    def __post_init__(self) -> None:
        """The reception works with the same database and clock."""
        object.__setattr__(self, "reception", Reception(self.db, self.clock))

    def link(self, card: Posted | None) -> str | None:
        """The address of a card's message, None while it is not posted."""
        base = self.directory.workspace_url
        return f"{base}archives/{card.channel}/p{card.ts.replace('.', '')}" if card and base else None
