"""Lint answer: the linter's verdict on one text, as the command line prints it."""

import json
from dataclasses import dataclass

from bot.compliance import Finding, Sent, lint
from bot.vocabulary import Outlet, Purpose
from handlers.plain_faults import Refused
from scripts_library.wording import Wording

MOST = 20_000  # letters; no channel takes as many


@dataclass(frozen=True)
class LintAnswer:
    """One JSON object, and whether the text may leave."""

    text: str
    allowed: bool


def lint_answer(told: bytes, outlet: Outlet, purpose: Purpose, say: Wording, *, safety: bool) -> LintAnswer:
    """The contract's answer to `app.py lint`. `Refused` where standard input is no text."""
    try:
        text = told.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Refused("the text on standard input is not UTF-8; save it as UTF-8 and try again") from None
    if len(text) > MOST:
        raise Refused(f"the text has {len(text)} letters; at most {MOST} are read, and no channel takes as many")
    verdict = lint(text, Sent(outlet, purpose, safety))
    findings = [_told(finding, say) for finding in verdict.findings]
    body = {"allowed": verdict.allowed, "findings": findings}
    return LintAnswer(json.dumps(body, ensure_ascii=False), verdict.allowed)


def _told(finding: Finding, say: Wording) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "evidence": finding.evidence,
        "advice": say(f"linter.{finding.rule}.advice"),
        "law": say(f"linter.{finding.rule}.law"),
    }
