"""Doctor: looks at everything an installation needs and says how to mend each fault."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.policy.model import Policy
from handlers import data_key
from handlers.outgoing.gateways import addresses, faults
from handlers.settings import Settings
from handlers.slack.manifest import FOR_PICTURES, SCOPES
from handlers.slack.unheard import UNHEARD
from scripts_library.wording import Wording
from storage import outbox, pictures, schema
from storage.database import Database
from storage.keys_in_use import WrongKeys
from storage.server_clock import server_time

_SKEW_SECONDS = 60
_HOLIDAY_DAYS = 61
_SHARED_SKEW_SECONDS = 2


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, whether it is well, and what is wrong and how to mend it."""

    subject: str
    is_well: bool
    words: str
    is_caution: bool = False  # it works, and is worth a thought


@dataclass(frozen=True)
class Patient:
    """What is looked at."""

    settings: Settings
    policy: Policy
    secrets: Mapping[str, tuple[str, ...]]
    gateway_secrets: Mapping[str, tuple[str, ...]]
    database: Database
    client: AsyncWebClient
    say: Wording


async def examine(patient: Patient) -> AsyncIterator[Finding]:
    """Every finding, in the order in which faults should be mended."""
    for name in ("slack_bot_token", "slack_signing_secret"):
        yield _told(patient, "setting", bool(getattr(patient.settings, name)), name=name.upper())
    for source in patient.policy.sources:
        told = bool(patient.secrets.get(source))
        yield _told(patient, "secret", told, source=source, name=f"WEBHOOK_SECRET_{source.upper()}")
    for finding in _gateways(patient):
        yield finding
    if not _holidays_are_known(patient.policy):
        yield _cautioned(patient, "calendar", "unknown")
    schema_found = _database(patient)
    yield schema_found
    if schema_found.is_well:
        yield _key(patient)
        yield await _backlog(patient)
        if trouble := await patient.database.read(pictures.last_trouble):
            yield _cautioned(patient, "pictures", "lost", because=trouble)
        server_now = await patient.database.read(server_time)
        if server_now:
            yield _server_clock(patient, server_now)
    async for finding in _slack(patient):
        yield finding


def _holidays_are_known(policy: Policy) -> bool:
    """Of the next two months: longer promises are rare, and a shift is planned no further."""
    today = _today(policy)
    return all(policy.calendar.covers(today + timedelta(days=ahead)) for ahead in range(_HOLIDAY_DAYS))


def _today(policy: Policy) -> date:
    return datetime.now(policy.zone).date()


def _gateways(patient: Patient) -> Iterator[Finding]:
    """What the desk sends with: whether it has its secrets, and goes out under a lock."""
    policy = patient.policy
    for fault in faults(policy, patient.secrets, patient.gateway_secrets):
        yield _told(patient, "gateway", False, problem=fault)
    for name, url in addresses(policy):
        if url.startswith("http://"):
            yield _cautioned(patient, "gateway", "open", name=name)


def _key(patient: Patient) -> Finding:
    """Whoever has the database and the key has the customers."""
    try:
        coming = data_key.unlock(patient.settings, patient.database)
    except (data_key.KeyUnusable, WrongKeys) as wrong:
        return _told(patient, "key", False, problem=str(wrong))
    file = data_key.place_of(patient.settings, patient.database)
    if coming:
        return _cautioned(patient, "key", "coming", where=coming)
    if file and data_key.others_may_read(file):
        return _cautioned(patient, "key", "shown", where=file)
    if file and data_key.lies_beside(file, patient.database):
        return _cautioned(patient, "key", "beside", where=file)
    return _told(patient, "key", True, where=file or "DATA_KEY")


def _database(patient: Patient) -> Finding:
    try:
        schema.check(patient.database)
    except schema.SchemaTooOld as old:
        return _told(patient, "schema", False, problem=str(old))
    except SQLAlchemyError as broken:
        return _told(patient, "schema", False, problem=str(broken.__cause__ or broken))
    return _told(patient, "schema", True, problem="")


async def _backlog(patient: Patient) -> Finding:
    backlog = await patient.database.read(outbox.backlog, datetime.now(UTC))
    return _told(patient, "queue", not (backlog.late or backlog.dead), waiting=backlog.waiting, dead=backlog.dead)


