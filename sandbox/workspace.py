"""Workspace: the whole state of the sandbox, and the clocks it runs on."""

from __future__ import annotations

import asyncio
import time as real
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from sandbox import wording
from sandbox.delivery import Delivery
from sandbox.files import FileShelf
from sandbox.keeping import Keeper
from sandbox.live import Live
from sandbox.messages import Message, MessageBook
from sandbox.people_and_rooms import AppSettings, Member, Room, SlashCommand
from sandbox.rate import PostLimiter
from sandbox.refusals import Refused
from sandbox.tickets import Tickets
from sandbox.trouble import TroubleScript
from sandbox.views import OpenView, ViewStacks
from slack_rules.limits import ACK_SECONDS, EVENT_RETRY_SECONDS, POST_BURST

__all__ = ["AppSettings", "Member", "Room", "SlashCommand", "Workspace"]

_LOG_KEPT = 500


class Workspace:
    """A team, its rooms and its one app.

    `clock` is the workspace's time in epoch seconds (ts of messages, shown dates); `monotonic` measures limits,
    triggers and response addresses; `wall` is the real time that signatures carry; `sleep` waits between event
    retries. `path` is a SQLite file in which messages, files and Homes survive a restart.
    """

    def __init__(
        self,
        *,
        team_name: str,
        members: Sequence[Member],
        rooms: Sequence[Room],
        app: AppSettings,
        clock: Callable[[], float] = real.time,
        monotonic: Callable[[], float] = real.monotonic,
        wall: Callable[[], float] = real.time,
        random: Random | None = None,
        path: Path | None = None,
        team_id: str = "T0SHOP",
        post_burst: int = POST_BURST,
        ack_seconds: float = ACK_SECONDS,
        retry_seconds: Sequence[float] = EVENT_RETRY_SECONDS,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self.team_name = team_name
        self.team_id = team_id
        self.app = app
        self.clock = clock
        self.base_url = ""  # set by create_sandbox
        self.random = random or Random()
        bot = Member(app.bot_user_id, app.name, app.name, is_bot=True, role_note={"zh": "应用", "en": "app"})
        self.members = {member.id: member for member in [*members, bot]}
        direct = [_direct_room(member, app) for member in members if not member.is_bot]
        self.rooms = {room.id: room for room in [*rooms, *direct]}
        self._keeper = Keeper(path)
        self.messages = MessageBook(clock, self._keeper)
        marks = {"team_id": team_id, "app_id": app.app_id, "app_installed_team_id": team_id, "bot_id": app.bot_id}
        self.views = ViewStacks(self.random, self._keeper, marks)
        self.files = FileShelf(self.random, self._keeper)
        self.live = Live()
        self.tickets = Tickets(monotonic, self.random)
        self.limiter = PostLimiter(monotonic, post_burst)
        self.trouble = TroubleScript()
        self.delivery = Delivery(app, wall, self.random, ack_seconds, tuple(retry_seconds), sleep, self.log_delivery)
        self.log: list[dict[str, Any]] = []
        self._reads = self._keeper.reads()

    def member(self, user: str) -> Member:
        """The person; refused with user_not_found."""
        if user not in self.members:
            raise Refused("user_not_found", f"nobody here has the id {user!r}")
        return self.members[user]

    def room(self, channel: str) -> Room:
        """The room by its id; refused with channel_not_found."""
        if channel not in self.rooms:
            raise Refused("channel_not_found", f"no channel has the id {channel!r}")
        return self.rooms[channel]

    def direct_room(self, user: str) -> Room:
        """The conversation between this person and the app."""
        return self.room(_direct_id(self.member(user).id))

    def rooms_of(self, user: str) -> list[Room]:
        return [room for room in self.rooms.values() if user in room.members]

    def post(self, channel: str, message: Message) -> Message:
        """Add a message to a room's history and tell the pages."""
        kept = self.messages.add(channel, message)
        parent = kept.get("thread_ts")
        self.tell_room(channel, "message", ts=kept["ts"], thread_ts=parent)
        if parent:
            self.tell_room(channel, "changed", ts=parent)
        return kept

    def post_private(self, channel: str, user: str, message: Message) -> Message:
        """Show a message in a room to one person only."""
        kept = self.messages.add_private(channel, user, message)
        only, thread = [user], kept.get("thread_ts")
        self.live.tell("ephemeral", only=only, channel=channel, ts=kept["ts"], thread_ts=thread)
        return kept

    def tell_room(self, channel: str, kind: str, **where: Any) -> None:
        self.live.tell(kind, only=list(self.rooms[channel].members), channel=channel, **where)

    def bot_marks(self) -> Message:
        """The fields that make a message the app's."""
        app = self.app
        marks = {"user": app.bot_user_id, "bot_id": app.bot_id, "app_id": app.app_id, "username": app.name}
        return {**marks, "team": self.team_id}

    def read_up_to(self, user: str, channel: str) -> None:
        """The person has seen all that is in the room now."""
        ts = self.messages.latest_ts(channel)
        if self._reads.get((user, channel)) != ts:
            self._reads[(user, channel)] = ts
            self._keeper.keep_read(user, channel, ts)
            self.live.tell("read", only=[user], channel=channel, ts=ts)

    def unread(self, user: str, channel: str) -> int:
        return self.messages.unread(channel, self._reads.get((user, channel), "0.000000"), user)

    def log_entry(self, source: str, name: str, rule: str, detail: str, sentence: dict[str, str]) -> None:
        """Write down what was refused or failed; `source` is "method" or "delivery", `name` which one."""
        self.log.append({"at": self.clock(), source: name, "rule": rule, "detail": detail, **sentence})
        del self.log[:-_LOG_KEPT]
        self.live.tell("note")

    def log_delivery(self, what: str, problem: str, detail: str) -> None:
        sentence = wording.app_problem(self.app.name, problem, detail)
        self.log_entry("delivery", what, problem, detail, sentence)

    def note_in_room(
        self, channel: str, note: dict[str, str], *, user: str | None = None, thread_ts: str | None = None
    ) -> None:
        """A red note on the spot, for everybody in the room or one person; the same again only counts up."""
        shown = self.messages.private(channel, user or "")
        last = shown[-1] if shown else None
        if last and last.get("note", {}).get("rule") == note["rule"] and last["note"].get("en") == note["en"]:
            last["note"]["times"] = last["note"].get("times", 1) + 1
            kept = last
        else:
            kept = self.messages.add_private(channel, user, {"note": dict(note), "thread_ts": thread_ts})
        only = [user] if user else list(self.rooms[channel].members)
        self.live.tell("note", only=only, channel=channel, ts=kept["ts"], thread_ts=thread_ts)

    def note_on_view(self, view: OpenView, note: dict[str, str]) -> None:
        view.notes.append(dict(note))
        self.tell_view(view)

    def tell_view(self, view: OpenView) -> None:
        self.live.tell("home" if view.body["type"] == "home" else "view", only=[view.user])

    def clock_moved(self) -> None:
        """Tell the pages that `clock` jumped, so that they show dates anew."""
        self.live.tell("clock")

    async def settle(self) -> None:
        """Wait until no event is still on its way to the app, retries included."""
        await self.delivery.settle()

    async def close(self) -> None:
        """End streams, sockets and deliveries and close the file; call it before the server stops."""
        self.live.close()
        await self.trouble.close()
        await self.delivery.close()
        self._keeper.close()


def _direct_room(member: Member, app: AppSettings) -> Room:
    return Room(_direct_id(member.id), app.name, members=[member.id], is_im=True)


def _direct_id(user: str) -> str:
    return "D" + user[1:]
