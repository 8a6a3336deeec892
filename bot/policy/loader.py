"""Reading the policy: the shop's TOML file over the built-in default, with errors that name file, key and remedy."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.policy.model import Policy

_DEFAULT = Path(__file__).with_name("default.toml")
_REPLACED_WHOLE = frozenset({"stores", "lines", "people"})


class PolicyError(Exception):
    """The policy cannot be used; the message is one sentence for the admin."""


def load_policy(path: Path | None) -> Policy:
    """The shop's policy, or the built-in one without a file."""
    built_in = tomllib.loads(_DEFAULT.read_text(encoding="utf-8"))
    if path is None:
        return Policy.model_validate(built_in)
    try:
        return Policy.model_validate(_merged(built_in, _read(path)))
    except ValidationError as wrong:
        raise PolicyError(_sentence(path, wrong)) from wrong


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise PolicyError(
            f"POLICY_FILE {path} cannot be read ({missing.strerror}); give the path of a TOML file"
        ) from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path} is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyError(f"{path} is not valid TOML: {wrong}") from None


def _merged(built_in: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(built_in)
    for section, values in own.items():
        keeps = isinstance(values, dict) and isinstance(built_in.get(section), dict) and section not in _REPLACED_WHOLE
        merged[section] = {**built_in[section], **values} if keeps else values
    return merged


def _sentence(path: Path, wrong: ValidationError) -> str:
    """The first fault as one sentence; pydantic's location and message hold key and expectation."""
    fault = wrong.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"]) or "policy"
    if fault["type"] == "extra_forbidden":
        return f"{path}: unknown key {key}; docs/policy.md lists the keys there are"
    expected = fault["msg"].removeprefix("Value error, ")
    return f"{path}: {key} is {fault['input']!r}; expected: {expected[0].lower() + expected[1:]}"
