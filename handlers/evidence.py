"""Evidence: an incident as a ZIP file that proves itself: a part a case, and a manifest with the checksum of each.

Nothing is fetched: of pictures and videos it has the addresses. Personal data is masked unless it is asked for in full.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.masking import mask_name, mask_phone, mask_tail, mask_text
from bot.rules.refusals.incidents import UnknownIncident
from handlers.plain_faults import Refused
from scripts_library.wording import Wording
from storage import incident_cases, incidents
from storage.database import Database
from storage.incident_evidence import Evidence, evidence_of

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same records make the same file
_MASKED = {"name": mask_name, "phone": mask_phone, "email": mask_text}
_NAMES_NOBODY = frozenset({"sha256", "content_hash", "external_id", "id", "media", "images", "videos"})
Parts = dict[str, bytes]


def evidence_pack(
    database: Database, number: int, at: datetime, zone: ZoneInfo, say: Wording, *, full: bool
) -> tuple[bytes, int]:
    """The ZIP file and how many cases are in it. Raises `Refused` where there is no such incident."""
    try:
        parts = database.in_snapshot(_parts, number, at, zone, full)
    except UnknownIncident:
        raise Refused(say("refusals.unknown_incident", number=number)) from None
    manifest = {
        "incident": number,
        "made_at": at.isoformat(),
        "personal_data": "full" if full else "masked",
        "parts": [
            {"name": name, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}
            for name, body in parts.items()
        ],
    }
    return _zipped({"manifest.json": _json(manifest)} | parts), len(parts) - 1


def write_new(pack: bytes, out: Path) -> None:
    """Where nothing is yet, for our eyes only. Raises `Refused`."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("xb") as file:
            out.chmod(0o600)
            file.write(pack)
    except OSError as failed:
        raise Refused(f"--out: {out} cannot be written ({failed.strerror})") from None


def _parts(session: Session, number: int, at: datetime, zone: ZoneInfo, full: bool) -> Parts:
    one = incidents.find(session, number)
    file = incident_cases.read_incident_file(session, one, at, zone)
    told = asdict(one) | {
        "cases": incident_cases.case_ids_in(session, number),
        "batch": {"numbers": dict(file.batch.numbers), "ordered": file.batch.days},
        "timeline": [asdict(line) for line in incidents.timeline(session, number, limit=10_000)],
    }
    parts = {"incident.json": _json(told if full else _masked(told))}
    for case in evidence_of(session, number):
        parts[f"cases/{case.case.id:06}.json"] = _json(_case(case, full=full))
    return parts


def _case(one: Evidence, *, full: bool) -> dict[str, Any]:
    told = asdict(one) | {"media": list(_media(one))}
    for wording in told["wordings"]:
        wording["sha256"] = hashlib.sha256(str(wording["text"]).encode()).hexdigest()
    return told if full else _without_details(told)


def _media(one: Evidence) -> Iterator[str]:
    """Every address of a picture or video that any delivery named, once."""
    named = (
        str(address)
        for arrived in one.deliveries
        for kind in ("images", "videos")
        for address in arrived.body.get(kind) or ()
    )
    return iter(dict.fromkeys(named))


def _without_details(told: dict[str, Any]) -> dict[str, Any]:
    """Bodies name the customer in full: masked, only their words, stars and times are kept of them."""
    known = [one for one in (told["customer"]["name"], told["order"]) if one]
    kept = ("id", "type", "rating", "text", "images", "videos", "created_at")
    deliveries = [
        one | {"body": {name: one["body"][name] for name in kept if name in one["body"]}} for one in told["deliveries"]
    ]
    customer = {name: _MASKED.get(name, _tail)(value) for name, value in told["customer"].items()}
    masked: dict[str, Any] = _masked(told | {"deliveries": deliveries}, known)
    return masked | {"customer": customer, "order": _tail(told["order"])}


def _masked(value: Any, known: list[str] | None = None) -> Any:
    """Every text in it without numbers, addresses, and the names that are known."""
    if isinstance(value, str):
        for name in known or ():
            value = value.replace(name, mask_name(name))
        return mask_text(value)
    if isinstance(value, dict):
        return {key: inner if key in _NAMES_NOBODY else _masked(inner, known) for key, inner in value.items()}
    return [_masked(inner, known) for inner in value] if isinstance(value, list | tuple) else value


def _tail(text: str) -> str:
    return mask_tail(text, 2)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)


def _zipped(parts: Parts) -> bytes:
    told = BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, body in parts.items():
            pack.writestr(zipfile.ZipInfo(name, _EPOCH), body)
    return told.getvalue()
