"""Messenger: the door to the team's messaging, as a protocol; Slack's side of it is in handlers/slack/."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Block = dict[str, Any]


@dataclass(frozen=True)
class Posted:
    """Where a message came to stand; `ts` names it within the channel."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Letter:
    """A message as it goes out. `key` travels as metadata, so that a doubtful post can be found again."""

    channel: str
    text: str
    blocks: Sequence[Block]
    key: str
    thread_ts: str | None = None


@dataclass(frozen=True)
class Upload:
    """A picture on its way to the messaging: a PNG with the name and the words of its file."""

    name: str
    alt: str
    png: bytes


class RateLimited(Exception):
    """The messaging asks us to wait."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"rate limited for {retry_after} s")
        self.retry_after = retry_after


class Doubtful(Exception):
    """No answer, or a server error: the message may or may not stand there."""


class NotAllSearched(Doubtful):
    """More was said meanwhile than is looked through: the message may stand further back. `found` were seen."""

    def __init__(self, why: str, found: Sequence[Posted] = ()) -> None:
        super().__init__(why)
        self.found = found


class Unreachable(Exception):
    """The request never left, or nothing can be done with our token: nothing can stand there.

    `is_certain` where one refusal says it of every request.
    """

    def __init__(self, why: str, *, is_certain: bool = False) -> None:
        super().__init__(why)
        self.is_certain = is_certain


class Rejected(Exception):
    """The messaging refused for a reason that trying again does not mend; `code` is its word for it."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


class Messenger(Protocol):
    """What the courier needs. Every call raises one of the four errors above, and nothing else."""

    async def post(self, letter: Letter) -> Posted:
        """Post it; a user id as channel means the direct messages with that person."""
        ...

    async def update(self, place: Posted, letter: Letter) -> None:
        """Redraw a message of ours."""
        ...

    async def find(self, letter: Letter, since: datetime) -> Posted | None:
        """Look for a message with this letter's key, posted by us since then."""
        ...

    async def find_all(self, letter: Letter, since: datetime) -> list[Posted]:
        """Every message with this letter's key, posted by us since then."""
        ...

    async def remove(self, place: Posted) -> None:
        """Delete a message of ours."""
        ...

    async def upload(self, picture: Upload) -> str:
        """Hand over a picture that a message is to show; the id of its file. Nobody sees it before that message."""
        ...

    async def is_ready(self, file: str) -> bool:
        """Whether the messaging has worked through the file: a message that shows it sooner is refused."""
        ...

    async def is_gone(self, user_id: str) -> bool:
        """Whether the person is deactivated, or nobody whom the messaging knows."""
        ...

    async def name_of(self, user_id: str) -> str:
        """The person's display name."""
        ...
