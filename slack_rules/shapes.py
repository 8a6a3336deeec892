"""Shapes: small checks that combine into the description of a JSON object, strict about keys, types and lengths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slack_rules.faults import Fault
from slack_rules.text import length

Check = Callable[[Any, str], Iterator[Fault]]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with exactly these keys; `type` is always allowed, whoever chose the shape has checked it."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield Fault("wrong_type", path, f"expected an object, got {kind(value)}")
            return
        for key in required:
            if value.get(key) is None:
                yield Fault("missing_key", f"{path}/{key}", f"'{key}' is required")
        for key, inner in value.items():
            if key in known and inner is not None:
                yield from known[key](inner, f"{path}/{key}")
            elif key != "type" and key not in known:
                yield Fault("unknown_key", f"{path}/{key}", f"'{key}' is not a field of this object")

    return check


def by_type(shapes: Mapping[str, Check], unknown_rule: str, what: str) -> Check:
    """One of several objects told apart by their `type`."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, Mapping):
            yield Fault("wrong_type", path, f"expected an object, got {kind(value)}")
            return
        name = value.get("type")
        if not isinstance(name, str) or name not in shapes:
            yield Fault(unknown_rule, f"{path}/type", f"{name!r} is not allowed here; {what}: {', '.join(shapes)}")
            return
        yield from shapes[name](value, path)

    return check


def listed(item: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, list | tuple):
            yield Fault("wrong_type", path, f"expected a list, got {kind(value)}")
            return
        if len(value) > most:
            yield Fault("too_many", path, f"no more than {most} items allowed, got {len(value)}")
        if len(value) < least:
            yield Fault("too_few", path, f"at least {least} items required, got {len(value)}")
        for position, inner in enumerate(value):
            yield from item(inner, f"{path}/{position}")

    return check


def string(most: int, least: int = 1) -> Check:
    """A string of `least` to `most` UTF-16 units, free of control characters; blanks alone count as empty."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault("wrong_type", path, f"expected a string, got {kind(value)}")
            return
        if least and not value.strip():
            yield Fault("empty_text", path, "must not be empty")
        if length(value) > most:
            yield Fault("too_long", path, f"must be less than {most + 1} characters, got {length(value)}")
        if _CONTROL.search(value):
            yield Fault("control_character", path, "holds a control character such as NUL")
        if _LONE_SURROGATE.search(value):
            yield Fault("not_unicode", path, "holds half of a surrogate pair, which UTF-8 cannot carry")

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, path: str) -> Iterator[Fault]:
        if value not in allowed:
            yield Fault("bad_value", path, f"{value!r} is not one of {', '.join(allowed)}")

    return check


def matching(pattern: str, example: str) -> Check:
    """A string that matches the whole pattern; the example tells the reader what was expected."""
    compiled = re.compile(pattern)

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield Fault("bad_value", path, f"{value!r} does not look like {example}")

    return check


def url(most: int) -> Check:
    """An absolute http or https address."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        yield from string(most)(value, path)
        if isinstance(value, str) and not re.fullmatch(r"https?://[^\s/<>|]+\S*", value):
            yield Fault("bad_url", path, f"{value[:80]!r} is not an absolute http(s) address")

    return check


def boolean(value: Any, path: str) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault("wrong_type", path, f"expected true or false, got {kind(value)}")


def integer(least: int, most: int) -> Check:
    def check(value: Any, path: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault("wrong_type", path, f"expected a whole number, got {kind(value)}")
        elif not least <= value <= most:
            yield Fault("out_of_range", path, f"must be from {least} to {most}, got {value}")

    return check


def both(*checks: Check) -> Check:
    """All of these at once."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        for inner in checks:
            yield from inner(value, path)

    return check


def anything(_value: Any, _path: str) -> Iterator[Fault]:
    yield from ()


def kind(value: Any) -> str:
    """The value's type as a reader of JSON would call it."""
    names: dict[type, str] = {dict: "object", list: "list", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number" if isinstance(value, int | float) else type(value).__name__)
