"""Directory: the team's display names, for sentences that must not ping anyone."""

import asyncio
from collections.abc import Iterable
from datetime import date

import structlog

from bot.messenger import Doubtful, Messenger, RateLimited, Rejected, Unreachable

log = structlog.get_logger()


class Directory:
    """Names by user id: the policy's own first, then what Slack told; else the id, which is better than nothing."""

    def __init__(self, known: dict[str, str]) -> None:
        self._names = {user: name for user, name in known.items() if name}
        self.workspace_url = ""
        self.gone: set[str] = set()
        self.looked_on: date | None = None
        self._messenger: Messenger | None = None

    def name(self, user_id: str) -> str:
        """The display name."""
        return self._names.get(user_id, user_id)

    async def learn(self, messenger: Messenger, users: Iterable[str]) -> None:
        """Ask for the names that are missing. A name that cannot be had is logged and asked for again next time."""
        self._messenger = messenger
        missing = [user for user in users if user not in self._names]
        found = await asyncio.gather(*(messenger.name_of(user) for user in missing), return_exceptions=True)
        for user, name in zip(missing, found, strict=True):
            if isinstance(name, str):
                self._names[user] = name
            elif isinstance(name, (RateLimited, Doubtful, Unreachable, Rejected)):
                log.warning("name unknown", user=user, because=str(name))
            else:
                raise name

    async def look_who_left(self, users: Iterable[str]) -> bool:
        """Ask who is deactivated, into `gone`; False where nobody can be asked yet."""
        if self._messenger is None:
            return False
        asked = sorted(users)
        told = await asyncio.gather(*(self._messenger.is_gone(user) for user in asked), return_exceptions=True)
        for user, is_gone in zip(asked, told, strict=True):
            if isinstance(is_gone, bool):
                (self.gone.add if is_gone else self.gone.discard)(user)
            elif isinstance(is_gone, (RateLimited, Doubtful, Unreachable, Rejected)):
                log.warning("nobody knows whether this member is still there", user=user, because=str(is_gone))
            else:
                raise is_gone
        return True