def _server_clock(patient: Patient, server_now: datetime) -> Finding:
    """Leases, turns and reminders are shared by machines: they count on one time."""
    skew = abs((datetime.now(UTC) - server_now).total_seconds())
    return _told(patient, "server_clock", skew <= _SHARED_SKEW_SECONDS, seconds=round(skew, 1))


async def _slack(patient: Patient) -> AsyncIterator[Finding]:
    try:
        hello = await patient.client.auth_test()
    except UNHEARD as failed:
        yield _told(patient, "slack", False, problem=_code(failed))
        return
    yield _told(patient, "slack", True, problem="", team=hello["team"], bot=hello["user"])
    yield _scopes(patient, hello.headers)
    yield _clock(patient, hello.headers)
    for channel, uses in sorted(_channels(patient.policy).items()):
        yield await _channel(patient, channel, uses)
    for user in patient.policy.team():
        yield await _member(patient, user)
    if not patient.policy.roles.agents:
        yield _told(patient, "agents", False)


def _scopes(patient: Patient, headers: Mapping[str, str]) -> Finding:
    given = {scope.strip() for scope in _header(headers, "x-oauth-scopes").split(",") if scope.strip()}
    missing = [scope for scope in SCOPES if scope not in given] if given else []
    if missing and FOR_PICTURES.issuperset(missing):
        return _cautioned(patient, "scopes", "without_pictures", missing=", ".join(missing))
    return _told(patient, "scopes", not missing, missing=", ".join(missing))


def _clock(patient: Patient, headers: Mapping[str, str]) -> Finding:
    told = _header(headers, "date")
    skew = abs((datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds()) if told else 0.0
    return _told(patient, "clock", skew <= _SKEW_SECONDS, seconds=round(skew))


def _channels(policy: Policy) -> dict[str, str]:
    """Channel id → the policy's keys that name it."""
    uses: dict[str, list[str]] = {}
    for key in ("default_channel", "supervisors_channel", "managers_channel"):
        uses.setdefault(getattr(policy.shop, key), []).append(f"shop.{key}")
    for name, store in policy.stores.items():
        if store.channel:
            uses.setdefault(store.channel, []).append(f"stores.{name}.channel")
    for name, department in policy.departments.items():
        uses.setdefault(department.channel, []).append(f"departments.{name}.channel")
    return {channel: ", ".join(keys) for channel, keys in uses.items()}


async def _channel(patient: Patient, channel: str, uses: str) -> Finding:
    """Reading one message shows whether the channel is there and we are in it, without a scope of its own."""
    try:
        await patient.client.conversations_history(channel=channel, limit=1)
    except UNHEARD as failed:
        return _told(patient, "channel", False, channel=channel, uses=uses, problem=_code(failed))
    return _told(patient, "channel", True, channel=channel, uses=uses, problem="")


async def _member(patient: Patient, user: str) -> Finding:
    try:
        told = await patient.client.users_info(user=user)
    except UNHEARD as failed:
        return _told(patient, "member", False, user=user, problem=_code(failed))
    gone = bool(told["user"].get("deleted"))
    return _told(patient, "member", not gone, user=user, problem="deactivated" if gone else "")


def _code(failed: Exception) -> str:
    if isinstance(failed, SlackApiError) and isinstance(failed.response.data, dict):
        return str(failed.response.data.get("error"))
    return str(failed) or type(failed).__name__


def _header(headers: Mapping[str, Any], name: str) -> str:
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(value[0] if isinstance(value, list) else value)


def _told(patient: Patient, subject: str, is_well: bool, **facts: object) -> Finding:
    say = patient.say
    words = say(f"doctor.{subject}_{'well' if is_well else 'ill'}", **facts)
    return Finding(say(f"doctor.{subject}", **facts), is_well, words)


def _cautioned(patient: Patient, subject: str, why: str, **facts: object) -> Finding:
    words = patient.say(f"doctor.{subject}_{why}", **facts)
    return Finding(patient.say(f"doctor.{subject}", **facts), True, words, is_caution=True)
