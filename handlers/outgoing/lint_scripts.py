"""Lint scripts: the shop's own scripts, or ours, read for faults of form and for what may not leave."""

from collections.abc import Iterator
from pathlib import Path

from bot.compliance import Sent, lint
from bot.vocabulary import Outlet, Purpose
from scripts_library.scripts import Script, ScriptFault, checked, render, scripts
from scripts_library.wording import LOCALES, Wording

_PURPOSES = {
    "contact": Purpose.CONTACT,
    "followup": Purpose.FOLLOW_UP,
    "amend": Purpose.AMEND,
    "public_reply": Purpose.PUBLIC_REPLY,
    "care": Purpose.CONTACT,
}
# What stands in for a case's facts: as long as they usually are.
SAMPLE = {
    "zh_CN": {
        "shop": "家居用品店",
        "agent": "小李",
        "customer": "王小明",
        "product": "电热水壶",
        "words": "用了两天就坏了",
        "when": "今天16:00",
        "slot": "您说孩子等着冲奶。",
        "improvement": "11月29日起换了新的密封圈。",
        "done": "新的已经补发。",
    },
    "en": {
        "shop": "Home",
        "agent": "Li",
        "customer": "Wang",
        "product": "kettle",
        "words": "it broke after two days",
        "when": "16:00",
        "slot": "Warm milk is coming. ",
        "improvement": "From 29 November it has a new seal. ",
        "done": "A new one is on its way. ",
    },
}


def outlet_of(script: Script) -> Outlet:
    """Where a script is read, by its key."""
    if script.purpose == "public_reply":
        return Outlet.PUBLIC
    return next((outlet for outlet in Outlet if f".{outlet}" in script.key), Outlet.WANGWANG)


def script_faults(own: Path | None, say: Wording) -> Iterator[ScriptFault]:
    """Every fault of the shop's folder; of our own scripts where there is none."""
    for locale in LOCALES:
        ours = scripts(locale)
        if own is None:
            found: list[Script] = list(ours.values())
        else:
            found, faults = checked(own / locale, known=frozenset(ours))
            yield from faults
            broken = {(fault.origin, fault.line) for fault in faults}
            found = [script for script in found if (script.origin, script.line) not in broken]
        for script in found:
            yield from _forbidden(script, SAMPLE[locale], say)


def _forbidden(script: Script, facts: dict[str, str], say: Wording) -> Iterator[ScriptFault]:
    sent = Sent(outlet_of(script), _PURPOSES[script.purpose])
    for finding in lint(render(script, facts), sent).findings:
        told = f"'{script.key}': {say(f'linter.{finding.rule}.name')} ({finding.evidence}). "
        yield ScriptFault(script.origin, script.line, told + say(f"linter.{finding.rule}.advice"))
