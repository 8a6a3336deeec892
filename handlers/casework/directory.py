"""Directory: the team's display names, for sentences that must not ping anyone."""

import asyncio
from collections.abc import Iterable

import structlog

from bot.messenger import Doubtful, Messenger, RateLimited, Rejected, Unreachable

log = structlog.get_logger()


class Directory:
    """Names by user id: the policy's own first, then what Slack told; else the id, which is better than nothing."""

    def __init__(self, known: dict[str, str]) -> None:
        self._names = {user: name for user, name in known.items() if name}
        self.workspace_url = ""
        self.gone: set[str] = set()

    def name(self, user_id: str) -> str:
        """The display name."""
        return self._names.get(user_id, user_id)

    async def learn(self, messenger: Messenger, users: Iterable[str]) -> None:
        """Ask for the names that are missing. A name that cannot be had is logged and asked for again next time."""
        missing = [user for user in users if user not in self._names]
        found = await asyncio.gather(*(messenger.name_of(user) for user in missing), return_exceptions=True)
        for user, name in zip(missing, found, strict=True):
            if isinstance(name, str):
                self._names[user] = name
            elif isinstance(name, (RateLimited, Doubtful, Unreachable, Rejected)):
                log.warning("name unknown", user=user, because=str(name))
            else:
                raise name
