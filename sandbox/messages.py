"""Messages: what was said in each room, threads and private notes to one person included."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from typing import Any

from sandbox.keeping import Keeper

Message = dict[str, Any]

_PRIVATE_KEPT = 500
_THREAD_FIELDS = ("thread_ts", "reply_count", "latest_reply", "reply_users", "reply_users_count")


class MessageBook:
    """All messages in Slack's own shape, by channel and ts. A ts is the workspace's time, never twice the same."""

    def __init__(self, clock: Callable[[], float], keeper: Keeper) -> None:
        self._clock = clock
        self._keeper = keeper
        self._by_ts: dict[str, dict[str, Message]] = {}
        self._order: dict[str, list[str]] = {}
        self._replies: dict[tuple[str, str], list[str]] = {}
        self._private: list[Message] = []
        self._last_micros = 0
        for channel, message in keeper.messages():
            self._place(channel, message)
            self._last_micros = max(self._last_micros, _micros(message["ts"]))

    def next_ts(self) -> str:
        """A fresh ts, at or after the workspace's now."""
        self._last_micros = max(self._last_micros + 1, int(self._clock() * 1_000_000))
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def add(self, channel: str, message: Message) -> Message:
        """Keep a new message under a fresh ts; a reply also moves its parent's counters."""
        message = {"type": "message", **message, "ts": self.next_ts()}
        self._place(channel, message)
        self._keeper.keep_message(channel, message)
        if message.get("thread_ts"):
            self._count_replies(channel, message["thread_ts"])
        return message

    def change(self, channel: str, ts: str, **fields: Any) -> Message:
        """Set fields of a message; a field set to None goes."""
        message = self._by_ts[channel][ts]
        message.update(fields)
        for key in [key for key, value in message.items() if value is None]:
            del message[key]
        self._keeper.keep_message(channel, message)
        return message

    def remove(self, channel: str, ts: str) -> Message:
        """Take a message out; a parent with replies leaves a tombstone, as in Slack."""
        message = self._by_ts[channel][ts]
        if self._replies.get((channel, ts)):
            gone = ("blocks", "files", "metadata", "reactions", "edited")
            return self.change(
                channel, ts, subtype="tombstone", text="This message was deleted.", **dict.fromkeys(gone)
            )
        del self._by_ts[channel][ts]
        self._order[channel].remove(ts)
        self._keeper.drop_message(channel, ts)
        parent = message.get("thread_ts")
        if parent:
            self._replies[(channel, parent)].remove(ts)
            self._count_replies(channel, parent)
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        return self._by_ts.get(channel, {}).get(ts)

    def top_level(self, channel: str) -> list[Message]:
        """Messages of the channel itself, replies left out unless broadcast; oldest first."""
        here = self._by_ts.get(channel, {})
        return [here[ts] for ts in self._order.get(channel, []) if _is_top_level(here[ts])]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The parent and its replies, oldest first; empty when there is no such message."""
        parent = self.find(channel, ts)
        if parent is None:
            return []
        return [parent] + [self._by_ts[channel][reply] for reply in self._replies.get((channel, ts), [])]

    def latest_ts(self, channel: str) -> str:
        order = self._order.get(channel)
        return order[-1] if order else "0.000000"

    def unread(self, channel: str, since: str, reader: str) -> int:
        """How many top-level messages by others came after `since`."""
        order = self._order.get(channel, [])
        here = self._by_ts.get(channel, {})
        fresh = [here[ts] for ts in order[bisect_left(order, since) :] if ts > since]
        return sum(1 for message in fresh if _is_top_level(message) and message.get("user") != reader)

    def add_private(self, channel: str, only_for: str | None, message: Message) -> Message:
        """Keep something that is no part of the channel's history: an ephemeral for one person, or a red note."""
        kept = {"type": "message", **message, "ts": self.next_ts(), "_channel": channel, "_for": only_for}
        self._private.append(kept)
        del self._private[:-_PRIVATE_KEPT]
        return kept

    def private(self, channel: str, reader: str) -> list[Message]:
        """Ephemerals to the reader and notes for all, oldest first, replies in threads included."""
        return [m for m in self._private if m["_channel"] == channel and m["_for"] in (None, reader)]

    def find_private(self, channel: str, ts: str, reader: str) -> Message | None:
        return next((m for m in self.private(channel, reader) if m["ts"] == ts), None)

    def remove_private(self, message: Message) -> None:
        self._private.remove(message)

    def _place(self, channel: str, message: Message) -> None:
        self._by_ts.setdefault(channel, {})[message["ts"]] = message
        insort(self._order.setdefault(channel, []), message["ts"])
        if message.get("thread_ts") and message["thread_ts"] != message["ts"]:
            insort(self._replies.setdefault((channel, message["thread_ts"]), []), message["ts"])

    def _count_replies(self, channel: str, parent_ts: str) -> None:
        replies = self._replies.get((channel, parent_ts), [])
        authors = [self._by_ts[channel][ts].get("user", "") for ts in replies]
        counts: dict[str, Any] = dict.fromkeys(_THREAD_FIELDS)
        if replies:
            counts = {
                "thread_ts": parent_ts,
                "reply_count": len(replies),
                "latest_reply": replies[-1],
                "reply_users": list(dict.fromkeys(authors)),
                "reply_users_count": len(set(authors)),
            }
        if self.find(channel, parent_ts) is not None:
            self.change(channel, parent_ts, **counts)


def is_reply(message: Message) -> bool:
    """Whether the message stands in a thread below another one."""
    return bool(message.get("thread_ts")) and message["thread_ts"] != message["ts"]


def _is_top_level(message: Message) -> bool:
    return not is_reply(message) or message.get("subtype") == "thread_broadcast"


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int((fraction + "000000")[:6])
