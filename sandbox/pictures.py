"""Pictures: blocks that show a file of the workspace, refused in Slack's words where there is none to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.files import FileShelf
from sandbox.refusals import Refused
from slack_rules.faults import Fault


def refuse_pictures(files: FileShelf, blocks: Sequence[Any], error: str = "invalid_blocks", where: str = "") -> None:
    """Refuse a file that is unknown, not completed, not ready, no picture, or hidden from the app."""
    faults = [
        Fault("invalid_slack_file", f"{where}{path}/slack_file", "invalid slack file")
        for path, image in _images(blocks, "/blocks")
        if not files.can_be_shown(image["slack_file"])
    ]
    if faults:
        raise Refused(error, faults=faults, errors=[f"{one.detail} [json-pointer:{one.path}]" for one in faults])


def _images(part: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Image blocks and elements with a `slack_file`, wherever they stand."""
    if isinstance(part, dict):
        if part.get("type") == "image" and isinstance(part.get("slack_file"), dict):
            yield path, part
        for key, inner in part.items():
            yield from _images(inner, f"{path}/{key}")
    elif isinstance(part, list | tuple):
        for place, inner in enumerate(part):
            yield from _images(inner, f"{path}/{place}")
