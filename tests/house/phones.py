"""Phones: what customers receive, behind stand-in gateways as strict as real ones."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.outreach import Addressee, Gateways, NotTaken, Outreach, Parcel
from bot.vocabulary import Outlet

_MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass
class Phones:
    """One gateway for everything. `trouble` is raised, one after the other, before anything is taken again.

    The first `hangs` tries are never answered; `takes` is done as a text is taken. What the shop may not do is an
    AssertionError.
    """

    repeats_safely: bool = True
    got: list[Parcel] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    hangs: int = 0
    takes: Callable[[], None] = lambda: None

    def reaches(self, to: Addressee) -> bool:
        return bool(to.customer_id or to.phone)

    async def send(self, parcel: Parcel) -> str:
        assert parcel.text.strip(), "an empty text"
        assert "【" not in parcel.text, "an open slot"
        self.tries.append(parcel.key)
        if parcel.outlet is Outlet.SMS and not _MOBILE.fullmatch(parcel.to.phone):
            raise NotTaken("no mobile number")
        if self.hangs:
            self.hangs -= 1
            await asyncio.Event().wait()
        if self.trouble:
            raise self.trouble.pop(0)
        known = {one.key: one for one in self.got}
        if parcel.key in known:
            assert known[parcel.key] == parcel, "another text under the same key"
            assert self.repeats_safely, "sent twice"
            return "again"
        self.got.append(parcel)
        self.takes()
        return f"ref-{len(self.got)}"

    def texts(self) -> list[str]:
        return [one.text for one in self.got]


def gateways(phones: Outreach, *, replies: bool = True) -> Gateways:
    """For Wangwang and short messages, and for public replies where the reviews come from."""
    sources = {"standard": phones} if replies else {}
    return Gateways({Outlet.WANGWANG: phones, Outlet.SMS: phones}, sources)
