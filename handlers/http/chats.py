"""Chats door: lines of service chats, read from the body."""

from collections.abc import Mapping

from bot.chat import ChatLine
from handlers.casework.chats import hear
from handlers.casework.desk import Desk
from handlers.http.malformed import checked, many, parsed
from handlers.http.source_door import Endpoint, source_door
from storage.arrivals import Stored


def chats_door(desk: Desk, secrets: Mapping[str, tuple[str, ...]]) -> Endpoint:
    """POST /webhooks/chats/{source}."""

    async def take_in(body: str, source: str, _webhook_id: str) -> Stored:
        return await hear(desk, source, read_lines(body))

    return source_door(desk, secrets, take_in)


def read_lines(body: str) -> list[ChatLine]:
    """One object, or `{"lines": [ … ]}`. `Malformed` names the field, with its place in the batch."""
    told = parsed(body)
    if isinstance(told, dict) and "lines" in told:
        return many(ChatLine, told["lines"], "lines", "text")
    return [checked(ChatLine, told, "", "text")]
