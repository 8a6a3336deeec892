"""Files: pictures and papers that the app uploads in three steps (https://docs.slack.dev/messaging/working-with-files)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from random import Random
from typing import Any

from sandbox.keeping import Keeper
from sandbox.refusals import Refused

# Only what a browser draws without running anything; an SVG can carry a script and is offered as a download.
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_SHOWN_IN_BLOCKS = ("image/png", "image/jpeg", "image/gif")
_PAPERS = {"csv": "text/csv", "pdf": "application/pdf", "txt": "text/plain", "json": "application/json"}
_ID_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


@dataclass
class _Expected:
    """An upload that was announced and has not come yet, or not been completed."""

    file_id: str
    name: str
    size: int
    alt_text: str
    content: bytes | None = None


class FileShelf:
    """Uploads announced, received and completed; completed ones are kept.

    Slack looks through a file before it shows it. A test script may set `looks_before_ready`, how many looks of
    files.info find each later upload not ready, and put ids that the app cannot see any more into `hidden`.
    """

    def __init__(self, random: Random, keeper: Keeper) -> None:
        self._random = random
        self._keeper = keeper
        self._expected: dict[str, _Expected] = {}
        self._records: dict[str, dict[str, Any]] = {}
        self._contents: dict[str, bytes] = {}
        self.looks_before_ready = 0
        self.hidden: set[str] = set()
        self._looks_left: dict[str, int] = {}
        for record, content in keeper.files():
            self._records[record["id"]] = record
            self._contents[record["id"]] = content

    def announce(self, name: str, size: int, alt_text: str) -> tuple[str, str]:
        """(upload ticket, file id) for a file of exactly `size` bytes."""
        file_id = "F" + "".join(self._random.choices(_ID_LETTERS, k=10))
        ticket = f"{self._random.getrandbits(128):032x}"
        self._expected[ticket] = _Expected(file_id, PurePosixPath(name).name or "file", size, alt_text)
        return ticket, file_id

    def receive(self, ticket: str, content: bytes) -> None:
        expected = self._expected.get(ticket)
        if expected is None:
            raise Refused("invalid_upload_url", "this upload address was never given out", status=404)
        if len(content) != expected.size:
            wrong = f"announced {expected.size} bytes, got {len(content)}"
            raise Refused("length_mismatch", wrong, status=400)
        expected.content = content

    def complete(self, file_id: str, title: str | None, *, user: str, created: int, base_url: str) -> dict[str, Any]:
        """Make a received upload a file of the workspace and return its record."""
        found = next((item for item in self._expected.items() if item[1].file_id == file_id), None)
        if found is None or found[1].content is None:
            raise Refused("file_not_found", f"no upload arrived for {file_id}")
        ticket, expected = found
        del self._expected[ticket]
        record = _record(expected, title, user, created, base_url)
        self._records[file_id] = record
        self._contents[file_id] = expected.content or b""
        self._keeper.keep_file(record, expected.content or b"")
        if self.looks_before_ready:
            self._looks_left[file_id] = self.looks_before_ready
        return record

    def look(self, file_id: str) -> dict[str, Any] | None:
        """What files.info tells: as long as a file is not ready its type is empty, and each look brings that nearer."""
        record = self._records.get(file_id)
        if file_id in self.hidden:
            return None
        if record is None or file_id not in self._looks_left:
            return record
        if self._looks_left[file_id] <= 0:
            del self._looks_left[file_id]
            return record
        self._looks_left[file_id] -= 1
        return {**record, "mimetype": "", "filetype": ""}

    def can_be_shown(self, file: dict[str, Any]) -> bool:
        """Whether the app may show this `slack_file` in a block: a finished picture of the workspace that it can see.

        https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
        """
        file_id = file.get("id") or self._id_at(str(file.get("url")))
        record = self._records.get(str(file_id))
        is_known = record is not None and file_id not in self._looks_left and file_id not in self.hidden
        return is_known and record is not None and record["mimetype"] in _SHOWN_IN_BLOCKS

    def _id_at(self, url: str) -> str | None:
        return next((one for one, record in self._records.items() if record["url_private"] == url), None)

    def find(self, file_id: str) -> dict[str, Any] | None:
        return self._records.get(file_id)

    def content(self, file_id: str) -> bytes:
        return self._contents[file_id]


def _record(expected: _Expected, title: str | None, user: str, created: int, base_url: str) -> dict[str, Any]:
    extension = PurePosixPath(expected.name).suffix.lstrip(".").lower()
    address = f"{base_url}/files/{expected.file_id}/{expected.name}"
    return {
        "id": expected.file_id,
        "created": created,
        "timestamp": created,
        "name": expected.name,
        "title": title or expected.name,
        "mimetype": {**PICTURES, **_PAPERS}.get(extension, "application/octet-stream"),
        "filetype": extension or "binary",
        "size": expected.size,
        "user": user,
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "alt_txt": expected.alt_text,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
    }
