"""Faults: what is wrong with a message or view, where, and against which rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing Slack would refuse. `path` is a JSON pointer into the payload, e.g. `/blocks/0/text/text`."""

    rule: str
    path: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.path or '/'}: {self.detail}"
