"""Arguments: what a call carries, whether as JSON, as a form or in the query (https://docs.slack.dev/apis/web-api)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from sandbox.refusals import Refused

_FALSE = frozenset({"", "0", "false", "False"})


class Arguments:
    """The arguments of one call, whatever way they came. Reading a bad one refuses with invalid_arguments."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = dict(values)

    def text(self, name: str) -> str | None:
        """A string; None when absent or empty."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, dict | list | bool):
            raise Refused("invalid_arguments", f"{name} must be a string")
        return str(value)

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """A string that must be there; `error` is the code when it is not."""
        value = self.text(name)
        if value is None:
            raise Refused(error, f"{name} is required")
        return value

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")) not in _FALSE

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        try:
            return default if value is None else int(value)
        except ValueError as error:
            raise Refused("invalid_arguments", f"{name} must be a whole number, got {value!r}") from error

    def names(self, name: str) -> list[str]:
        """A list given as JSON or separated by commas."""
        value = self.values.get(name)
        parts = value if isinstance(value, list) else str(value or "").split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def object(self, name: str, error: str = "invalid_arguments") -> dict[str, Any] | None:
        value = self._decoded(name, error)
        if value is not None and not isinstance(value, dict):
            raise Refused(error, f"{name} must be an object")
        return value

    def items(self, name: str, error: str = "invalid_arguments") -> list[Any] | None:
        value = self._decoded(name, error)
        if value is not None and not isinstance(value, list):
            raise Refused(error, f"{name} must be a list")
        return value

    def _decoded(self, name: str, error: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError as problem:
            raise Refused(error, f"{name} is no JSON: {problem}") from problem


async def read_arguments(request: Request) -> Arguments:
    """The query's arguments, overlaid by the body's."""
    values: dict[str, Any] = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/json":
        values |= _json_object(await request.body())
    elif content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.form()
        values |= {key: value for key, value in form.items() if isinstance(value, str)}
    return Arguments(values)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused("invalid_json", str(error)) from error
    if not isinstance(parsed, dict):
        raise Refused("json_not_object", "the body must be a JSON object")
    return parsed
