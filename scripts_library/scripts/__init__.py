"""Scripts: what is said to customers, by locale, purpose, category, channel and manner; a shop's own take their place.

A script is Jinja2 in a TOML file: text, variables and if. No loops, no calls, no arithmetic, so that neither its time
nor its length can run away; rendered in a sandbox with strings only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # a program that starts renders nothing yet

_HERE = Path(__file__).parent
LONGEST = 4000  # letters of a script, and of what it may become
VARIABLES: Mapping[str, frozenset[str]] = {
    "contact": frozenset({"shop", "agent", "customer", "product", "words", "when", "slot"}),
    "followup": frozenset({"shop", "agent", "customer", "product", "slot"}),
    "amend": frozenset({"shop", "agent", "customer", "product", "slot"}),
    "public_reply": frozenset({"shop", "improvement", "done"}),
    "care": frozenset({"shop", "agent", "customer", "product", "slot"}),
}
_MAY_USE = ("Template", "Output", "TemplateData", "Name", "If", "Const", "Compare", "Operand", "Not", "And", "Or")
_NEEDS_SLOT = frozenset({"contact", "followup", "amend", "care"})


@dataclass(frozen=True)
class Script:
    """`key` is `purpose.…`, for instance contact.logistics.sms.brisk; `version` counts up when its words change.

    `origin` is the file it comes from and `line` where its text begins there. `own`: it is the shop's.
    """

    key: str
    version: int
    text: str
    origin: str
    line: int
    own: bool = False

    @property
    def name(self) -> str:
        """By what a contact keeps it: two texts never share one, even where the shop counts its versions from 1 too."""
        return f"{self.key}@{'own.' if self.own else ''}{self.version}"

    @property
    def purpose(self) -> str:
        """The first part of the key."""
        return self.key.split(".", 1)[0]


@dataclass(frozen=True)
class ScriptFault:
    """What is wrong with a script file, where, and what to do."""

    origin: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.origin}, line {self.line}: {self.what}"


class ScriptsFaulty(Exception):
    """A folder of scripts cannot be used; `faults` names every one."""

    def __init__(self, faults: list[ScriptFault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class Library:
    """The scripts of one locale, read when one is first asked for; a shop's own folder is checked at once.

    Raises `ScriptsFaulty` for a folder that cannot be used.
    """

    def __init__(self, locale: str, own: Path | None = None) -> None:
        self._locale, self._own = locale, own
        if own is not None:
            scripts(locale, own)

    def __getitem__(self, key: str) -> Script:
        return scripts(self._locale, self._own)[key]


@lru_cache(maxsize=8)
def scripts(locale: str, own: Path | None = None) -> Mapping[str, Script]:
    """Every script of a locale by key; those of the shop's own folder (`own/<locale>/*.toml`) take the place of ours.

    Raises `ScriptsFaulty` with every fault of the shop's folder.
    """
    found = {script.key: script for script in _read(_HERE / locale)}
    if own is None:
        return found
    mine, faults = checked(own / locale, known=frozenset(found))
    if faults:
        raise ScriptsFaulty(faults)
    return found | {script.key: replace(script, own=True) for script in mine}


def checked(folder: Path, *, known: frozenset[str] | None = None) -> tuple[list[Script], list[ScriptFault]]:
    """The scripts of a folder, and all that is wrong with them. `known` are the keys there are."""
    found: list[Script] = []
    faults: list[ScriptFault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found += _in_file(path)
        except tomllib.TOMLDecodeError as wrong:
            faults.append(ScriptFault(str(path), _line_of(wrong), f"no TOML: {wrong}"))
        except ScriptsFaulty as wrong:
            faults += wrong.faults
    for script in found:
        faults += _faults_of(script, known)
    return found, faults


def render(script: Script, facts: Mapping[str, str]) -> str:
    """The script with its facts filled in; every value is text. A fact that the script asks for must be there."""
    values = {name: str(value) for name, value in facts.items()}
    return _environment().from_string(script.text).render(values)[:LONGEST].strip()


def asked_for(script: Script) -> frozenset[str]:
    """The variables that a script uses."""
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(_environment().parse(script.text)))


def _read(folder: Path) -> Iterator[Script]:
    for path in sorted(folder.glob("*.toml")):
        yield from _in_file(path)


def _in_file(path: Path) -> list[Script]:
    told = path.read_text("utf-8")
    found = []
    for row in tomllib.loads(told).get("script", []):
        key = str(row.get("key", ""))
        line = _place(told, key)
        if not key or not isinstance(row.get("version"), int) or not isinstance(row.get("text"), str):
            raise ScriptsFaulty([ScriptFault(str(path), line, "a script has key, version (a whole number) and text")])
        found.append(Script(key, row["version"], row["text"], str(path), line))
    return found


def _place(told: str, key: str) -> int:
    """The line in which the text of a script begins."""
    at = told.find(f'"{key}"')
    text = told.find("text =", at)
    return told.count("\n", 0, max(text, at, 0)) + 1


def _faults_of(script: Script, known: frozenset[str] | None) -> Iterator[ScriptFault]:
    from jinja2 import TemplateError
    from jinja2.nodes import Node

    allowed = VARIABLES.get(script.purpose)
    if allowed is None or (known is not None and script.key not in known):
        yield ScriptFault(script.origin, script.line, f"there is no script '{script.key}' to take the place of")
        return
    if len(script.text) > LONGEST:
        yield ScriptFault(script.origin, script.line, f"{len(script.text)} letters; at most {LONGEST}")
    try:
        parsed = _environment().parse(script.text)
        for node in parsed.find_all(Node):
            if type(node).__name__ not in _MAY_USE:
                line = script.line + node.lineno - 1
                yield ScriptFault(script.origin, line, f"'{script.key}' may use text, variables and if, nothing else")
                return
        used = asked_for(script)
        render(script, dict.fromkeys(allowed, "x"))
    except TemplateError as wrong:
        line = script.line + (getattr(wrong, "lineno", None) or 1) - 1
        yield ScriptFault(script.origin, line, f"'{script.key}': {wrong.message or type(wrong).__name__}")
        return
    for name in sorted(used - allowed):
        named = ", ".join(sorted(allowed))
        yield ScriptFault(script.origin, script.line, f"'{script.key}' asks for '{name}'; it may use {named}")
    if script.purpose in _NEEDS_SLOT and "slot" not in used:
        yield ScriptFault(script.origin, script.line, f"'{script.key}' has no {{{{ slot }}}} for a personal sentence")


def _line_of(wrong: tomllib.TOMLDecodeError) -> int:
    said = str(wrong)
    at = said.rfind("at line ")
    return int(said[at + 8 :].split(",")[0]) if at >= 0 else 1


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
