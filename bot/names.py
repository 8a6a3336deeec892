"""Names: what a shop calls its stores, departments and causes: one legible line that fits where Slack shows it."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from slack_rules.text import tame


def _legible(value: str) -> str:
    if value != tame(value):
        raise ValueError("text without control characters and marks that turn its direction")
    return value


Name = Annotated[str, StringConstraints(min_length=1, max_length=70, strip_whitespace=True), AfterValidator(_legible)]
