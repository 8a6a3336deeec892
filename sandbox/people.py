"""People: a person in the workspace who reads, presses, fills in and types, for tests and tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import acts, dialogs, page_view, talk
from sandbox.fields import elements_of, options_of
from sandbox.outcomes import Outcome
from sandbox.workspace import Workspace


class Person:
    """Somebody at the workspace. What they do returns an Outcome: what they would see at once.

    `container` is {"type": "message"|"ephemeral", "channel", "ts"}, {"type": "view", "view_id"} or {"type": "home"}.
    """

    def __init__(self, workspace: Workspace, user: str) -> None:
        self._workspace = workspace
        self.user = workspace.member(user).id

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What they see in a channel: messages, notes and what is only for them, oldest first."""
        return page_view.messages(self._workspace, self.user, channel)

    def replies(self, channel: str, ts: str) -> list[dict[str, Any]]:
        return page_view.replies(self._workspace, self.user, channel, ts)

    def home(self) -> dict[str, Any] | None:
        return page_view.home(self._workspace, self.user)

    def views(self) -> list[dict[str, Any]]:
        """The modals before them, top last."""
        return page_view.views(self._workspace, self.user)

    async def press(self, label: str, container: Mapping[str, Any], state: Mapping[str, Any] | None = None) -> Outcome:
        """Press the button with exactly this label; a LookupError names the buttons there are."""
        for block, element in self._elements(container):
            if element["type"] == "button" and element["text"]["text"] == label:
                return await self.act(container, block["block_id"], element["action_id"], {}, state)
        labels = [e["text"]["text"] for _, e in self._elements(container) if e["type"] == "button"]
        raise LookupError(f"no button {label!r} here; there are: {', '.join(labels) or 'none'}")

    async def choose(self, option: str, container: Mapping[str, Any]) -> Outcome:
        """Choose the entry with exactly this text from a menu, an overflow or a list of choices."""
        offered: list[str] = []
        for block, element in self._elements(container):
            for entry in options_of(element):
                offered.append(entry["text"]["text"])
                if entry["text"]["text"] == option:
                    several = element["type"] in ("checkboxes", "multi_static_select")
                    given = {"selected_options": [entry]} if several else {"selected_option": entry}
                    return await self.act(container, block["block_id"], element["action_id"], given)
        raise LookupError(f"no option {option!r} here; there are: {', '.join(offered) or 'none'}")

    async def type_in(self, block_id: str, text: str, container: Mapping[str, Any]) -> Outcome:
        """Type this into the field of a block; the app hears of it where the block says so."""
        for block, element in self._elements(container):
            if block["block_id"] == block_id:
                return await self.act(container, block_id, element["action_id"], {"value": text})
        raise LookupError(f"no field {block_id!r} here")

    async def act(
        self,
        container: Mapping[str, Any],
        block_id: str,
        action_id: str,
        given: Mapping[str, Any],
        state: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Press or choose by ids; `given` holds what was chosen in Slack's field names."""
        return await acts.press(self._workspace, self.user, container, block_id, action_id, given, state)

    async def submit(self, state: Mapping[str, Any] | None = None, view_id: str | None = None) -> Outcome:
        """Submit the top modal, filled in with `state`: block_id → action_id → value fields."""
        return await dialogs.submit(self._workspace, self.user, view_id or self._top(), state)

    async def close(self, view_id: str | None = None) -> Outcome:
        return await dialogs.close(self._workspace, self.user, view_id or self._top())

    async def command(self, channel: str, text: str) -> Outcome:
        """Run a slash command as typed, e.g. `/reviews mine`."""
        return await talk.command(self._workspace, self.user, channel, text)

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> Outcome:
        return await talk.say(self._workspace, self.user, channel, text, thread_ts)

    async def open_home(self) -> Outcome:
        return await talk.open_home(self._workspace, self.user)

    def _elements(self, container: Mapping[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        spot = acts.find_spot(self._workspace, self._workspace.member(self.user), container)
        if spot is None:
            raise LookupError(f"nothing here for {self.user}: {dict(container)}")
        return [(block, element) for block in spot.blocks for element in elements_of(block)]

    def _top(self) -> str:
        stack = self._workspace.views.stack(self.user)
        if not stack:
            raise LookupError(f"no modal is open for {self.user}")
        return stack[-1].id
