"""Requests: malformed, oversized, deep and mis-encoded ones, signed and not, as hypothesis strategies."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from tests.house.sender import SECRET, signature
from tests.house.shop import a_review

_KEYS = st.sampled_from([*a_review(), "reviews", "type", "images", "videos", "useful", "__proto__", ""]) | st.text(
    max_size=8
)
_NUMBERS = st.integers() | st.floats() | st.sampled_from([2**63, -(2**63), 10**30, 1e308, 0, -1])
_WORDS = st.text(max_size=60) | st.sampled_from(
    ["\x00", "a\x00b", "\ud800", "‮", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00Z", "<!channel>", "x" * 5000]
)
_SOUND: dict[str, Any] = a_review(datetime(2026, 11, 22, tzinfo=UTC))
_SCALARS = st.none() | st.booleans() | _NUMBERS | _WORDS
_JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5), max_leaves=12
)
_FIELDS = st.sampled_from([*a_review(), "type", "images", "videos", "useful"])


@dataclass(frozen=True)
class Request:
    """One request, complete."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@st.composite
def spoiled_reviews(draw: st.DrawFn) -> Any:
    """A sound review with something in it that does not belong there."""
    body = _SOUND | {"id": f"r-{draw(st.integers(0, 99_999))}"}
    for _ in range(draw(st.integers(0, 3))):
        body[draw(_FIELDS)] = draw(_JSON)
    if draw(st.booleans()):
        body.pop(draw(_FIELDS), None)
    part = draw(st.sampled_from(["order", "product", "customer"]))
    if isinstance(body.get(part), dict) and draw(st.booleans()):
        body[part] = body[part] | {draw(_KEYS): draw(_JSON)}
    return body


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Bytes that claim to be reviews."""
    kind = draw(st.sampled_from(["spoiled", "spoiled", "batch", "json", "deep", "bytes", "cut", "large", "encoded"]))
    if kind == "deep":
        depth = draw(st.integers(50, 20_000))
        return draw(st.sampled_from([b"[" * depth, b'{"a":' * depth, b"[" * depth + b"]" * depth]))
    if kind == "bytes":
        return draw(st.binary(max_size=300))
    if kind == "large":
        return b'{"text": "' + b"x" * draw(st.integers(250_000, 300_000)) + b'"}'
    if kind == "json":
        told = draw(_JSON)
    elif kind == "batch":
        told = {"reviews": draw(st.lists(spoiled_reviews() | _JSON, max_size=4))}
    else:
        told = draw(spoiled_reviews())
    raw = json.dumps(told, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    if kind == "cut":
        return raw[: draw(st.integers(0, len(raw)))]
    return raw.decode("utf-8", "replace").encode("utf-16") if kind == "encoded" else raw


@st.composite
def webhooks(draw: st.DrawFn) -> Request:
    """A push to the reviews' door; mostly signed well, for what is behind the signature is to be tried."""
    body, stamp = draw(bodies()), str(int(datetime.now(UTC).timestamp()))
    webhook_id = draw(st.from_regex(r"[!-~]{1,40}", fullmatch=True) | st.just("m" * 5000))
    headers = {"webhook-id": webhook_id, "webhook-timestamp": stamp, "content-type": "application/json"}
    headers["webhook-signature"] = signature(SECRET, webhook_id, stamp, body)
    if draw(st.integers(0, 4)) == 0:
        spoiled = draw(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]))
        headers[spoiled] = draw(_header_values())
    source = draw(st.sampled_from(["standard"] * 8 + ["STANDARD", "tmall", "%00", "..", quote("评价", safe="")]))
    return Request("POST", f"/webhooks/reviews/{source}", body, headers)


@st.composite
def slack_requests(draw: st.DrawFn) -> Request:
    """What claims to come from Slack; mostly signed well."""
    payload = draw(_JSON | st.dictionaries(st.sampled_from(_SLACK_KEYS), _slack_parts(), max_size=8))
    kind = draw(st.sampled_from(["interaction", "interaction", "command", "event", "bytes"]))
    content_type = "application/x-www-form-urlencoded"
    if kind == "interaction":
        body = b"payload=" + quote(json.dumps(payload), safe="", errors="replace").encode()
    elif kind == "command":
        text = quote(draw(_WORDS), safe="", errors="replace")
        body = f"command=%2Freviews&user_id=U0LI&trigger_id=1&text={text}".encode()
    elif kind == "event":
        body, content_type = json.dumps(payload).encode(), "application/json"
    else:
        body = draw(st.binary(max_size=200))
    stamp = str(int(datetime.now(UTC).timestamp()))
    headers = {"x-slack-request-timestamp": stamp, "content-type": content_type}
    headers["x-slack-signature"] = slack_signature(SIGNING, stamp, body)
    if draw(st.integers(0, 5)) == 0:
        spoiled = draw(st.sampled_from(["x-slack-request-timestamp", "x-slack-signature"]))
        headers[spoiled] = draw(_header_values())
    return Request("POST", "/slack/events", body, headers)


def strangers() -> st.SearchStrategy[Request]:
    """Any method on any path."""
    methods = st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
    known = st.sampled_from(["/healthz", "/readyz", "/metrics", "/slack/events", "/webhooks/reviews/standard"])
    paths = known | st.from_regex(r"/[a-z0-9%._~/-]{0,40}", fullmatch=True)
    return st.builds(Request, methods, paths, st.binary(max_size=50))


def anything() -> st.SearchStrategy[Request]:
    """A fair mixture."""
    return st.one_of(webhooks(), webhooks(), webhooks(), slack_requests(), slack_requests(), strangers())


SIGNING = "fuzz-signing"
_SLACK_KEYS = (
    "type", "user", "actions", "view", "container", "channel", "message", "trigger_id", "response_url", "event",
    "event_id", "team", "callback_id", "challenge", "api_app_id", "token",
)  # fmt: skip


def _slack_parts() -> st.SearchStrategy[Any]:
    typical = st.sampled_from(
        [
            "block_actions", "view_submission", "event_callback", "url_verification", "shortcut",
            {"id": "U0LI"}, {"id": "T0SHOP"}, [{"action_id": "claim", "value": "1", "action_ts": "1.1"}],
            [{"action_id": "claim", "value": "9" * 40}], [], {"type": "app_home_opened", "user": "U0LI"},
            {"id": "V1", "callback_id": "contact", "private_metadata": "{", "state": {"values": {}}},
        ]
    )  # fmt: skip
    return typical | _JSON


def _header_values() -> st.SearchStrategy[str]:
    odd = st.sampled_from(["", "0", "-1", "1e9", "9" * 40, "v1,", "v1,é", "v0=", "٣", "x" * 9000])
    return odd | st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30)


def slack_signature(secret: str, stamp: str, body: bytes) -> str:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
