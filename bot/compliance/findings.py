"""Findings: what is wrong with an outgoing text, and how that text leaves."""

from dataclasses import dataclass

from bot.vocabulary import Outlet, Purpose


@dataclass(frozen=True)
class Sent:
    """How a text leaves: through which outlet, what for, and whether the case is one of safety."""

    outlet: Outlet
    purpose: Purpose
    in_safety: bool = False


@dataclass(frozen=True)
class Finding:
    """`rule` names the texts of the wording catalogue (`linter.<rule>.advice`); text[start:end] is the evidence."""

    rule: str
    start: int
    end: int
    evidence: str
    forbids: bool = True


@dataclass(frozen=True)
class Verdict:
    """All findings in order of place. `allowed` where none of them forbids the text."""

    findings: tuple[Finding, ...]

    @property
    def allowed(self) -> bool:
        """Whether the text may leave."""
        return not any(finding.forbids for finding in self.findings)
