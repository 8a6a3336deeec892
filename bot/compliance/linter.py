"""Linter: whether an outgoing text may leave, and what is wrong with it."""

from bot.compliance.findings import Finding, Sent, Verdict
from bot.compliance.incentive import incentives_in
from bot.compliance.personal import personal_data_in
from bot.compliance.reading import Outgoing, read
from bot.compliance.rulebook import INCENTIVE, Rule, rulebook
from bot.vocabulary import Outlet, Purpose

SMS, SMS_IN_ASCII = 70, 160  # letters that one message holds: 70 of two bytes, or 160 of seven bits
PUBLIC, PUBLIC_AT_MOST = 300, 500


def lint(text: str, sent: Sent) -> Verdict:
    """Every finding, in order of place; one span is told by its gravest rule.

    `in_safety` turns on what may not be said where somebody came to harm; a text that speaks of harm itself does too.
    Letters, spaces and stars may be placed to dodge a rule; quotations of the customer and denials are understood.
    """
    outgoing = read(text)
    in_safety = sent.in_safety or _speaks_of_harm(text)
    found = [_finding(outgoing, INCENTIVE, span) for span in incentives_in(outgoing, sent.purpose)]
    for rule in rulebook().rule:
        if _holds(rule, sent, in_safety=in_safety):
            found += [_finding(outgoing, rule.id, (hit.start, hit.end)) for hit in outgoing.meant(rule.id)]
    if sent.outlet is Outlet.PUBLIC or sent.purpose is Purpose.PUBLIC_REPLY:
        found += [Finding("personal_data", *span, text[slice(*span)]) for span in personal_data_in(text)]
    return Verdict(tuple(sorted([*_told_once(found), *_length(text, sent)], key=lambda one: (one.start, one.end))))


def _holds(rule: Rule, sent: Sent, *, in_safety: bool) -> bool:
    if rule.in_safety and not in_safety:
        return False
    return (not rule.purposes or sent.purpose in rule.purposes) and (not rule.outlets or sent.outlet in rule.outlets)


def _speaks_of_harm(text: str) -> bool:
    from bot.analysis import analyse  # most texts are read in a case, which knows

    return analyse(text).safety


def _finding(outgoing: Outgoing, rule: str, span: tuple[int, int]) -> Finding:
    start, end = outgoing.plain.span(*span)
    return Finding(rule, start, end, outgoing.plain.original[start:end])


def _told_once(findings: list[Finding]) -> list[Finding]:
    """The first rule that found a place tells of it; what lies inside its span is the same fault told again."""
    kept: list[Finding] = []
    for one in findings:
        if not any(other.start <= one.start and one.end <= other.end for other in kept):
            kept.append(one)
    return kept


def _length(text: str, sent: Sent) -> list[Finding]:
    letters = len(text.strip())
    if not letters:
        return [Finding("empty", 0, 0, "")]
    most = SMS_IN_ASCII if text.isascii() else SMS
    if sent.outlet is Outlet.SMS and letters > most:
        return [Finding("too_long", 0, len(text), f"{letters} > {most}")]
    if sent.outlet is Outlet.PUBLIC and letters > PUBLIC:
        return [Finding("too_long", 0, len(text), f"{letters} > {PUBLIC}", forbids=letters > PUBLIC_AT_MOST)]
    return []
