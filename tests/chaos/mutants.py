"""Mutants: the bot with one safeguard taken out, to see that the inspection finds the damage."""

import sys
from datetime import datetime
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler

import app
from bot.messenger import Letter
from handlers.slack import slack_messenger


def retry_handlers() -> None:
    """The SDK sends again by itself what Slack may have taken."""
    plain = app.slack_client

    def client(token: str, api_url: str | None) -> Any:
        made = plain(token, api_url)
        made.retry_handlers.append(AsyncConnectionErrorRetryHandler(max_retry_count=2))
        return made

    app.slack_client = client  # type: ignore[attr-defined]


def no_reconciliation() -> None:
    """What is in doubt is neither looked for before it is sent again, nor swept away later."""

    async def nowhere(_self: Any, _letter: Letter, _since: datetime) -> None:
        return None

    async def nothing(_self: Any, _letter: Letter, _since: datetime) -> list[Any]:
        return []

    slack_messenger.SlackMessenger.find = nowhere  # type: ignore[assignment,method-assign]
    slack_messenger.SlackMessenger.find_all = nothing  # type: ignore[assignment,method-assign]


if __name__ == "__main__":
    {"retry_handlers": retry_handlers, "no_reconciliation": no_reconciliation}[sys.argv.pop(1)]()
    app.cli()
