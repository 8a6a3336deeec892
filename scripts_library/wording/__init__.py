"""Wording: the catalogue of short texts that colleagues read, by locale; zh_CN is the reference, en its twin."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slack_rules.text import escape

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

LOCALES = ("zh_CN", "en")
_HERE = Path(__file__).parent


class Token(str):
    """A piece of Slack markup made by our own code (a mention, a date, a link): the only text that is not escaped."""

    __slots__ = ()


class Wording:
    """The texts of one locale. Keys are `file.key`, for instance `buttons.claim`; an unknown key is a KeyError."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._texts = catalogue(locale)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence as plain text: for plain_text objects, where markup means nothing."""
        return _filled(self._texts[key], values)

    def md(self, key: str, **values: object) -> str:
        """The sentence as mrkdwn: every value but a `Token` is data and is escaped."""
        return _filled(self._texts[key], {name: _as_data(value) for name, value in values.items()})

    def has(self, key: str) -> bool:
        """Whether the catalogue has this key; for families that grow with data, such as reasons."""
        return key in self._texts


@lru_cache
def catalogue(locale: str) -> Mapping[str, str]:
    """All texts of a locale, `file.key` → template. An unknown locale names those there are."""
    if locale not in LOCALES:
        raise ValueError(f"LOCALE must be one of {', '.join(LOCALES)}, not {locale!r}")
    texts: dict[str, str] = {}
    for path in sorted((_HERE / locale).glob("*.toml")):
        texts.update(_flat(tomllib.loads(path.read_text(encoding="utf-8")), path.stem))
    return texts


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", str(value)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text if "{" not in text else _template(text).render(values)


@lru_cache(maxsize=2048)
def _template(text: str) -> Template:
    return _environment().from_string(text)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined  # a program that starts has no sentence to fill in yet
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


def _as_data(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Token):
        return escape(value)
    return value
