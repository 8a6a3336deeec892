"""Outcomes: what a person sees after an act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox import wording
from sandbox.delivery import Ack


@dataclass(frozen=True)
class Outcome:
    """`ok`, or a `note` ({kind, rule, zh, en}) beside what was acted on, or `errors` below fields (block_id → text)."""

    ok: bool = True
    errors: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] | None = None

    def shown(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": self.ok}
        if self.errors:
            answer["errors"] = self.errors
        if self.note:
            answer["note"] = self.note
        return answer


def of_ack(ack: Ack, app_name: str) -> Outcome:
    """Nothing to see when the app answered well; else what Slack would show."""
    if ack.problem is None:
        return Outcome()
    return Outcome(False, note=app_note(app_name, ack.problem, ack.detail))


def app_note(app_name: str, problem: str, detail: str) -> dict[str, str]:
    return {"kind": "app_error", "rule": problem, **wording.app_problem(app_name, problem, detail)}


def impossible(rule: str, chinese: str, english: str) -> Outcome:
    """The act is not on offer here, so nothing was sent."""
    return Outcome(False, note={"kind": "refused", "rule": rule, "zh": chinese, "en": english})
