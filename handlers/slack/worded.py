"""Worded: the linter's findings as sentences, for the dialog in which a text was written."""

from bot.compliance import Finding, Sent, lint
from scripts_library.wording import Wording

_MOST_FINDINGS = 3


def what_may_not_leave(say: Wording, text: str, sent: Sent) -> list[str]:
    """Each finding with the words that caused it and what to say instead; the first few."""
    found = [one for one in lint(text, sent).findings[:_MOST_FINDINGS] if one.forbids]
    return [_told(say, one) for one in found]


def faults_in_message(say: Wording, text: str, sent: Sent) -> str:
    """What keeps a message to one customer from leaving: the personal sentence first, then the findings."""
    if say("dialogs.contact.slot") in text:
        return say("dialogs.contact.slot_open")
    return " ".join(what_may_not_leave(say, text, sent))


def _told(say: Wording, finding: Finding) -> str:
    return say(
        "linter.told",
        evidence=finding.evidence,
        name=say(f"linter.{finding.rule}.name"),
        advice=say(f"linter.{finding.rule}.advice"),
    )
