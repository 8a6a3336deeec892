"""Tickets: trigger ids and response addresses, which let the app answer one act of one person, for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sandbox.refusals import Refused
from slack_rules.limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, TRIGGER_SECONDS


@dataclass
class Trigger:
    """One act: who acted, in which channel or view."""

    id: str
    user: str
    made_at: float
    channel: str | None = None
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseAddress:
    """Where an answer to one act goes: the channel, the person, and the message that was acted on."""

    id: str
    user: str
    channel: str
    made_at: float
    message_ts: str | None = None
    is_ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class Tickets:
    """All triggers and response addresses given out; times are those of the injected monotonic clock."""

    def __init__(self, monotonic: Callable[[], float], random: Random) -> None:
        self._monotonic = monotonic
        self._random = random
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, ResponseAddress] = {}

    def trigger(self, user: str, *, channel: str | None = None, view_id: str | None = None) -> Trigger:
        """A new trigger id, good once and for three seconds."""
        head, tail = self._random.randrange(10**12), self._random.getrandbits(128)
        made = Trigger(
            f"{head}.{self._random.randrange(10**12)}.{tail:032x}", user, self._monotonic(), channel, view_id
        )
        self._triggers[made.id] = made
        self._forget()
        return made

    def find_trigger(self, trigger_id: str) -> Trigger | None:
        return self._triggers.get(trigger_id)

    def exchange(self, trigger_id: str) -> Trigger:
        """Use the trigger; refused when unknown, used or older than three seconds."""
        found = self._triggers.get(trigger_id)
        if found is None:
            raise Refused("invalid_trigger_id", "this trigger_id was never given out")
        if found.used:
            raise Refused("exchanged_trigger_id", "the trigger_id was already exchanged in a previous call")
        if self._monotonic() - found.made_at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id", "the trigger_id is older than 3 seconds")
        found.used = True
        return found

    def response_address(
        self,
        user: str,
        channel: str,
        *,
        message_ts: str | None = None,
        is_ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> ResponseAddress:
        """A new response address, good for five uses within thirty minutes."""
        made = ResponseAddress(
            f"{self._random.getrandbits(128):032x}",
            user,
            channel,
            self._monotonic(),
            message_ts,
            is_ephemeral,
            thread_ts,
        )
        self._addresses[made.id] = made
        return made

    def use_address(self, address_id: str) -> ResponseAddress:
        """Count one use; refused when unknown, used five times, or older than thirty minutes."""
        found = self._addresses.get(address_id)
        if found is None:
            raise Refused("invalid_url", "this response_url was never given out", status=404)
        if self._monotonic() - found.made_at > RESPONSE_URL_SECONDS:
            raise Refused("expired_url", "the response_url is older than 30 minutes", status=404)
        if found.uses >= RESPONSE_URL_USES:
            raise Refused("used_url", "the response_url was already used 5 times", status=404)
        found.uses += 1
        return found

    def _forget(self) -> None:
        """Keep the last ten thousand, so that a day of clicking does not grow without end."""
        for kept in (self._triggers, self._addresses):
            while len(kept) > 10_000:
                kept.pop(next(iter(kept)))
