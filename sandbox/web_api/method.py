"""Method: one entry in the table of methods, and the checks that many of them share."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.people_and_rooms import Room
from sandbox.refusals import Refused
from sandbox.web_api.arguments import Arguments
from sandbox.workspace import Workspace

Answer = dict[str, Any]
Run = Callable[[Workspace, Arguments], Awaitable[Answer]]


@dataclass(frozen=True)
class Method:
    """What to run, the scope it needs (None: none, or one that depends on the channel), and whose token."""

    run: Run
    scope: str | None = None
    token: str = "bot"  # noqa: S105 - says which token, holds none


def need_scope(workspace: Workspace, scope: str) -> None:
    """Refuse with missing_scope, saying what is needed and what was granted."""
    if scope not in workspace.app.scopes:
        provided = ",".join(workspace.app.scopes)
        raise Refused("missing_scope", f"{scope} is needed", needed=scope, provided=provided)


def need_room_scope(workspace: Workspace, room: Room, right: str) -> None:
    """The scope for this kind of room: `channels:history`, `groups:history` or `im:history`, and so on."""
    prefix = {"im": "im", "private_channel": "groups", "public_channel": "channels"}[room.kind]
    need_scope(workspace, f"{prefix}:{right}")


def room_of(workspace: Workspace, arguments: Arguments, right: str) -> Room:
    """The channel named in the call, visible to the app and covered by its scopes."""
    room = workspace.room(arguments.required("channel", "channel_not_found"))
    if room.is_private and not room.bot_in:
        raise Refused("channel_not_found", "the app is not in this private channel")
    need_room_scope(workspace, room, right)
    return room


def page_of(everything: list[Any], arguments: Arguments, *, default: int, most: int) -> tuple[list[Any], str]:
    """(one page, the cursor of the next or an empty string), by `limit` and `cursor`."""
    limit = arguments.number("limit", default)
    if not 1 <= limit <= most:
        raise Refused("invalid_limit", f"limit must be from 1 to {most}")
    start = _offset(arguments.text("cursor"))
    more = start + limit < len(everything)
    return everything[start : start + limit], _cursor(start + limit) if more else ""


def _cursor(offset: int) -> str:
    return b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        head, _, tail = b64decode(cursor, validate=True).decode().partition(":")
        if head != "next":
            raise ValueError(head)
        return int(tail)
    except (Base64Error, ValueError) as error:
        raise Refused("invalid_cursor", f"{cursor!r} was never given out") from error
