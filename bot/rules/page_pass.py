"""Page pass: the signed words that open the managers' page: a link, once, and then a session until it ends.

They say who and until when, and no more. What that person may see is asked of the policy, each time.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, field_validator

from bot.duration import Duration

_LONGEST = timedelta(days=1)
_WRITTEN = re.compile(r"(link|session)\.([UW][A-Z0-9]{1,40})\.(\d{1,11})\.([A-Za-z0-9_-]{8,64})\.([A-Za-z0-9_-]{43})")


class PageRules(BaseModel):
    """The policy's [page]: how long a link waits to be opened, and how long the page stays open then."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    link: Duration = timedelta(minutes=15)
    session: Duration = timedelta(hours=8)

    @field_validator("*")
    @classmethod
    def _ends_within_a_day(cls, length: timedelta) -> timedelta:
        if not timedelta(minutes=1) <= length <= _LONGEST:
            raise ValueError("a length from 1m to 24h")
        return length


class PassKind(StrEnum):
    """What a pass opens: one does not stand in for the other."""

    LINK = "link"
    SESSION = "session"


@dataclass(frozen=True)
class Pass:
    """One pass; `number` is its own, by which it is known once it has been used."""

    kind: PassKind
    user_id: str
    until: datetime
    number: str


def write_pass(one: Pass, key: bytes) -> str:
    """In letters that need no escaping in an address or a cookie."""
    said = f"{one.kind}.{one.user_id}.{int(one.until.timestamp())}.{one.number}"
    return f"{said}.{_signature(said, key)}"


def read_pass(text: str, kind: PassKind, keys: Sequence[bytes], now: datetime) -> Pass | None:
    """The pass, if it is of this kind, signed with one of the keys, and still good; else None, whatever the reason."""
    found = _WRITTEN.fullmatch(text)
    if not found or found[1] != kind:
        return None
    said, _, signature = text.rpartition(".")
    if not any(hmac.compare_digest(_signature(said, key), signature) for key in keys):
        return None
    until = datetime.fromtimestamp(int(found[3]), UTC)
    return Pass(kind, found[2], until, found[4]) if now < until else None


def _signature(said: str, key: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")).decode().rstrip("=")
