"""Refusals: the ways in which the Web API says no, with Slack's own error codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_rules.faults import Fault

# Rules that have an error code of their own; every other fault in blocks is an invalid_blocks.
_OWN_CODE = {
    "no_text": "no_text",
    "msg_too_long": "msg_too_long",
    "msg_blocks_too_long": "msg_blocks_too_long",
    "invalid_metadata_format": "invalid_metadata_format",
}


class Refused(Exception):
    """The call is refused: `error` is Slack's code, `faults` what the validator found, `extra` more answer fields.

    `channel`, `view_id` and `user` say where people should see that it was refused.
    """

    def __init__(
        self,
        error: str,
        detail: str = "",
        *,
        faults: Sequence[Fault] = (),
        status: int = 200,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(f"{error}: {detail}" if detail else error)
        self.error = error
        self.detail = detail
        self.faults = tuple(faults)
        self.status = status
        self.headers = headers or {}
        self.extra = extra

    @property
    def rule(self) -> str:
        return self.faults[0].rule if self.faults else self.error

    def answer(self) -> dict[str, Any]:
        """The JSON body, with one line for each fault as Slack writes them."""
        messages = [f"[ERROR] {fault.detail} [json-pointer:{fault.path}]" for fault in self.faults]
        if not messages and self.detail:
            messages = [f"[ERROR] {self.detail}"]
        metadata = {"response_metadata": {"messages": messages}} if messages else {}
        return {"ok": False, "error": self.error, **metadata, **self.extra}


def refuse_message(faults: Sequence[Fault]) -> None:
    """Raise what chat.postMessage answers to these faults; nothing when there are none."""
    if not faults:
        return
    first = faults[0]
    if first.path.count("/") == 1 and first.rule in ("unknown_key", "not_allowed"):
        raise Refused("invalid_arguments", faults=faults)
    raise Refused(_OWN_CODE.get(first.rule, "invalid_blocks"), faults=faults)


def refuse_view(faults: Sequence[Fault]) -> None:
    """Raise what views.open answers to these faults; nothing when there are none."""
    if faults:
        shown = [Fault(f.rule, f"/view{f.path}", f.detail) for f in faults]
        raise Refused("invalid_arguments", faults=shown)
