"""Views: the stack of modals in front of each person, and everybody's Home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sandbox.fields import State, state_of, with_ids
from sandbox.keeping import Keeper
from sandbox.refusals import Refused
from slack_rules.limits import VIEWS_IN_STACK


@dataclass
class OpenView:
    """A view somebody sees: its body as the app gave it with ids filled in, and what was filled in so far."""

    user: str
    body: dict[str, Any]
    state: State
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.body["id"])

    def shown(self) -> dict[str, Any]:
        """The view object as Slack sends it."""
        return {**self.body, "state": {"values": self.state}}


class ViewStacks:
    """Who sees which modals, top last, and which Home; ids and hashes are made here."""

    def __init__(self, random: Random, keeper: Keeper, marks: Mapping[str, str]) -> None:
        self._random = random
        self._keeper = keeper
        self._marks = dict(marks)  # team_id, app_id, bot_id: on every view
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes = {u: OpenView(u, body, state_of(body["blocks"])) for u, body in keeper.homes().items()}

    def stack(self, user: str) -> list[OpenView]:
        return list(self._stacks.get(user, []))

    def home(self, user: str) -> OpenView | None:
        return self._homes.get(user)

    def find(self, view_id: str | None = None, external_id: str | None = None) -> OpenView | None:
        """A modal or Home by its id, or by the id the app gave it."""
        everything = [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())
        for view in everything:
            if (view_id and view.id == view_id) or (external_id and view.body.get("external_id") == external_id):
                return view
        return None

    def open(self, user: str, given: dict[str, Any]) -> OpenView:
        """Show a first modal; what stood there before is replaced, as the client does."""
        self._check_external_id(given)
        view = self._made(user, given, under=None)
        self._stacks[user] = [view]
        return view

    def push(self, user: str, given: dict[str, Any]) -> OpenView:
        """Lay a modal on top, at most three deep."""
        self._check_external_id(given)
        stack = self._stacks.get(user, [])
        if not stack:
            raise Refused("not_found", "there is no modal to push onto")
        if len(stack) >= VIEWS_IN_STACK:
            raise Refused("push_limit_reached", f"no more than {VIEWS_IN_STACK} views in a stack")
        view = self._made(user, given, under=stack[-1])
        stack.append(view)
        return view

    def update(self, view: OpenView, given: dict[str, Any], known_hash: str | None = None) -> OpenView:
        """Replace what a view shows; values stay in fields whose block_id and action_id stay."""
        if known_hash and known_hash != view.body["hash"]:
            raise Refused("hash_conflict", "the view has changed since this hash was given out")
        fresh = self._body(given, view.id, view.body["root_view_id"], view.body["previous_view_id"])
        view.body, view.errors, view.notes = fresh, {}, []
        view.state = state_of(fresh["blocks"], _same_kind_only(view.state, fresh))
        if view.body["type"] == "home":
            self._keeper.keep_home(view.user, view.body)
        return view

    def publish(self, user: str, given: dict[str, Any], known_hash: str | None = None) -> OpenView:
        current = self._homes.get(user)
        if current is not None:
            return self.update(current, given, known_hash)
        view = self._homes[user] = self._made(user, given, under=None)
        self._keeper.keep_home(user, view.body)
        return view

    def close(self, view: OpenView) -> None:
        """Take the view and all that lies on it away."""
        stack = self._stacks.get(view.user, [])
        if view in stack:
            del stack[stack.index(view) :]

    def clear(self, user: str) -> None:
        self._stacks.pop(user, None)

    def _made(self, user: str, given: dict[str, Any], under: OpenView | None) -> OpenView:
        view_id = "V" + "".join(self._random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=10))
        body = self._body(given, view_id, under.body["root_view_id"] if under else view_id, under.id if under else None)
        return OpenView(user, body, state_of(body["blocks"]))

    def _body(self, given: dict[str, Any], view_id: str, root: str, previous: str | None) -> dict[str, Any]:
        blank = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": None,
            "submit": None,
            "close": None,
        }
        switches = {"clear_on_close": False, "notify_on_close": False}
        return {
            **blank,
            **switches,
            **given,
            **self._marks,
            "id": view_id,
            "blocks": with_ids(list(given["blocks"]), self._random),
            "hash": f"{self._random.randrange(10**9, 10**10)}.{self._random.getrandbits(32):08x}",
            "root_view_id": root,
            "previous_view_id": previous,
        }

    def _check_external_id(self, given: dict[str, Any]) -> None:
        external_id = given.get("external_id")
        if external_id and self.find(external_id=external_id) is not None:
            raise Refused("duplicate_external_id", f"a view with external_id {external_id!r} is open already")


def _same_kind_only(state: State, body: dict[str, Any]) -> State:
    """Values whose field still exists with the same type and, for options, still offers what was chosen."""
    fresh = state_of(body["blocks"])
    kept: State = {}
    for block_id, actions in fresh.items():
        for action_id, own in actions.items():
            before = state.get(block_id, {}).get(action_id)
            if (
                before is not None
                and before["type"] == own["type"]
                and _still_offered(body, block_id, action_id, before)
            ):
                kept.setdefault(block_id, {})[action_id] = before
    return kept


def _still_offered(body: dict[str, Any], block_id: str, action_id: str, before: dict[str, Any]) -> bool:
    blocks = [block for block in body["blocks"] if block["block_id"] == block_id]
    try:
        state_of(blocks, {block_id: {action_id: before}})
    except ValueError:
        return False
    return True
