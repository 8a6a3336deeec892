"""Worded: what the linter finds in a text, as a draft for its preview and as sentences for a dialog that refuses."""

from bot.cards.dialogs.preview import Draft, words_of
from bot.cards.look import Look
from bot.compliance import Finding, Sent, lint
from bot.compliance.linter import SMS, SMS_IN_ASCII
from bot.compliance.rulebook import INCENTIVE
from bot.vocabulary import Outlet, Purpose

_MOST_FINDINGS = 3
# What buys, begs for or removes a review, and what leads off the platform. Threats and insults stay possible: a note
# tells of the customer, who may well have made them.
_NOT_EVEN_NOTED = frozenset({INCENTIVE, "asks_for_stars", "asks_to_remove", "off_platform"})


def drafted(look: Look, text: str, sent: Sent) -> Draft:
    """A message to one customer as it is now."""
    most = (SMS_IN_ASCII if text and text.isascii() else SMS) if sent.outlet is Outlet.SMS else None
    say = look.say
    slot = (say("dialogs.contact.slot"), say("dialogs.contact.slot_open"))
    return Draft(text, lint(text, sent).findings, *slot, most)


def what_may_not_leave(look: Look, text: str, sent: Sent) -> list[str]:
    """Each finding with the words that caused it and what to say instead; the first few."""
    return told(look, lint(text, sent).findings)


def faults_in_message(look: Look, text: str, sent: Sent) -> str:
    """What keeps a message to one customer from leaving: the personal sentence first, then the findings."""
    if look.say("dialogs.contact.slot") in text:
        return look.say("dialogs.contact.slot_open")
    return " ".join(what_may_not_leave(look, text, sent))


def faults_in_note(look: Look, note: str) -> str:
    """What may not even be noted: a note finds its way into messages, and says what was meant."""
    if not note:
        return ""
    found = lint(note, Sent(Outlet.WANGWANG, Purpose.SOLUTION)).findings
    return " ".join(told(look, tuple(one for one in found if one.rule in _NOT_EVEN_NOTED)))


def told(look: Look, findings: tuple[Finding, ...]) -> list[str]:
    """The first few that forbid a text, as sentences."""
    forbidding = [one for one in findings[:_MOST_FINDINGS] if one.forbids]
    return [look.say("linter.told", **words_of(one, look)) for one in forbidding]
