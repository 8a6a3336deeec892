"""Reading the policy: the shop's TOML file over the built-in default, with errors that name file, key and remedy."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.policy.model import Policy

_DEFAULT = Path(__file__).with_name("default.toml")
_SHOWN = 60
_REPLACED_WHOLE = frozenset({"stores", "lines", "people", "roles"})  # never half ours, half the sample team's
# pydantic's words for a value of the wrong kind, in TOML's.
_KINDS = {
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "tuple_type": 'a list such as ["U0LI"]',
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "string_too_short": "some text",
}


class PolicyError(Exception):
    """The policy cannot be used; the message is one sentence for the admin."""


def load_policy(path: Path | None) -> Policy:
    """The shop's policy, or the built-in one without a file."""
    if path is None:
        return Policy.model_validate(_built_in())
    try:
        return Policy.model_validate(_merged(_built_in(), _read(path)))
    except ValidationError as wrong:
        raise PolicyError(_sentence(path, wrong.errors(include_url=False)[0])) from wrong


@cache
def _built_in() -> dict[str, Any]:
    """Read once; nobody changes it."""
    return tomllib.loads(_DEFAULT.read_text(encoding="utf-8"))


def _read(path: Path) -> dict[str, Any]:
    """A byte order mark is no fault: Windows editors put one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as missing:
        raise PolicyError(
            f"POLICY_FILE {path} cannot be read ({missing.strerror}); give the path of a TOML file"
        ) from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path} is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyError(f"{path} is not valid TOML: {wrong}; text stands in quotes, tables in [brackets]") from None


def _merged(built_in: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(built_in)
    for section, values in own.items():
        keeps = isinstance(values, dict) and isinstance(built_in.get(section), dict) and section not in _REPLACED_WHOLE
        merged[section] = {**built_in[section], **values} if keeps else values
    return merged


def _sentence(path: Path, fault: ErrorDetails) -> str:
    """A fault as one sentence: the file, the key, what stands there and what was expected."""
    location = [part for part in fault["loc"] if part != "[key]"]
    key = ".".join(str(part) for part in location) or "policy"
    if fault["type"] == "extra_forbidden":
        return f"{path}: unknown key {key}; expected one of {', '.join(_keys_beside(location))}"
    if fault["type"] == "missing":
        return f"{path}: {key} is missing; expected it beside {', '.join(fault['input']) or 'nothing else'}"
    return f"{path}: {key} is {_shown(fault['input'])}; expected {_expected(fault)}"


def _expected(fault: ErrorDetails) -> str:
    if fault["type"] in _KINDS:
        return _KINDS[fault["type"]]
    words = fault["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    words = words.removesuffix(f", not {fault['input']!r}")
    return words[0].lower() + words[1:]


def _shown(value: object) -> str:
    """What stands in the file, short enough for a sentence."""
    told = "a table" if isinstance(value, Mapping) else repr(value)
    return told if len(told) <= _SHOWN else told[: _SHOWN - 1] + "…"


def _keys_beside(location: list[int | str]) -> list[str]:
    """The keys that the table of an unknown key may have, by the model."""
    table: Any = Policy
    for part in location[:-1]:
        table = _inside(table, part)
    return list(table.model_fields)


def _inside(table: Any, part: int | str) -> Any:
    """What a table of the model holds under a key, or a list at a place."""
    if get_origin(table) in (dict, tuple):
        return get_args(table)[1 if get_origin(table) is dict else 0]
    return table.model_fields[part].annotation
