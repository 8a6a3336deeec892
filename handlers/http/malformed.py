"""Malformed: a body read as JSON and checked field by field; what is wrong is named with its place."""

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
MOST_AT_A_TIME = 1000


class Malformed(Exception):
    """The body is not what the contract says; `field` is where."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


def parsed(body: str) -> Any:
    """What the body says as JSON."""
    try:
        return json.loads(body, parse_constant=_no_number)
    except RecursionError:
        raise Malformed("body", "nested too deeply") from None
    except ValueError as wrong:
        raise Malformed("body", f"not JSON ({wrong})") from None


def many(model: type[M], told: Any, name: str, whole: str) -> list[M]:
    """A list under this name, each checked; `whole` is blamed for what is wrong with one as a whole."""
    one = name.removesuffix("s")
    if not isinstance(told, list) or not told:
        raise Malformed(name, f"expected a list with at least one {one}")
    if len(told) > MOST_AT_A_TIME:
        raise Malformed(name, f"at most {MOST_AT_A_TIME} at a time, not {len(told)}")
    return [checked(model, each, f"{name}.{index}.", whole) for index, each in enumerate(told)]


def checked(model: type[M], body: Any, where: str, whole: str) -> M:
    """The body as this model."""
    if not isinstance(body, dict):
        raise Malformed(where.rstrip(".") or "body", "expected an object")
    try:
        return model.model_validate(body)
    except ValidationError as wrong:
        fault = wrong.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in fault["loc"]) or whole
        raise Malformed(where + field, fault["msg"].removeprefix("Value error, ").lower()) from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
