"""Compliance: what may not leave the house; `lint` is its one door. Rules are in `scripts_library/linter`."""

from bot.compliance.findings import Finding, Sent, Verdict
from bot.compliance.linter import lint

__all__ = ["Finding", "Sent", "Verdict", "lint"]
